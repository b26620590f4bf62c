"""Since when nothing was heard of the hub: an office may lack bookings that were made since.

The link writes the facts `linked` and `hub_seen`; an office that works alone has neither.
"""

import sqlite3
from datetime import datetime, timedelta

from edge_node.store.unit import fact

_QUIET = timedelta(minutes=2)
"""Several heartbeats of the hub: a shorter silence is none."""


def hub_silent_since(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """When the last news came, where that is long ago; None while all is well, or without a
    hub."""
    linked = fact(connection, "linked")
    heard = fact(connection, "hub_seen") or linked
    if linked is None or heard is None:
        return None
    at = datetime.fromisoformat(heard)
    return at if now - at > _QUIET else None
