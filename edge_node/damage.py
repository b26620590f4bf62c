"""How a process of the node ends that finds the database damaged, so that it will be mended.

It ends at once: nothing it could still write or answer is worth more than the mending.
"""

import logging
import os

from edge_node.store.database import is_damage

log = logging.getLogger(__name__)

DAMAGED_CODE = 3
"""Tells the supervisor."""


def end_if_damaged(error: BaseException) -> None:
    """End this process, from whatever thread, if the error says that the file is broken."""
    if is_damage(error):
        end_as_damaged(str(error))


def end_as_damaged(reason: str) -> None:
    """End this process, from whatever thread: the file is broken."""
    log.error("database_damaged", extra={"reason": reason})
    os._exit(DAMAGED_CODE)
