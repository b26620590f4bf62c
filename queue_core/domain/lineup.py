"""Who will be called when and where, if every service lasts its mean.

Pure. The real `next_ticket` is asked each time, so that the law of the queue is written once; it
is shown only the first of each row of tickets that the law cannot tell apart, which gives the
same answer as the whole queue in a fraction of the time. What it simplifies: counters begin with
an empty history, absent and parked people stay away, booked people come at their hour.
"""

import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace

from queue_core.domain.calling import Desk, History, Queue, Step, next_ticket, offered
from queue_core.domain.durations import RUNS, come_share, remaining_minutes
from queue_core.domain.office import Rules, Service
from queue_core.domain.tickets import ACTIVE, State, Ticket

_HISTORY = 24
"""Longer than any run of calls that a rule counts."""
_UNKNOWN_MEAN = 10.0
"""Minutes for a service that left the document while somebody waits for it."""


@dataclass(frozen=True)
class Floor:
    """The office at one moment.

    `tickets` are those of the day that are not ended; `desks` the counters that are reckoned
    with, `begins` when one of them starts to serve (absent from it: now). `mean_minutes` is by
    service, `come_shares` the share of booked people who come.
    """

    now: datetime
    day: str
    tickets: Sequence[Ticket]
    desks: Sequence[Desk]
    services: dict[str, Service]
    rules: Rules
    mean_minutes: Mapping[str, float]
    come_shares: Mapping[str, float] = field(default_factory=dict)
    begins: Mapping[str, datetime] = field(default_factory=dict)

    def mean(self, ticket: Ticket) -> float:
        """The mean minutes of the service this ticket waits for."""
        return self.mean_minutes.get(ticket.service, _UNKNOWN_MEAN)

    def share(self, booking: Ticket) -> float:
        """How likely the person of a booking to come is to come."""
        return self.come_shares.get(booking.service, come_share(0, 0))

    def minutes_until(self, instant: datetime) -> float:
        """Minutes from now on, 0 for the past."""
        return max(0.0, (instant - self.now).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Turn:
    """A call that is to come: minutes from now, at the desk with this position."""

    ticket: Ticket
    desk: int
    step: Step
    start: float
    end: float


def line_up(floor: Floor) -> list[Turn]:
    """The turns of all who wait or are still to come, in order of being called.

    For each service a newcomer stands in the line too, an imagined ticket that takes its turn
    but no time. Those whom no counter can serve are left out.
    """
    waiting = [t for t in floor.tickets if t.state is State.WAITING]
    newcomers = [_newcomer(floor, service) for service in floor.services]
    rows = _Rows(floor, [*waiting, *newcomers])
    histories = [History() for _ in floor.desks]
    free = [(free_at, desk) for desk, free_at in enumerate(first_free(floor))]
    heapify(free)
    turns: list[Turn] = []
    while free:
        minute, desk = free[0]
        choice = rows.choose(minute, desk, histories[desk])
        if choice is None:
            wait_or_leave(free, rows.next_arrival())
            continue
        chosen, step = choice
        end = minute
        if not is_newcomer(chosen):
            end += floor.mean(chosen) * rows.weight(chosen)
            histories[desk] = _after(histories[desk], step, chosen.booked)
        turns.append(Turn(chosen, desk, step, minute, end))
        heapreplace(free, (end, desk))
    return turns


def is_newcomer(ticket: Ticket) -> bool:
    """Whether this is the imagined ticket that somebody could take right now."""
    return ticket.number == ""


def first_free(floor: Floor) -> list[float]:
    """When each desk is free for its next person, in mean minutes from now."""
    return [sum(runs) / RUNS for runs in first_free_runs(floor)]


def first_free_runs(floor: Floor) -> list[list[float]]:
    """The same in each run: the person at the desk is served to the end first."""
    served = {t.counter: t for t in floor.tickets if t.state in ACTIVE}
    return [_free_runs(floor, desk, served.get(desk.id)) for desk in floor.desks]


def expected_at(floor: Floor) -> list[tuple[float, Ticket]]:
    """Bookings still to come and the minute from which each may be called, earliest first.

    One who is later than the tolerance allows is not reckoned with any more.
    """
    ahead = timedelta(minutes=floor.rules.booked_due_minutes)
    latest = floor.now - timedelta(minutes=floor.rules.arrive_tolerance_minutes)
    found = [
        (floor.minutes_until(t.booked_for - ahead), t)
        for t in floor.tickets
        if t.state is State.BOOKED and t.booked_for is not None and t.booked_for >= latest
    ]
    return sorted(found, key=lambda pair: (pair[0], pair[1].queue_time, pair[1].issue_seq))


def wait_or_leave(free: list[tuple[float, int]], arrival: float | None) -> None:
    """The first desk of the heap sleeps until the next arrival, or goes home."""
    if arrival is None:
        heappop(free)
    else:
        heapreplace(free, (arrival, free[0][1]))


class _Rows:
    """Tickets in rows within which the law goes by queue time alone."""

    def __init__(self, floor: Floor, waiting: Iterable[Ticket]) -> None:
        self._floor = floor
        self._rows: dict[tuple[object, ...], deque[Ticket]] = {}
        self._languages = any(desk.languages for desk in floor.desks)
        self._of_desk: list[list[deque[Ticket]]] = [[] for _ in floor.desks]
        self._expected = deque(expected_at(floor))
        self._coming = {ticket.id for _, ticket in self._expected}
        for ticket in sorted(waiting, key=lambda t: (t.queue_time, t.issue_seq)):
            self._add(ticket)

    def choose(self, minute: float, desk: int, history: History) -> tuple[Ticket, Step] | None:
        """Take out whom this desk calls at this minute."""
        while self._expected and self._expected[0][0] <= minute:
            self._add(replace(self._expected.popleft()[1], state=State.WAITING))
        heads = [row[0] for row in self._of_desk[desk] if row]
        if not heads:
            return None
        choice = next_ticket(self._queue(heads, minute), self._floor.desks[desk], history)
        if choice is None:
            return None
        self._rows[self._row_of(choice.ticket)].popleft()
        return choice.ticket, choice.step

    def next_arrival(self) -> float | None:
        """The minute at which the next booked person comes."""
        return self._expected[0][0] if self._expected else None

    def weight(self, ticket: Ticket) -> float:
        """The share of this ticket's service to reckon with: a booked person may not come."""
        return self._floor.share(ticket) if ticket.id in self._coming else 1.0

    def _add(self, ticket: Ticket) -> None:
        key = self._row_of(ticket)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = deque()
            queue = self._queue([ticket], 0.0)
            for desk, of_desk in zip(self._floor.desks, self._of_desk, strict=True):
                if offered(ticket, desk, queue):
                    of_desk.append(row)
        row.append(ticket)

    def _row_of(self, ticket: Ticket) -> tuple[object, ...]:
        """What the law looks at beside queue time. A ticket whose ageing or hour is out of step
        with its queue time (it was transferred) stands in a row of its own."""
        in_step = ticket.queue_time == (ticket.booked_for or ticket.ageing_from)
        return (
            ticket.service,
            ticket.sent_to_counter,
            ticket.sent_to_clerk,
            ticket.need,
            self._languages and ticket.language,
            ticket.first_in_line,
            ticket.priority,
            ticket.booked,
            ticket.id in self._coming,
            None if in_step else ticket.id,
        )

    def _queue(self, tickets: Sequence[Ticket], minute: float) -> Queue:
        floor = self._floor
        now = floor.now + timedelta(minutes=minute)
        return Queue(tickets, floor.desks, floor.services, now, floor.day, floor.rules)


def _newcomer(floor: Floor, service: str) -> Ticket:
    return Ticket(
        id=f"a new ticket of {service}",
        day=floor.day,
        number="",
        service=service,
        state=State.WAITING,
        queue_time=floor.now,
        ageing_from=floor.now,
        issued_at=floor.now,
        token="",
        issue_seq=sys.maxsize,
    )


def _free_runs(floor: Floor, desk: Desk, served: Ticket | None) -> list[float]:
    if served is None:
        begins = floor.begins.get(desk.id)
        return [floor.minutes_until(begins) if begins else 0.0] * RUNS
    return remaining_minutes(served.id, floor.mean(served), _elapsed(served, floor.now))


def _elapsed(served: Ticket, now: datetime) -> float:
    """Minutes of service so far, parked time left out (B-46); 0 before it began."""
    if served.serving_at is None:
        return 0.0
    return (now - served.serving_at).total_seconds() / 60 - served.parked_seconds / 60


def _after(history: History, step: Step, booked: bool) -> History:
    return History(
        calls=(*history.calls[-_HISTORY:], step),
        booked_calls=(*history.booked_calls[-_HISTORY:], booked),
    )
