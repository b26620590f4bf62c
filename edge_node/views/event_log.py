"""The log of the office as other programs may read it: ids, numbers and states, no person.

Events stand in order of their sequence number, which is also the position from which a reader
goes on. The trap: the log itself keeps notes, reasons and clerks, so facts go out by a list of
names and never by leaving some out.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edge_node.store.office_events import TOLD

Fact = str | int | float | bool | tuple[str, ...] | None


class EventKind(StrEnum):
    """What is told. Panic calls are not: they are for the colleagues in the office alone."""

    TICKET_ISSUED = "ticket_issued"
    TICKET_BOOKED = "ticket_booked"
    TICKET_PLACED = "ticket_placed"
    TICKET_ARRIVED = "ticket_arrived"
    TICKET_CALLED = "ticket_called"
    TICKET_RECALLED = "ticket_recalled"
    TICKET_CAME = "ticket_came"
    TICKET_ABSENT = "ticket_absent"
    TICKET_STRUCK_OUT = "ticket_struck_out"
    TICKET_RESTORED = "ticket_restored"
    TICKET_PARKED = "ticket_parked"
    TICKET_TAKEN_BACK = "ticket_taken_back"
    TICKET_RETURNED = "ticket_returned"
    TICKET_TRANSFERRED = "ticket_transferred"
    TICKET_FINISHED = "ticket_finished"
    TICKET_CANCELLED = "ticket_cancelled"
    TICKET_LEFT = "ticket_left"
    TICKET_UNPLACED = "ticket_unplaced"
    TICKET_CLOSED_OUT = "ticket_closed_out"
    TICKET_UNDONE = "ticket_undone"
    TICKET_REPRINTED = "ticket_reprinted"
    TICKET_PRIORITY_SET = "ticket_priority_set"
    COUNTER_OPENED = "counter_opened"
    COUNTER_TAKEN_OVER = "counter_taken_over"
    COUNTER_PAUSED = "counter_paused"
    COUNTER_RESUMED = "counter_resumed"
    COUNTER_CLOSED = "counter_closed"
    KIOSK_BLOCKED = "kiosk_blocked"
    KIOSK_RELEASED = "kiosk_released"
    EVACUATION_RAISED = "evacuation_raised"
    EVACUATION_ENDED = "evacuation_ended"
    DAY_OPENED = "day_opened"


@dataclass(frozen=True)
class ToldEvent:
    """An event as it goes out; `undone` says that it was taken back since.

    `service` is the ticket's matter after the event, however late the event is told.
    """

    seq: int
    kind: EventKind
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
    told = tuple(_told(row) for row in rows if row["kind"] in _KINDS)
    return LogPage(told, rows[-1]["seq"] if rows else position)


def told_of_ticket(connection: sqlite3.Connection, ticket: str) -> tuple[ToldEvent, ...]:
    """What happened to one ticket, oldest first (B-130)."""
    rows = connection.execute(
        f"{_SELECT} WHERE events.ticket = ? ORDER BY events.seq", (ticket,)
    ).fetchall()
    return tuple(_told(row) for row in rows if row["kind"] in _KINDS)


_KINDS = frozenset(kind.value for kind in EventKind)
_SELECT = """SELECT events.seq, events.kind, events.at, events.day, events.ticket,
    events.counter, events.data, events.undone_by, tickets.number,
    coalesce((SELECT json_extract(later.data, '$.before.service') FROM events AS later
        WHERE later.ticket = events.ticket AND later.seq > events.seq
        AND json_extract(later.data, '$.before.service') IS NOT NULL
        ORDER BY later.seq LIMIT 1), tickets.service) AS service
    FROM events LEFT JOIN tickets ON tickets.id = events.ticket"""
"""The matter is that after the event: what the next change of it kept, else the present one."""


def _told(row: sqlite3.Row) -> ToldEvent:
    facts = json.loads(row["data"])
    return ToldEvent(
        seq=row["seq"],
        kind=EventKind(row["kind"]),
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
