"""What a counter did today, one line a press, and which of them undo would take back (B-44).

Reads the log; says nothing in words. The trap: one press can leave two events (the third
unanswered call marks absent and strikes out), and undo takes back both.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice

from edge_node.office.undo import undoable
from edge_node.store.events import Event
from edge_node.store.tickets import ticket
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Move


@dataclass(frozen=True)
class Deed:
    """One press. `undo_until` is set on the latest one only, while this clerk may take it back;
    `service_seconds` on one that ended a service."""

    action: int
    move: Move
    number: str
    at: datetime
    clerk: str | None
    service_seconds: int | None
    undo_until: datetime | None = None


def deeds(
    connection: sqlite3.Connection, day: str, counter: str, *, limit: int
) -> tuple[Deed, ...]:
    """The counter's latest presses, newest first, undone ones left out."""
    by_press = groupby(undoable(connection, day, counter), key=lambda event: event.action)
    newest = (next(events) for _, events in by_press)
    return tuple(_deed(connection, event) for event in islice(newest, limit))


def undo_until(latest: Deed, clerk: str, now: datetime, rules: Rules) -> datetime | None:
    """Until when `clerk` may take the latest press back; None when that is over or not theirs."""
    until = latest.at + timedelta(seconds=rules.undo_seconds)
    return until if (latest.clerk or "") == clerk and now <= until else None


def _deed(connection: sqlite3.Connection, event: Event) -> Deed:
    seconds = event.data.get("seconds")
    return Deed(
        action=event.action,
        move=Move(event.kind),
        number=ticket(connection, event.ticket or "").number,
        at=event.at,
        clerk=event.clerk,
        service_seconds=seconds if isinstance(seconds, int) else None,
    )
