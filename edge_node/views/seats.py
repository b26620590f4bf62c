"""The counters of the office with who sits there: to choose one, and for the whole floor."""

import sqlite3
from dataclasses import dataclass

from edge_node.store.counters import CounterState
from edge_node.store.operators import operators
from edge_node.views.queue_state import QueueState
from queue_core.domain.office import Counter
from queue_core.domain.tickets import Ticket


@dataclass(frozen=True)
class Seat:
    """A counter now. `clerk_name` is "" where nobody sits; `mine` is it for the browser session
    that opened it."""

    counter: Counter
    status: CounterState
    clerk_name: str
    ticket: Ticket | None
    mine: bool = False


def seats(connection: sqlite3.Connection, queue: QueueState, session: str = "") -> tuple[Seat, ...]:
    """Every counter of the office in its order, as a browser session sees it."""
    names = staff_names(connection)
    states = {state.id: state for state in queue.counters}
    return tuple(
        Seat(
            counter=counter,
            status=states[counter.id],
            clerk_name=names.get(states[counter.id].clerk or "", states[counter.id].clerk or ""),
            ticket=queue.ticket_at(counter.id),
            mine=bool(session) and states[counter.id].session == session,
        )
        for counter in queue.office.counters
    )


def staff_names(connection: sqlite3.Connection) -> dict[str, str]:
    """Names of the staff by login."""
    return {operator.login: operator.name for operator in operators(connection)}
