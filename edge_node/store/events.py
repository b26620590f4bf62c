"""The log of the office: one event for each move, in order of sequence.

Nothing here is changed but `undone_by`, until old days are erased (`retention`). Reports, rules
and the trace of one ticket all read from it, and leave undone events out.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from edge_node.store.office_events import tell_event
from edge_node.store.unit import Unit


@dataclass(frozen=True)
class Happening:
    """What is to be logged; when, by whom and under which command the unit knows."""

    kind: str
    ticket: str | None = None
    counter: str | None = None
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """A logged fact. Events with the same `action` were one press and are undone together."""

    seq: int
    action: int
    day: str
    kind: str
    ticket: str | None
    counter: str | None
    clerk: str | None
    at: datetime
    data: dict[str, object]
    undone: bool


def record(unit: Unit, happening: Happening) -> int:
    """Append an event and return its sequence number; the first one of an action names it."""
    cursor = unit.connection.execute(
        """INSERT INTO events (action, day, kind, ticket, counter, clerk, at, uptime_ms,
        clock_synced, command, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            unit.action or next_seq(unit.connection),
            unit.day,
            str(happening.kind),
            happening.ticket,
            happening.counter or unit.command.counter,
            unit.command.clerk or None,
            unit.stamp,
            int(unit.uptime * 1000),
            int(unit.synchronised),
            unit.command.id,
            msgspec.json.encode(happening.data).decode(),
        ),
    )
    seq = int(cursor.lastrowid or 0)
    unit.action = unit.action or seq
    tell_event(unit, seq, kind=str(happening.kind), ticket=happening.ticket)
    return seq


def next_seq(connection: sqlite3.Connection) -> int:
    """The sequence number of the next event: the newest is never erased, nobody else writes now."""
    return latest_seq(connection) + 1


def event_from(row: sqlite3.Row) -> Event:
    """Build an event from a row of the table."""
    return Event(
        row["seq"],
        row["action"],
        row["day"],
        row["kind"],
        row["ticket"],
        row["counter"],
        row["clerk"],
        datetime.fromisoformat(row["at"]),
        json.loads(row["data"]),
        row["undone_by"] is not None,
    )


def events_of_counter(connection: sqlite3.Connection, day: str, counter: str) -> Iterator[Event]:
    """What happened at a counter today, newest first, undone events left out."""
    rows = connection.execute(
        """SELECT * FROM events WHERE day = ? AND counter = ? AND undone_by IS NULL
        ORDER BY seq DESC""",
        (day, counter),
    )
    return map(event_from, rows)


def events_of_ticket(connection: sqlite3.Connection, ticket: str) -> list[Event]:
    """The trace of one ticket, oldest first, undone events included (B-130)."""
    rows = connection.execute("SELECT * FROM events WHERE ticket = ? ORDER BY seq", (ticket,))
    return [event_from(row) for row in rows]


def latest_seq(connection: sqlite3.Connection) -> int:
    """The sequence number of the newest event, 0 when nothing has happened yet."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])
