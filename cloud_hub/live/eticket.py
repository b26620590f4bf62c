"""An e-ticket: where one ticket or booked visit stands, and what its holder may do with it.

Knows no person and never answers "unknown ticket": the paper may be older than the hub's news.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select

from cloud_hub.booking.book import Booking
from cloud_hub.booking.eticket import cancel_by_eticket, visit_of_eticket
from cloud_hub.live.commanding import Asked, Wish, ask_office, latest_wish
from cloud_hub.live.queue_now import QueueNow, QueueReader, ticket_from
from cloud_hub.store.tables.live import hub_events, hub_tickets, hub_undone
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.booking.arrival import window
from queue_core.domain.booking.bookings import BookingState, shown_state
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.estimates import WaitRange
from queue_core.domain.letting_pass import time_behind
from queue_core.domain.office import Rules
from queue_core.domain.tickets import FINAL, State, Ticket

_LET_PASS = "ticket_let_pass"


class Deed(StrEnum):
    """What a holder may ask for; all but `CANCEL` are commands that the node decides."""

    CANCEL = "cancel"
    LEAVE = "leave"
    LET_PASS = "let_pass"
    ARRIVE = "arrive"


@dataclass(frozen=True)
class Eticket:
    """A ticket or visit now. `state` is None while the hub has not heard of it.

    `over` says that its day has passed; `delays_left` how often others may still be let pass;
    `deeds` what its holder may ask for at this moment, `wish` what was asked last.
    """

    token: str
    queue: QueueNow | None = None
    state: State | None = None
    number: str = ""
    service: str = ""
    ticket: Ticket | None = None
    start: datetime | None = None
    over: bool = False
    people_before: int | None = None
    wait: WaitRange | None = None
    delays_left: int = 0
    deeds: tuple[Deed, ...] = ()
    wish: Asked | None = None

    def silent_since(self, now: datetime) -> datetime | None:
        """Since when its office is silent, where it is."""
        return self.queue.silent_since(now) if self.queue else None


def read_eticket(hub: Hub, reader: QueueReader, token: str) -> Eticket:
    """The e-ticket behind a token; without state where the hub knows nothing of it."""
    with hub.database.read() as connection:
        found = _find(connection, token)
        wish = latest_wish(connection, token, hub.clock.now())
        passed = _times_let_pass(connection, found) if found else 0
    if found is None:
        return Eticket(token, wish=wish)
    queue = reader.read(hub, found.office)
    return _shown(token, found, queue, hub.clock.now(), wish=wish, passed=passed)


@use_case
def ask_for(unit: Unit, token: str, deed: Deed) -> None:
    """Do what the holder wants, or ask the office for it (`sync`, "Who decides").

    Raises `not_allowed_now` where there is nothing to be asked, and for a visit that the hub still
    owns what `cancel_by_eticket` raises.
    """
    found = _find(unit.connection, token)
    if found is None:
        raise Refused("unknown_ticket")
    if deed is Deed.CANCEL and found.visit is not None:
        cancel_by_eticket.within(unit, token)
        return
    if found.ticket is None and deed is not Deed.ARRIVE:
        raise NotAllowedNow()
    ask_office.within(unit, Wish(found.office, deed.value, token, found.named))


@dataclass(frozen=True)
class _Found:
    """What stands behind a token: a ticket, a visit, or a visit with its ticket."""

    office: str
    ticket: Ticket | None
    visit: Booking | None

    @property
    def named(self) -> dict[str, str]:
        """How the node knows it."""
        facts = {"ticket": self.ticket.id} if self.ticket else {}
        return facts | ({"booking": self.visit.id} if self.visit else {})


def _find(connection: Connection, token: str) -> _Found | None:
    row = connection.execute(select(hub_tickets).where(hub_tickets.c.token == token)).first()
    visit = visit_of_eticket(connection, token)
    if row is None and visit is not None:
        row = connection.execute(
            select(hub_tickets).where(
                hub_tickets.c.office == visit.office, hub_tickets.c.booking == visit.id
            )
        ).first()
    if row is not None:
        return _Found(row.office, ticket_from(row), visit)
    return _Found(visit.office, None, visit) if visit is not None else None


def _times_let_pass(connection: Connection, found: _Found) -> int:
    if found.ticket is None:
        return 0
    undone = select(hub_undone.c.seq).where(
        hub_undone.c.office == hub_events.c.office,
        hub_undone.c.day == hub_events.c.day,
        hub_undone.c.seq == hub_events.c.seq,
    )
    counted = select(func.count()).where(
        hub_events.c.office == found.office,
        hub_events.c.ticket == found.ticket.id,
        hub_events.c.name == _LET_PASS,
        ~undone.exists(),
    )
    return int(connection.execute(counted).scalar_one())


def _shown(
    token: str, found: _Found, queue: QueueNow, now: datetime, *, wish: Asked | None, passed: int
) -> Eticket:
    ticket, visit = found.ticket, found.visit
    state = _state(ticket, visit)
    left = max(0, queue.office.booking.rules.remote_delays - passed)
    over = _day(ticket, visit) < queue.day and state not in FINAL
    before = queue.people_before(ticket, now) if ticket and not over else None
    return Eticket(
        token=token,
        queue=queue,
        state=state,
        number=ticket.number if ticket else (visit.number or "" if visit else ""),
        service=ticket.service if ticket else (visit.service if visit else ""),
        ticket=ticket,
        start=visit.start if visit else (ticket.booked_for if ticket else None),
        over=over,
        people_before=before,
        wait=queue.wait(ticket.service, before) if ticket else None,
        delays_left=left,
        deeds=() if over else _deeds(state, found, queue, now, left),
        wish=wish,
    )


def _day(ticket: Ticket | None, visit: Booking | None) -> date:
    if ticket is not None:
        return date.fromisoformat(ticket.day)
    return visit.day if visit is not None else date.max


def _state(ticket: Ticket | None, visit: Booking | None) -> State:
    """A visit that was given up stays so until a proof (`sync`, "What a visit shows")."""
    if visit is not None:
        by_hub = shown_state(visit.state, visit.ticket_state, proved=visit.proved)
        if by_hub in _GIVEN_UP:
            return State.CANCELLED
    return ticket.state if ticket is not None else State.BOOKED


_GIVEN_UP = frozenset({BookingState.CANCELLED, BookingState.MOVED, BookingState.EXPIRED})
_MAY_LEAVE = frozenset({State.WAITING, State.ABSENT, State.PARKED})


def _deeds(
    state: State, found: _Found, queue: QueueNow, now: datetime, delays_left: int
) -> tuple[Deed, ...]:
    ticket, visit = found.ticket, found.visit
    rules = queue.office.rules
    allowed = []
    if ticket is not None and state is State.WAITING and delays_left and _may_pass(ticket, queue):
        allowed.append(Deed.LET_PASS)
    if visit is not None and state is State.BOOKED and _may_arrive(visit.start, rules, now):
        allowed.append(Deed.ARRIVE)
    online = queue.office.booking.rules.cancelling == "online"
    if visit is not None and online and now < visit.start and _still_promised(found, state):
        allowed.append(Deed.CANCEL)
    elif ticket is not None and state in _MAY_LEAVE:
        allowed.append(Deed.LEAVE)
    return tuple(allowed)


def _may_pass(ticket: Ticket, queue: QueueNow) -> bool:
    waiting = [t for t in queue.tickets if t.state is State.WAITING]
    return time_behind(ticket, waiting) is not None


def _may_arrive(start: datetime, rules: Rules, now: datetime) -> bool:
    open_for = window(start, rules)
    return rules.arrival == "required" and open_for.opens_at <= now <= open_for.closes_at


def _still_promised(found: _Found, state: State) -> bool:
    """Nobody has shown to be here: the hub still decides."""
    here = found.ticket is not None and found.ticket.arrived
    proved = found.visit is not None and found.visit.proved
    return not here and not proved and state in (State.BOOKED, State.WAITING)
