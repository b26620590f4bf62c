"""The node's copy of bookings, with the people beside them.

The hub owns these facts; the copy is written only by what the hub tells, by a code that was
honoured before the hub's word came, and by a sale in leased seats. The trap: the rows of
`booking_people` are personal and leave the day after the visit, the rest stays.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from edge_node.store.tickets import column, ticket_from
from edge_node.store.unit import Unit
from queue_core.domain.names import fits_name, folded
from queue_core.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Booking:
    """A booked visit as last heard. `known_at` says since when its hour is known here; `away`
    that it was learned too late to be placed, or that its number could not be used."""

    id: str
    version: int
    state: Literal["confirmed", "cancelled"]
    service: str
    start: datetime
    day: str
    minutes: int
    number: str
    code_mac: str
    more_services: tuple[str, ...]
    persons: int
    language: str
    priority: int
    need: str | None
    eticket: str
    source: Literal["hub", "node", "qr"]
    known_at: datetime
    away: bool = False

    @property
    def cancelled(self) -> bool:
        """Whether a tombstone has come."""
        return self.state == "cancelled"


@dataclass(frozen=True, slots=True)
class Person:
    """What the office may know of who booked: kept until the day after (B-164)."""

    name: str = ""
    phone_tail: str = ""


_COLUMNS = tuple(Booking.__dataclass_fields__)
_PUT = f"""INSERT INTO bookings ({", ".join(_COLUMNS)})
    VALUES ({", ".join("?" for _ in _COLUMNS)}) ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")}"""


def booking(connection: sqlite3.Connection, id: str) -> Booking | None:
    """The booking with this id, or None while nothing is known of it."""
    row = connection.execute("SELECT * FROM bookings WHERE id = ?", (id,)).fetchone()
    return _booking(row) if row else None


def bookings_of_day(connection: sqlite3.Connection, day: str) -> list[Booking]:
    """Every booking of a day that is not cancelled, by hour."""
    rows = connection.execute(
        """SELECT * FROM bookings WHERE day = ? AND state = 'confirmed'
        ORDER BY start, number""",
        (day,),
    )
    return [_booking(row) for row in rows]


def bookings_by_code(connection: sqlite3.Connection, mac: str) -> list[Booking]:
    """The bookings whose six digits have this MAC; today's before others, live ones first."""
    rows = connection.execute(
        "SELECT * FROM bookings WHERE code_mac = ? ORDER BY state DESC, start DESC", (mac,)
    )
    return [_booking(row) for row in rows]


def unheard_today(connection: sqlite3.Connection, day: str) -> list[Booking]:
    """ "Not known at its hour": bookings of the day that were not placed and have no ticket."""
    rows = connection.execute(
        """SELECT * FROM bookings WHERE day = ? AND state = 'confirmed' AND away = 1
        AND NOT EXISTS (SELECT 1 FROM tickets WHERE booking = bookings.id) ORDER BY start""",
        (day,),
    )
    return [_booking(row) for row in rows]


def ticket_of_booking(connection: sqlite3.Connection, id: str) -> Ticket | None:
    """The one ticket of a booking, or None before its day."""
    row = connection.execute("SELECT * FROM tickets WHERE booking = ?", (id,)).fetchone()
    return ticket_from(row) if row else None


def keep(unit: Unit, known: Booking) -> None:
    """Write the booking as it is now known."""
    values = (getattr(known, name) for name in _COLUMNS)
    unit.connection.execute(_PUT, [column(value) for value in values])
    unit.touch("queue")


def keep_away(unit: Unit, known: Booking) -> Booking:
    """Put a booking on reception's list "not known at its hour"."""
    away = replace(known, away=True)
    keep(unit, away)
    return away


def keep_person(unit: Unit, booking_id: str, person: Person) -> None:
    """Write who booked, beside the booking."""
    unit.connection.execute(
        "INSERT OR REPLACE INTO booking_people VALUES (?, ?, ?, ?)",
        (booking_id, person.name, folded(person.name), person.phone_tail),
    )


def forget_person(unit: Unit, booking_id: str) -> None:
    """Erase who booked."""
    unit.connection.execute("DELETE FROM booking_people WHERE booking = ?", (booking_id,))


def person_of(connection: sqlite3.Connection, booking_id: str | None) -> Person | None:
    """Who booked, while the office still may know."""
    row = connection.execute(
        "SELECT name, phone_tail FROM booking_people WHERE booking = ?", (booking_id,)
    ).fetchone()
    return Person(row["name"], row["phone_tail"]) if row else None


def bookings_of_person(
    connection: sqlite3.Connection, days: Iterable[str], *, name: str = "", tail: str = ""
) -> list[Booking]:
    """Bookings of these days by a name, accents forgiven, or by the last digits of a phone."""
    wanted = list(days)
    rows = connection.execute(
        f"""SELECT bookings.*, searched, phone_tail FROM bookings JOIN booking_people
        ON booking = id WHERE day IN ({", ".join("?" for _ in wanted)})
        AND state = 'confirmed' ORDER BY start""",
        wanted,
    ).fetchall()
    asked = folded(name)
    return [
        _booking(row)
        for row in rows
        if (tail and row["phone_tail"] == tail) or fits_name(asked, row["searched"])
    ]


def forget_people(unit: Unit, today: str) -> int:
    """Erase everybody whose visit was before yesterday; how many. Once a day is enough."""
    yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    return unit.connection.execute(
        """DELETE FROM booking_people WHERE booking IN
        (SELECT id FROM bookings WHERE day < ?)""",
        (yesterday,),
    ).rowcount


def _booking(row: sqlite3.Row) -> Booking:
    values = {name: row[name] for name in _COLUMNS}
    return Booking(
        **values
        | {
            "start": datetime.fromisoformat(row["start"]),
            "known_at": datetime.fromisoformat(row["known_at"]),
            "more_services": tuple(json.loads(row["more_services"])),
            "away": bool(row["away"]),
        }
    )
