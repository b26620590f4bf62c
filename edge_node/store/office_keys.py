"""The keys by which this office checks codes and QR codes; brought by the hub, old ones kept."""

import sqlite3
from collections.abc import Mapping

from edge_node.store.bookings import Booking
from edge_node.store.unit import Unit
from queue_core.domain.booking.visit_qr import SignedVisit, sign_visit

_CODE = "code"
_QR = "qr:"


def code_key(connection: sqlite3.Connection) -> str | None:
    """The key of the six-digit codes, or None before the hub has told it."""
    row = connection.execute("SELECT key FROM office_keys WHERE name = ?", (_CODE,)).fetchone()
    return row["key"] if row else None


def qr_keys(connection: sqlite3.Connection) -> dict[str, str]:
    """The keys of QR codes by key id."""
    rows = connection.execute("SELECT name, key FROM office_keys WHERE name LIKE 'qr:%'")
    return {row["name"].removeprefix(_QR): row["key"] for row in rows}


def visit_qr(connection: sqlite3.Connection, office: str, visit: Booking) -> str | None:
    """The signed text of a visit's QR code, None before the hub has told a key. Ids of keys are
    counted up, so the newest signs."""
    keys = sorted(qr_keys(connection).items(), key=lambda pair: (len(pair[0]), pair[0]))
    if not keys:
        return None
    said = SignedVisit(
        office=office,
        service=visit.service,
        start=visit.start,
        number=visit.number,
        booking=visit.id,
        version=visit.version,
        persons=visit.persons,
    )
    return sign_visit(said, *keys[-1])


def keep_keys(unit: Unit, code: str, qr: Mapping[str, str]) -> None:
    """Replace all keys by these: one that is no longer named proves nothing any more."""
    unit.connection.execute("DELETE FROM office_keys")
    rows = [(_CODE, code), *((f"{_QR}{key_id}", key) for key_id, key in qr.items())]
    unit.connection.executemany("INSERT INTO office_keys VALUES (?, ?)", rows)
