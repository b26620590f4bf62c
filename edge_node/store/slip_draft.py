"""The layout of tickets that somebody is trying out: kept for its test print, in force nowhere."""

import sqlite3

import msgspec

from edge_node.store.unit import Unit, fact, set_fact
from queue_core.domain.office import OfficeDocument, Slip

_SLIPS = msgspec.json.Decoder(Slip)
_NAME = "slip_draft"


def keep_draft(unit: Unit, slip: Slip) -> None:
    """Keep the newest draft; the one before it is forgotten."""
    set_fact(unit.connection, _NAME, msgspec.json.encode(slip).decode())


def slip_draft(connection: sqlite3.Connection, document: OfficeDocument) -> Slip:
    """The newest draft, or what is in force while there is none."""
    kept = fact(connection, _NAME)
    return _SLIPS.decode(kept) if kept else document.slip
