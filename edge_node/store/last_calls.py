"""When each ticket was last called to a counter, as the log tells it.

A recall counts as the newest call of its ticket, since the voice repeats it too; undone calls
count for nothing. Order is by sequence, never by the wall clock.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

_CALLING = """(e.kind IN ('ticket_called', 'ticket_recalled')
    OR e.kind = 'ticket_taken_back' AND json_extract(e.data, '$.to') = 'called')"""
"""A parked ticket that is only taken back was not called: its person never left."""


@dataclass(frozen=True, slots=True)
class LastCall:
    """The latest call of a ticket: which event, when, to which counter."""

    ticket: str
    number: str
    service: str
    counter: str
    seq: int
    at: datetime


def last_calls(connection: sqlite3.Connection, tickets: Collection[str]) -> dict[str, LastCall]:
    """The latest call of each of these tickets that was ever called, by ticket id."""
    rows = connection.execute(
        f"""SELECT t.id, t.number, t.service, t.counter, max(e.seq) AS seq, e.at
        FROM events e JOIN tickets t ON t.id = e.ticket
        WHERE e.ticket IN ({", ".join("?" * len(tickets))}) AND {_CALLING}
        AND e.undone_by IS NULL AND t.counter IS NOT NULL GROUP BY e.ticket""",
        list(tickets),
    )
    return {row["id"]: _call_from(row) for row in rows}


def served_calls(
    connection: sqlite3.Connection, day: str, services: Collection[str], limit: int
) -> list[LastCall]:
    """The calls of the day's served tickets of these services, newest first, at most `limit`."""
    rows = connection.execute(
        f"""SELECT t.id, t.number, t.service, t.counter, e.seq, e.at
        FROM events e JOIN tickets t ON t.id = e.ticket
        WHERE e.day = ? AND e.kind = 'ticket_called' AND e.undone_by IS NULL
        AND t.state = 'done' AND t.service IN ({", ".join("?" * len(services))})
        AND e.seq = (SELECT max(seq) FROM events WHERE ticket = t.id
            AND kind = 'ticket_called' AND undone_by IS NULL)
        ORDER BY e.seq DESC LIMIT ?""",
        [day, *services, limit],
    )
    return [_call_from(row) for row in rows]


def _call_from(row: sqlite3.Row) -> LastCall:
    return LastCall(
        row["id"],
        row["number"],
        row["service"],
        row["counter"],
        row["seq"],
        datetime.fromisoformat(row["at"]),
    )
