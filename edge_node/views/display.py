"""What the small display over one counter shows: its number, its ticket, open, break or closed.

Start and end of service are states of their own (B-68), so that a person who looks up sees them
change; a break shows no reason, which is the staff's business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from edge_node.office.alarm import evacuation
from edge_node.store.counters import CounterState
from edge_node.store.events import events_of_counter
from edge_node.store.last_calls import last_calls
from edge_node.store.unit import Office
from edge_node.views.board import coming_now
from edge_node.views.queue_state import queue_state
from queue_core.domain.errors import Unknown
from queue_core.domain.office import Counter
from queue_core.domain.tickets import Move, State, Ticket

_ENDED_SHOWN = timedelta(seconds=15)


class Showing(StrEnum):
    """The states of a display; exactly one at any time."""

    CLOSED = "closed"
    BREAK = "break"
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"
    ENDED = "ended"
    EVACUATION = "evacuation"


@dataclass(frozen=True)
class DisplayView:
    """One counter's display now. `number` is the called or served ticket, "" for none; `seq`
    grows with each call and recall; `fresh` in the first five seconds of a call or a service."""

    counter: Counter
    showing: Showing
    number: str
    seq: int
    fresh: bool


def display_view(office: Office, counter: str) -> DisplayView:
    """The display of one counter. Raises `Unknown("counter")`."""
    queue = queue_state(office)
    known = queue.office.counter(counter)
    if known is None:
        raise Unknown("counter")
    status = next(state for state in queue.counters if state.id == counter)
    ticket = queue.ticket_at(counter)
    with office.database.snapshot() as connection:
        alarm = evacuation(connection) is not None
        calls = last_calls(connection, [ticket.id] if ticket else [])
        latest = next(events_of_counter(connection, queue.day, counter), None)
    ended = latest is not None and latest.kind == Move.FINISHED
    just_ended = latest is not None and ended and queue.now - latest.at < _ENDED_SHOWN
    call = calls.get(ticket.id) if ticket else None
    return DisplayView(
        counter=known,
        showing=Showing.EVACUATION if alarm else _showing(status, ticket, just_ended),
        number=ticket.number if ticket else "",
        seq=call.seq if call else 0,
        fresh=_is_fresh(ticket, call.at if call else None, queue.now),
    )


def _showing(status: CounterState, ticket: Ticket | None, just_ended: bool) -> Showing:
    if ticket is not None:
        return Showing(ticket.state.value)
    if status.state == "closed":
        return Showing.CLOSED
    if status.state == "paused":
        return Showing.BREAK
    return Showing.ENDED if just_ended else Showing.FREE


def _is_fresh(ticket: Ticket | None, called_at: datetime | None, now: datetime) -> bool:
    since = ticket.serving_at if ticket and ticket.state is State.SERVING else called_at
    return since is not None and coming_now(since, now)
