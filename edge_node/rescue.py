"""What the supervisor itself asks of the database, and how it has a damaged one mended.

The trap: the supervisor forks, so it leaves no connection open.
"""

import sqlite3
from contextlib import closing

from edge_node.config import NodeConfig
from edge_node.damage import DAMAGED_CODE
from edge_node.prepare import prepare
from edge_node.store.database import Database
from edge_node.store.soundness import is_sound
from edge_node.store.webhooks import any_active


class NodeRescue:
    """The database of a running node, seen from its supervisor."""

    code = DAMAGED_CODE

    def __init__(self, config: NodeConfig) -> None:
        self._config = config

    def webhooks_wanted(self) -> bool:
        """Whether another program wants to be told; no, while the database can't say."""
        try:
            with closing(Database(self._config.database_path)) as database:
                return any_active(database.read())
        except sqlite3.DatabaseError:  # a process that works with the file finds out what it is
            return False

    def needed(self) -> bool:
        """See `Rescue`."""
        try:
            return not is_sound(self._config.database_path)
        except sqlite3.DatabaseError:
            return False

    def mend(self) -> None:
        """See `Rescue`."""
        prepare(self._config).database.close()
