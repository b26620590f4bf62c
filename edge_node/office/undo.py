"""Undo of a clerk's latest action at a counter (B-44).

Events made by one press are taken back together, newest first; each ticket gets back the fields
it had, and the undone events count for no rule, estimate or report.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from edge_node.office.counters import owned
from edge_node.office.voice import withdraw
from edge_node.store.counters import counter_state
from edge_node.store.events import Event, event_from, events_of_counter, latest_seq
from edge_node.store.tickets import active_ticket, change, restored, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.tickets import ACTIVE, Move, State, Ticket
from queue_core.domain.undo import UNDOABLE, check_undo, state_after_undo

_LATER_MOVES = tuple(move.value for move in Move if move not in (Move.UNDONE, Move.PROVEN))
"""What another counter may have done since; a recall, a note, a reprint, or a proof that the
person is here is none of them."""


@use_case
def undo(unit: Unit, counter: str, expected: int | None = None) -> Ticket:
    """Take back the counter's latest action and return its ticket as it is now.

    `expected` is the action that the person saw named; another one is not taken back in its
    place (`not_allowed_now`). Raises `undo_nothing`, `undo_too_late`, `undo_not_yours`, and
    `undo_taken` when another counter has the ticket by now, `counter_closed`, and
    `counter_taken` when somebody else sits there since.
    """
    owned(unit, counter)
    latest = next(undoable(unit.connection, unit.day, counter), None)
    if latest is None:
        raise Refused("undo_nothing")
    if expected is not None and latest.action != expected:
        raise NotAllowedNow(action=latest.action)
    same_clerk = (latest.clerk or "") == unit.command.clerk or unit.command.route == "button"
    check_undo(latest.at, unit.now, unit.office.rules.undo_seconds, same_clerk)
    rows = unit.connection.execute(
        "SELECT * FROM events WHERE action = ? AND undone_by IS NULL ORDER BY seq DESC",
        (latest.action,),
    ).fetchall()
    backwards = [event_from(row) for row in rows]
    for event in backwards:
        result = _take_back(unit, event, counter)
    return result


def undoable(connection: sqlite3.Connection, day: str, counter: str) -> Iterator[Event]:
    """The counter's actions that undo may take back, newest first."""
    kinds = {move.value for move in UNDOABLE}
    return (e for e in events_of_counter(connection, day, counter) if e.kind in kinds)


def _take_back(unit: Unit, event: Event, counter: str) -> Ticket:
    now = ticket(unit.connection, event.ticket or "")
    if now.state.value != event.data["to"] or _touched_since(unit, event):
        raise Refused("undo_taken", counter=now.counter or "")
    before = restored(now, dict(event.data["before"]))  # type: ignore[call-overload]
    other = active_ticket(unit.connection, before.counter or counter)
    has_another = other is not None and other.id != now.id
    state = state_after_undo(Move(event.kind), before.state, has_another)
    _check_counter_open(unit, before.counter, state)
    back = replace(_fit(unit, before, state), version=now.version)
    undone = change(unit, now, back, Move.UNDONE, undone=event.seq)
    unit.connection.execute(
        "UPDATE events SET undone_by = ? WHERE seq = ?",
        (latest_seq(unit.connection), event.seq),
    )
    withdraw(unit, now.id)
    unit.touch("calls")
    return undone


def _check_counter_open(unit: Unit, counter: str | None, state: State) -> None:
    """A ticket may not come back to a counter that has closed or paused since."""
    if state in ACTIVE and counter is not None:
        now = counter_state(unit.connection, unit.office, counter)
        if now.state != "open":
            raise Refused("counter_closed", counter=counter)


def _touched_since(unit: Unit, event: Event) -> bool:
    row = unit.connection.execute(
        f"""SELECT 1 FROM events WHERE ticket = ? AND seq > ? AND undone_by IS NULL
        AND kind IN ({", ".join("?" for _ in _LATER_MOVES)}) LIMIT 1""",
        (event.ticket, event.seq, *_LATER_MOVES),
    ).fetchone()
    return row is not None


def _fit(unit: Unit, before: Ticket, state: State) -> Ticket:
    """`before`, made consistent with another state than it had."""
    if state is before.state:
        return before
    if state is State.PARKED:
        return replace(before, state=state, parked_at=unit.now)
    return replace(before, state=state, counter=None, clerk=None, called_at=None)
