"""Seats that only this node sells, with the numbers and codes that came along.

A seat is free, sold or returned, and never comes back from the last two; the same grant heard
again changes nothing. The trap: a free seat that the hub tells anew is the only one to be sold.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from edge_node.store.unit import Unit
from queue_core.domain.booking.leased import FreeSeat

Seat = tuple[datetime, int]
"""(UTC start of five minutes, seat number)."""


def keep_lease(unit: Unit, lease: str, calendar: str, *, day: str) -> None:
    """Note a lease of one calendar and day."""
    unit.connection.execute("INSERT OR IGNORE INTO leases VALUES (?, ?, ?)", (lease, calendar, day))


def add_seats(unit: Unit, lease: str, seats: Iterable[Seat]) -> None:
    """New seats are free; known ones stay as they are."""
    unit.connection.executemany(
        "INSERT OR IGNORE INTO leased_seats VALUES (?, ?, ?, 'free', NULL)",
        [(lease, _cell(cell), seat) for cell, seat in seats],
    )


def add_numbers(unit: Unit, lease: str, numbers: Iterable[tuple[str, str]]) -> None:
    """Ready ticket numbers with their codes."""
    unit.connection.executemany(
        "INSERT OR IGNORE INTO leased_numbers VALUES (?, ?, ?, NULL)",
        [(lease, number, code) for number, code in numbers],
    )


def return_seats(unit: Unit, lease: str, asked: Iterable[Seat]) -> tuple[Seat, ...]:
    """Give back the free ones of the asked seats, all where none is named. Returns every asked
    seat that is given back, those of an earlier answer too."""
    named = {(_cell(cell), seat) for cell, seat in asked}
    rows = unit.connection.execute(
        "SELECT cell, seat FROM leased_seats WHERE lease = ? AND state <> 'sold'", (lease,)
    ).fetchall()
    given = [row for row in rows if not named or (row["cell"], row["seat"]) in named]
    unit.connection.executemany(
        "UPDATE leased_seats SET state = 'returned' WHERE lease = ? AND cell = ? AND seat = ?",
        [(lease, row["cell"], row["seat"]) for row in given],
    )
    return tuple((datetime.fromisoformat(row["cell"]), row["seat"]) for row in given)


def forget_leases(unit: Unit) -> None:
    """Sell nothing that was granted before; what is told again may be sold again."""
    unit.connection.execute("DELETE FROM leased_seats WHERE state = 'free'")


def end_leases(unit: Unit, today: str) -> None:
    """Erase the leases of days that are over, with their codes."""
    past = "(SELECT id FROM leases WHERE day < ?)"
    for table in ("leased_seats", "leased_numbers"):
        unit.connection.execute(f"DELETE FROM {table} WHERE lease IN {past}", (today,))
    unit.connection.execute("DELETE FROM leases WHERE day < ?", (today,))


def free_seats(
    connection: sqlite3.Connection, calendar: str, day: str, *, prefix: str
) -> list[FreeSeat]:
    """Free seats of a calendar and day, in order, where a number of this prefix is left."""
    rows = connection.execute(
        """SELECT lease, cell, seat FROM leased_seats WHERE state = 'free' AND lease IN
        (SELECT id FROM leases WHERE calendar = ? AND day = ? AND EXISTS
            (SELECT 1 FROM leased_numbers WHERE lease = id AND booking IS NULL
            AND number GLOB ? || '[0-9]*'))
        ORDER BY cell, seat""",
        (calendar, day, prefix),
    )
    return [FreeSeat(r["lease"], datetime.fromisoformat(r["cell"]), r["seat"]) for r in rows]


def leased_days(connection: sqlite3.Connection, calendar: str, since: str) -> list[str]:
    """Days from `since` on which some seat of the calendar is free."""
    rows = connection.execute(
        """SELECT DISTINCT day FROM leases JOIN leased_seats ON lease = id
        WHERE calendar = ? AND day >= ? AND state = 'free' ORDER BY day""",
        (calendar, since),
    )
    return [row["day"] for row in rows]


def sell(unit: Unit, seats: Iterable[FreeSeat], booking: str) -> None:
    """Mark seats as sold; the caller has read them in this transaction."""
    unit.connection.executemany(
        """UPDATE leased_seats SET state = 'sold', booking = ?
        WHERE lease = ? AND cell = ? AND seat = ?""",
        [(booking, taken.lease, _cell(taken.cell), taken.seat) for taken in seats],
    )


def take_number(unit: Unit, lease: str, prefix: str, *, booking: str) -> tuple[str, str] | None:
    """The lowest ready number of this prefix with its code; None when none is left."""
    row = unit.connection.execute(
        """SELECT number, code FROM leased_numbers WHERE lease = ? AND booking IS NULL
        AND number GLOB ? || '[0-9]*' ORDER BY length(number), number LIMIT 1""",
        (lease, prefix),
    ).fetchone()
    if row is None:
        return None
    unit.connection.execute(
        "UPDATE leased_numbers SET booking = ? WHERE lease = ? AND number = ?",
        (booking, lease, row["number"]),
    )
    return row["number"], row["code"]


def leased_code(connection: sqlite3.Connection, booking: str) -> str | None:
    """The six digits of a visit sold here, for its paper."""
    row = connection.execute(
        "SELECT code FROM leased_numbers WHERE booking = ?", (booking,)
    ).fetchone()
    return row["code"] if row else None


def _cell(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
