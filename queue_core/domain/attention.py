"""What the staff must be told about the queue before somebody complains (B-133).

Pure: people who wait, counters and the limits of the office go in, concerns come out, the
gravest first. Words belong to the panels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from queue_core.domain.calling import Desk, Queue, offered
from queue_core.domain.estimates import is_waiting
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Ticket

_IDLE_SECONDS = 10
"""A person who waits so long before a free counter is pointed out."""


class Trouble(StrEnum):
    """What is wrong; the gravest first."""

    NOBODY_SERVES = "nobody_serves"
    LONG_WAIT = "long_wait"
    MANY_WAIT = "many_wait"
    FREE_COUNTER = "free_counter"


@dataclass(frozen=True, slots=True)
class Concern:
    """One trouble: of a service, of a counter, or of the whole office (neither is given).

    `since` is when the first of the people began to wait.
    """

    trouble: Trouble
    people: int
    since: datetime
    service: str | None = None
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class FreeDesk:
    """An open counter without a ticket, and since when."""

    desk: Desk
    since: datetime


def concerns(queue: Queue, free: Sequence[FreeDesk]) -> tuple[Concern, ...]:
    """Everything that wants attention now."""
    waiting = [t for t in queue.tickets if is_waiting(t, queue.now, queue.rules)]
    if not waiting:
        return ()
    return (
        *_nobody_serves(queue, waiting),
        *_limits(waiting, queue.now, queue.rules),
        *_free_counters(queue, waiting, free),
    )


def _nobody_serves(queue: Queue, waiting: Sequence[Ticket]) -> Iterable[Concern]:
    for service in sorted({t.service for t in waiting}):
        mine = [t for t in waiting if t.service == service]
        if not any(desk.serves(service) for desk in queue.open_desks):
            yield Concern(Trouble.NOBODY_SERVES, len(mine), _since(mine), service=service)


def _limits(waiting: Sequence[Ticket], now: datetime, rules: Rules) -> Iterable[Concern]:
    limit = timedelta(minutes=rules.wait_alarm_minutes)
    late = [t for t in waiting if now - t.queue_time >= limit]
    if late:
        yield Concern(Trouble.LONG_WAIT, len(late), _since(late))
    if len(waiting) >= rules.waiting_alarm_people:
        yield Concern(Trouble.MANY_WAIT, len(waiting), _since(waiting))


def _free_counters(
    queue: Queue, waiting: Sequence[Ticket], free: Sequence[FreeDesk]
) -> Iterable[Concern]:
    latest = queue.now - timedelta(seconds=_IDLE_SECONDS)
    for seat in free:
        here = [t for t in waiting if t.queue_time <= latest and offered(t, seat.desk, queue)]
        if here and seat.since <= latest:
            yield Concern(Trouble.FREE_COUNTER, len(here), _since(here), counter=seat.desk.id)


def _since(tickets: Iterable[Ticket]) -> datetime:
    return min(t.queue_time for t in tickets)
