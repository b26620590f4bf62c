"""Series of numbers: one a day and prefix, shared by every kiosk of the office (B-15, B-27).

A number is taken inside the transaction that writes its ticket and is never given back, not
even after cancellation (B-29); the UNIQUE key on tickets is the second lock.
"""

import sqlite3

from edge_node.store.unit import Unit


def next_number(unit: Unit, prefix: str) -> str:
    """Take the next number of the day: `A001`; after 999 comes 1000."""
    row = unit.connection.execute(
        """INSERT INTO series (day, prefix, last) VALUES (?, ?, 1)
        ON CONFLICT (day, prefix) DO UPDATE SET last = last + 1 RETURNING last""",
        (unit.day, prefix),
    ).fetchone()
    return shown(prefix, row[0])


def claim(unit: Unit, prefix: str, number: int) -> str:
    """Take a number that was written by hand; the series goes on after the highest."""
    skip_to(unit, unit.day, prefix, number)
    return shown(prefix, number)


def skip_to(unit: Unit, day: str, prefix: str, number: int) -> None:
    """Let the series of a day go on after `number` at least: after a restore, with a gap."""
    unit.connection.execute(
        """INSERT INTO series (day, prefix, last) VALUES (?, ?, ?)
        ON CONFLICT (day, prefix) DO UPDATE SET last = max(last, excluded.last)""",
        (day, prefix, number),
    )


def last_numbers(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """The latest number of every series of a day, by prefix; a series without one is missing."""
    rows = connection.execute("SELECT prefix, last FROM series WHERE day = ?", (day,))
    return {row["prefix"]: row["last"] for row in rows}


def shown(prefix: str, number: int) -> str:
    """How a number is printed, shown and searched."""
    return f"{prefix}{number:03d}"
