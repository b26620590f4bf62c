"""The queue as the rules want it: one reading of the database, turned into values."""

import json
import sqlite3

from edge_node.store.counters import desk, open_desks
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Unit
from queue_core.domain.calling import Choice, Desk, History, Queue, Step, next_ticket
from queue_core.domain.errors import Unknown
from queue_core.domain.tickets import Move, State

_CALLS_LOOKED_AT = 24
"""Longer than any run of calls that a rule counts."""


def choose_next(unit: Unit, counter: str) -> Choice | None:
    """Whom this counter calls now, and by which step; None when nobody may be called."""
    queue = read_queue(unit)
    asking = asking_desk(unit, counter)
    first_absent = min((t.absent_seq for t in queue.tickets if t.state is State.ABSENT), default=0)
    return next_ticket(queue, asking, read_history(unit, counter, first_absent))


def read_queue(unit: Unit) -> Queue:
    """Everybody who waits or is absent, and the counters that are open."""
    return Queue(
        tickets=open_tickets(unit.connection, unit.day, (State.WAITING, State.ABSENT)),
        open_desks=open_desks(unit.connection, unit.office),
        services={service.id: service for service in unit.office.services},
        now=unit.now,
        day=unit.day,
        rules=unit.office.rules,
    )


def asking_desk(unit: Unit, counter: str) -> Desk:
    """The counter that asks, with the clerk who sits there."""
    known = unit.office.counter(counter)
    if known is None:
        raise Unknown("counter")
    row = unit.connection.execute("SELECT clerk FROM counters WHERE id = ?", (counter,)).fetchone()
    return desk(known, row["clerk"] if row else None)


def read_history(unit: Unit, counter: str, since_seq: int) -> History:
    """The counter's latest calls, and every counter's ends after `since_seq`."""
    calls = unit.connection.execute(
        """SELECT data FROM events WHERE day = ? AND counter = ? AND kind = ?
        AND undone_by IS NULL ORDER BY seq DESC LIMIT ?""",
        (unit.day, counter, Move.CALLED.value, _CALLS_LOOKED_AT),
    ).fetchall()
    facts = [json.loads(row["data"]) for row in reversed(calls)]
    return History(
        calls=tuple(Step(fact["step"]) for fact in facts),
        booked_calls=tuple(bool(fact["booked"]) for fact in facts),
        ends=_ends(unit.connection, unit.day, since_seq) if since_seq else (),
    )


def _ends(
    connection: sqlite3.Connection, day: str, since_seq: int
) -> tuple[tuple[str, int, str], ...]:
    """Ends of people who were at a counter; a waiting ticket moved elsewhere is none."""
    rows = connection.execute(
        """SELECT counter, seq, ticket FROM events WHERE day = ? AND kind IN (?, ?, ?)
        AND seq > ? AND undone_by IS NULL AND counter IS NOT NULL
        AND data ->> '$.from' IN ('called', 'serving') ORDER BY seq""",
        (day, Move.FINISHED.value, Move.PARKED.value, Move.TRANSFERRED.value, since_seq),
    )
    return tuple((row["counter"], row["seq"], row["ticket"]) for row in rows)
