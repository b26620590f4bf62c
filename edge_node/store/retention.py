"""What the database can erase, piece by piece: which rows are due, and how some of them go.

Finding reads without a lock; erasing takes few rows at a time, since everybody who takes a ticket
waits for that transaction. The trap: figures are counted from what stays in an event's facts.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Rows(NamedTuple):
    """Rows that are due and the statement that erases one of them, given its key."""

    keys: Sequence[object]
    statements: tuple[str, ...]

    def erase(self, connection: sqlite3.Connection, first: int, count: int) -> None:
        """Erase `count` of them; the caller has begun the transaction."""
        for key in self.keys[first : first + count]:
            for statement in self.statements:
                connection.execute(statement, (key,))


_AGED = {
    "commands": ("id", "at"),
    "print_jobs": ("id", "created_at"),
    "announcements": ("id", "created_at"),
    "devices": ("name", "seen_at"),
    "hub_commands": ("id", "at"),
}


def aged(connection: sqlite3.Connection, table: str, before: str) -> Rows:
    """The first few thousand rows of a table that were made (or last seen) before an instant."""
    key, at = _AGED[table]
    keys = _keys(connection, f"SELECT {key} FROM {table} WHERE {at} < ? LIMIT 5000", before)
    return Rows(keys, (f"DELETE FROM {table} WHERE {key} = ?",))


def notes(connection: sqlite3.Connection, day: str) -> list[Rows]:
    """Notes on a day's tickets, and the old ones that its events keep for undo."""
    tickets = _keys(connection, "SELECT id FROM tickets WHERE day = ? AND note IS NOT NULL", day)
    return [
        Rows(tickets, ("UPDATE tickets SET note = NULL WHERE id = ?",)),
        _facts(connection, day, "note"),
    ]


def traces_of_clerks(connection: sqlite3.Connection, day: str) -> list[Rows]:
    """Clerks beside those who did something: to whom a ticket was sent, who had it before."""
    sent = _keys(
        connection, "SELECT id FROM tickets WHERE day = ? AND sent_to_clerk IS NOT NULL", day
    )
    return [
        Rows(sent, ("UPDATE tickets SET sent_to_clerk = NULL WHERE id = ?",)),
        _facts(connection, day, "clerk"),
        _facts(connection, day, "sent_to_clerk"),
    ]


def clerks_of_day(connection: sqlite3.Connection, day: str) -> list[str]:
    """Everybody whom the day's tickets and events name, pseudonyms included."""
    rows = connection.execute(
        """SELECT clerk FROM events WHERE day = :day AND clerk IS NOT NULL
        UNION SELECT clerk FROM tickets WHERE day = :day AND clerk IS NOT NULL""",
        {"day": day},
    )
    return [row[0] for row in rows]


def rename_clerk(connection: sqlite3.Connection, day: str, clerk: str, name: str) -> None:
    """Replace a clerk on one day everywhere at once, so that figures are whole at any moment."""
    for table in ("events", "tickets"):
        connection.execute(
            f"UPDATE {table} SET clerk = ? WHERE day = ? AND clerk = ?", (name, day, clerk)
        )


def clerks_of_alarms(connection: sqlite3.Connection, before: str) -> Rows:
    """Alarms that ended and still name who raised and ended them."""
    keys = _keys(
        connection,
        """SELECT id FROM alarms WHERE raised_at < ? AND ended_at IS NOT NULL
        AND coalesce(clerk, ended_by) IS NOT NULL""",
        before,
    )
    return Rows(keys, ("UPDATE alarms SET clerk = NULL, ended_by = NULL WHERE id = ?",))


def visits_until(connection: sqlite3.Connection, day: str) -> Rows:
    """Booked visits up to a day with whoever booked them and the papers that confirm them."""
    keys = _keys(connection, "SELECT id FROM bookings WHERE day <= ? LIMIT 5000", day)
    return Rows(
        keys,
        (
            "DELETE FROM booking_people WHERE booking = ?",
            "DELETE FROM print_jobs WHERE booking = ?",
            "DELETE FROM bookings WHERE id = ?",
        ),
    )


def log_of_day(connection: sqlite3.Connection, day: str) -> list[Rows]:
    """A day's events, oldest first since a later one may be named as what undid it, then its
    tickets with whatever still refers to them."""
    events = _keys(connection, "SELECT seq FROM events WHERE day = ? ORDER BY seq", day)
    tickets = _keys(connection, "SELECT id FROM tickets WHERE day = ?", day)
    series = _keys(connection, "SELECT DISTINCT day FROM series WHERE day = ?", day)
    return [
        Rows(events, ("DELETE FROM events WHERE seq = ?",)),
        Rows(
            tickets,
            (
                "DELETE FROM print_jobs WHERE ticket = ?",
                "DELETE FROM announcements WHERE ticket = ?",
                "DELETE FROM events WHERE ticket = ?",
                "DELETE FROM tickets WHERE id = ?",
            ),
        ),
        Rows(series, ("DELETE FROM series WHERE day = ?",)),
    ]


def logged_days(connection: sqlite3.Connection, after: str, until: str) -> Iterator[str]:
    """The days that have tickets or events, from `after` (left out) to `until`, oldest first."""
    day = after
    while True:
        row = connection.execute(
            """SELECT min(day) FROM (
            SELECT min(day) AS day FROM events WHERE day > :after AND day <= :until
            UNION ALL SELECT min(day) FROM tickets WHERE day > :after AND day <= :until)""",
            {"after": day, "until": until},
        ).fetchone()
        if row[0] is None:
            return
        day = str(row[0])
        yield day


def free_pages(connection: sqlite3.Connection) -> int:
    """How many pages of the file hold nothing; 0 for a file that cannot give them back."""
    if connection.execute("PRAGMA auto_vacuum").fetchone()[0] == 0:
        return 0
    return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def give_back(connection: sqlite3.Connection, pages: int) -> None:
    """Make the file shorter by so many pages; Python takes one step of this pragma, so one page
    at a time."""
    for _ in range(pages):
        connection.execute("PRAGMA incremental_vacuum(1)")


def _facts(connection: sqlite3.Connection, day: str, name: str) -> Rows:
    """A fact in a day's events, and the old value that undo would have given back."""
    keys = _keys(
        connection, f"SELECT seq FROM events WHERE day = ? AND instr(data, '\"{name}\":')", day
    )
    statement = f"""UPDATE events SET data = json_remove(data, '$.{name}', '$.before.{name}')
        WHERE seq = ?"""
    return Rows(keys, (statement,))


def _keys(connection: sqlite3.Connection, query: str, given: str) -> list[object]:
    return [row[0] for row in connection.execute(query, (given,))]
