"""Calling by itself: a counter that so wishes gets its next person after a rest (rule 16).

Off unless the office sets it for a counter. Each call is the clerk's own, so that it can be undone
like any other. The trap: whatever happens at the counter, an undo too, begins the rest anew.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from edge_node.office.alarm import evacuation
from edge_node.office.calling import call_next
from edge_node.store.counters import CounterState, counter_state, counter_states
from edge_node.store.tickets import active_ticket
from edge_node.store.unit import Command, Office, Unit, fact, use_case
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Ticket

_SOMEBODY = """SELECT 1 FROM tickets WHERE day = ? AND state IN ('waiting', 'absent')
    AND state IN ('booked', 'waiting', 'called', 'serving', 'absent', 'parked') LIMIT 1"""


@use_case
def call_after_rest(unit: Unit, counter: str) -> Ticket | None:
    """Call whoever's turn it is if the counter is open, free and has rested; else nobody.

    Raises `counter_taken` for a command of another session.
    """
    state = counter_state(unit.connection, unit.office, counter)
    begins = next_call_at(unit.connection, unit.office, state, unit.day)
    if begins is None or unit.now < begins:
        return None
    return call_next.within(unit, counter)


def call_for_rested(office: Office) -> None:
    """Let every counter call that is due; looks without a transaction while there is none."""
    for state in list(_due(office)):
        clerk = Command(
            clerk=state.clerk or "", counter=state.id, session=state.session, route="auto"
        )
        try:
            call_after_rest(office, clerk, state.id)
        except Refused:  # the clerk was quicker, or an alarm began
            continue


def next_call_at(
    connection: sqlite3.Connection, office: OfficeDocument, state: CounterState, day: str
) -> datetime | None:
    """When the counter calls by itself if somebody waits then; None while it does not: not set,
    closed, on a break, busy, or during an evacuation."""
    known = office.counter(state.id)
    if known is None or not known.auto_call_seconds or state.state != "open":
        return None
    if active_ticket(connection, state.id) or evacuation(connection):
        return None
    latest = connection.execute(
        "SELECT at FROM events WHERE day = ? AND counter = ? ORDER BY seq DESC LIMIT 1",
        (day, state.id),
    ).fetchone()
    free_since = datetime.fromisoformat(latest["at"]) if latest else state.since
    return free_since + timedelta(seconds=known.auto_call_seconds)


def _due(office: Office) -> Iterator[CounterState]:
    document, connection = office.document, office.database.read()
    if not any(counter.auto_call_seconds for counter in document.counters):
        return
    day = fact(connection, "day") or ""
    if connection.execute(_SOMEBODY, (day,)).fetchone() is None:
        return
    now = office.clock.now()
    for state in counter_states(connection, document).values():
        begins = next_call_at(connection, document, state, day)
        if begins is not None and begins <= now:
            yield state
