"""What a clerk needs to see of one counter: its stage, its person, its lists, its alarms.

Reads; computes no rule of the queue. The trap: "mine" means opened by this browser session, so
the same clerk in a second browser sees the counter as taken until it is taken over (B-53).
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from edge_node.office.alarm import Alarm, evacuation, panics
from edge_node.office.auto_call import next_call_at
from edge_node.store.counters import counter_state
from edge_node.store.events import events_of_counter
from edge_node.store.hub_news import hub_silent_since
from edge_node.store.tickets import ticket
from edge_node.store.unit import Office
from edge_node.views.attention import queue_concerns
from edge_node.views.deeds import Deed, deeds, undo_until
from edge_node.views.pace import Pace, pace
from edge_node.views.queue_state import QueueState, ServiceState, queue_state
from edge_node.views.seats import Seat, seats, staff_names
from edge_node.views.visits import Visit, visit_of_ticket
from edge_node.views.waiting import waiting_before
from queue_core.domain.absent import pause_left
from queue_core.domain.attention import Trouble
from queue_core.domain.errors import Unknown
from queue_core.domain.tickets import Move, State, Ticket

_DEEDS_SHOWN = 20
_TOLD_FOR = timedelta(minutes=5)
"""So long a free counter is told why its person went away."""


class Stage(StrEnum):
    """Which buttons a counter's panel shows; exactly one at any time."""

    CLOSED = "closed"
    TAKEN = "taken"
    PAUSED = "paused"
    IDLE = "idle"
    CALLED = "called"
    SERVING = "serving"


@dataclass(frozen=True)
class Away:
    """An absent ticket and until when it may not be called again; None when it may."""

    ticket: Ticket
    pause_until: datetime | None


@dataclass(frozen=True)
class ClerkView:
    """One counter for the clerk who looks at it."""

    queue: QueueState
    seat: Seat
    stage: Stage
    here: tuple[Ticket, ...]
    """Who waits and may be called here, by queue time."""
    elsewhere: tuple[Ticket, ...]
    parked: tuple[Ticket, ...]
    absent: tuple[Away, ...]
    services: tuple[ServiceState, ...]
    pace: Pace
    left_waiting: bool
    calls_at: datetime | None
    """When the counter calls by itself, None where it does not or nobody waits."""
    deeds: tuple[Deed, ...]
    undo_until: datetime | None
    evacuation: Alarm | None
    panics: tuple[Alarm, ...]
    names: dict[str, str]
    """Names of the staff by login."""
    visit: Visit | None
    """What is known of the booking of the ticket that is here (B-49)."""
    withdrawn: Ticket | None
    """Whose booking was cancelled or moved while it was called here, a moment ago."""
    offline_since: datetime | None
    """When the last news of the hub came, where that is long ago."""

    @property
    def ticket(self) -> Ticket | None:
        """The called or serving ticket of this counter."""
        return self.seat.ticket

    @property
    def limited(self) -> bool:
        """Whether some matter of this counter has few tickets left or none (B-24)."""
        return any(s.issuing.remaining is not None or not s.issuing.open for s in self.services)

    def is_parked_here(self, ticket: Ticket, login: str) -> bool:
        """Whether this counter or this clerk may take a parked ticket back (B-46)."""
        return ticket.counter == self.seat.counter.id or ticket.clerk == login


def own_seats(office: Office, session: str) -> tuple[Seat, ...]:
    """Every counter of the office in its order, to choose from."""
    return seats(office.database.read(), queue_state(office), session)


def clerk_view(office: Office, counter: str, *, login: str, session: str) -> ClerkView:
    """The panel of one counter. Raises `Unknown("counter")`."""
    queue = queue_state(office)
    with office.database.snapshot() as connection:
        names = staff_names(connection)
        known = {s.counter.id: s for s in seats(connection, queue, session)}
        done = deeds(connection, queue.day, counter, limit=_DEEDS_SHOWN)
        status = counter_state(connection, queue.office, counter)
        calls_at = next_call_at(connection, queue.office, status, queue.day)
        alarm, calls_for_help = evacuation(connection), tuple(panics(connection))
        withdrawn = _withdrawn(connection, queue, counter)
        offline_since = hub_silent_since(connection, queue.now)
    seat = known.get(counter)
    if seat is None:
        raise Unknown("counter")
    here, elsewhere = waiting_before(queue, seat.counter)
    stage = _stage(seat)
    return ClerkView(
        queue=queue,
        seat=seat,
        stage=stage,
        here=here,
        elsewhere=elsewhere,
        parked=tuple(t for t in queue.tickets if t.state is State.PARKED),
        absent=_absent(queue),
        services=tuple(s for s in queue.services if s.service.id in seat.counter.services),
        pace=pace(here, queue.now, queue.office.rules),
        left_waiting=stage is Stage.IDLE and _left_waiting(office, queue, counter),
        calls_at=calls_at if here and stage is Stage.IDLE else None,
        deeds=done,
        undo_until=undo_until(done[0], login, queue.now, queue.office.rules) if done else None,
        evacuation=alarm,
        panics=calls_for_help,
        names=names,
        visit=visit_of_ticket(office, seat.ticket),
        withdrawn=withdrawn if stage is Stage.IDLE else None,
        offline_since=offline_since,
    )


def _withdrawn(connection: sqlite3.Connection, queue: QueueState, counter: str) -> Ticket | None:
    latest = next(events_of_counter(connection, queue.day, counter), None)
    if latest is None or latest.kind not in (Move.WITHDRAWN, Move.REBOOKED):
        return None
    if latest.ticket is None or queue.now - latest.at > _TOLD_FOR:
        return None
    return ticket(connection, latest.ticket)


def _stage(seat: Seat) -> Stage:
    if seat.status.state == "closed":
        return Stage.CLOSED
    if not seat.mine:
        return Stage.TAKEN
    if seat.status.state == "paused":
        return Stage.PAUSED
    return Stage(seat.ticket.state.value) if seat.ticket else Stage.IDLE


def _absent(queue: QueueState) -> tuple[Away, ...]:
    pause = timedelta(minutes=queue.office.rules.recall_pause_minutes)
    away = sorted((t for t in queue.tickets if t.state is State.ABSENT), key=lambda t: t.absent_seq)
    return tuple(
        Away(t, queue.now + left if left else None)
        for t, left in ((t, pause_left(t, queue.now, pause)) for t in away)
    )


def _left_waiting(office: Office, queue: QueueState, counter: str) -> bool:
    """Whether somebody waits before this free counter (B-133)."""
    return any(
        concern.trouble is Trouble.FREE_COUNTER and concern.counter == counter
        for concern in queue_concerns(office, queue)
    )
