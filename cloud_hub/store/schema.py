"""Every table of the hub in one `MetaData`; importing this module fills it."""

from cloud_hub.store.columns import metadata
from cloud_hub.store.tables import (
    bookings,
    commands,
    defence,
    drafts,
    live,
    log,
    messages,
    offices,
    seats,
    staff,
    sync,
)

ROOMS = (bookings, commands, defence, drafts, live, log, messages, offices, seats, staff, sync)
"""The modules of tables; each has its own line of migrations."""

__all__ = ["ROOMS", "metadata"]
