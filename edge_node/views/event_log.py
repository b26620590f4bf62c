"""The log of the office as other programs may read it: ids, numbers and states, no person.

Events stand in order of their sequence number, which is also the position from which a reader
goes on. The trap: the log itself keeps notes, reasons and clerks, so facts go out by a list of
names and never by leaving some out.
"""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

Fact = str | int | float | bool | tuple[str, ...] | None

TOLD = frozenset(
    {
        "from",
        "to",
        "step",
        "place",
        "route",
        "booked",
        "call_no",
        "services",
        "seconds",
        "service",
        "kiosk",
        "printer",
        "priority",
        "then",
        "day",
        "alarm",
        "undone",
        "paper_day",
    }
)
"""The facts of an event that go outside."""

KINDS = (
    "ticket_issued",
    "ticket_booked",
    "ticket_placed",
    "ticket_arrived",
    "ticket_called",
    "ticket_recalled",
    "ticket_came",
    "ticket_absent",
    "ticket_struck_out",
    "ticket_restored",
    "ticket_parked",
    "ticket_taken_back",
    "ticket_returned",
    "ticket_transferred",
    "ticket_finished",
    "ticket_cancelled",
    "ticket_left",
    "ticket_unplaced",
    "ticket_closed_out",
    "ticket_undone",
    "ticket_reprinted",
    "ticket_priority_set",
    "counter_opened",
    "counter_taken_over",
    "counter_paused",
    "counter_resumed",
    "counter_closed",
    "kiosk_blocked",
    "kiosk_released",
    "evacuation_raised",
    "evacuation_ended",
    "day_opened",
)
"""What is told. Panic calls are not: they are for the colleagues in the office alone."""


@dataclass(frozen=True)
class ToldEvent:
    """An event as it goes out; `undone` says that it was taken back since."""

    seq: int
    kind: str
    at: datetime
    day: str
    ticket: str | None
    number: str | None
    service: str | None
    counter: str | None
    undone: bool
    facts: dict[str, Fact]


@dataclass(frozen=True)
class LogPage:
    """Events after a position; `position` is where to go on, past those that are not told."""

    events: tuple[ToldEvent, ...]
    position: int


def told_after(connection: sqlite3.Connection, position: int, limit: int) -> LogPage:
    """The next events after `position`, looking at no more than `limit` entries of the log."""
    rows = connection.execute(
        f"{_SELECT} WHERE events.seq > ? ORDER BY events.seq LIMIT ?", (position, limit)
    ).fetchall()
    told = tuple(_told(row) for row in rows if row["kind"] in KINDS)
    return LogPage(told, rows[-1]["seq"] if rows else position)


def told_of_ticket(connection: sqlite3.Connection, ticket: str) -> tuple[ToldEvent, ...]:
    """What happened to one ticket, oldest first (B-130)."""
    rows = connection.execute(
        f"{_SELECT} WHERE events.ticket = ? ORDER BY events.seq", (ticket,)
    ).fetchall()
    return tuple(_told(row) for row in rows if row["kind"] in KINDS)


def unknown_kinds(kinds: Collection[str]) -> list[str]:
    """Those of `kinds` that no event has."""
    return sorted(set(kinds) - set(KINDS))


_SELECT = """SELECT events.seq, events.kind, events.at, events.day, events.ticket,
    events.counter, events.data, events.undone_by, tickets.number, tickets.service
    FROM events LEFT JOIN tickets ON tickets.id = events.ticket"""


def _told(row: sqlite3.Row) -> ToldEvent:
    facts = json.loads(row["data"])
    return ToldEvent(
        seq=row["seq"],
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]),
        day=row["day"],
        ticket=row["ticket"],
        number=row["number"],
        service=row["service"],
        counter=row["counter"],
        undone=row["undone_by"] is not None,
        facts={name: _plain(facts[name]) for name in sorted(TOLD & facts.keys())},
    )


def _plain(value: object) -> Fact:
    return tuple(map(str, value)) if isinstance(value, list) else value  # type: ignore[return-value]
