"""Whether a ticket of a service may be issued now, and if not, why (B-24, B-25, B-26, B-70).

Pure. The order of the questions is the order of what a person can do about the answer: come at
another hour, come on another day, wait for a clerk. The trap: a forecast that nobody knows never
stops issuing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from queue_core.domain.calendar import DayHours
from queue_core.domain.errors import Refused


class IssuingState(StrEnum):
    """What a service's button shows."""

    OPEN = "open"
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    LAST_TICKET_HOUR_PASSED = "last_ticket_hour_passed"
    LIMIT_REACHED = "limit_reached"
    STOPPED_FOR_TODAY = "stopped_for_today"
    NO_COUNTER_OPEN = "no_counter_open"


BY_HOURS = frozenset(
    {IssuingState.NOT_YET_OPEN, IssuingState.CLOSED, IssuingState.LAST_TICKET_HOUR_PASSED}
)
"""Where the hours of the day are the reason."""


@dataclass(frozen=True)
class IssuingFacts:
    """What the rule needs to know of one service.

    `hours` are today's, None on a closed day. `stop` and `room` come from the latest forecast:
    `room` is how many more tickets fit before counters stop serving, None when unknown;
    `numbers_left` is what a band of numbers still has today, None for a series without an end.
    `next_opening` is named to people who come when it is closed.
    """

    now: datetime
    hours: DayHours | None
    daily_limit: int | None
    issued_today: int
    stop: bool
    open_counter: bool
    needs_open_counter: bool
    room: int | None = None
    next_opening: datetime | None = None
    numbers_left: int | None = None


@dataclass(frozen=True)
class Issuing:
    """Whether tickets are issued; `remaining` is how many more today, None for no known bound.

    `opens_at` is the next opening where the state is about hours, `last_at` the hour of the
    last ticket once it has passed.
    """

    state: IssuingState
    remaining: int | None = None
    opens_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether a ticket may be taken now."""
        return self.state is IssuingState.OPEN


def issuing(facts: IssuingFacts) -> Issuing:
    """Answer for one service at this moment."""
    outside = _outside_hours(facts)
    if outside is not None:
        return outside
    remaining = _remaining(facts)
    if _used_up(facts):
        return Issuing(IssuingState.LIMIT_REACHED, remaining)
    if facts.stop:
        return Issuing(IssuingState.STOPPED_FOR_TODAY, 0)
    if facts.needs_open_counter and not facts.open_counter:
        return Issuing(IssuingState.NO_COUNTER_OPEN, remaining)
    return Issuing(IssuingState.OPEN, remaining)


def check_issuing(facts: IssuingFacts) -> None:
    """Raise `Refused` with `service_closed`, `last_ticket_hour_passed`, `limit_reached` or
    `stopped_for_today` unless a ticket may be issued now."""
    answer = issuing(facts)
    if not answer.open:
        raise Refused(_CODES.get(answer.state, answer.state.value), **_named(answer))


_CODES = {
    IssuingState.NOT_YET_OPEN: "service_closed",
    IssuingState.CLOSED: "service_closed",
    IssuingState.NO_COUNTER_OPEN: "service_closed",
}


def _outside_hours(facts: IssuingFacts) -> Issuing | None:
    hours = facts.hours
    if hours is None or facts.now >= max(hours.serving_until, hours.last_ticket):
        return Issuing(IssuingState.CLOSED, opens_at=facts.next_opening)
    if facts.now < hours.opens:
        return Issuing(IssuingState.NOT_YET_OPEN, _remaining(facts), opens_at=hours.opens)
    if facts.now >= hours.last_ticket:
        return Issuing(
            IssuingState.LAST_TICKET_HOUR_PASSED, 0, facts.next_opening, hours.last_ticket
        )
    return None


def _used_up(facts: IssuingFacts) -> bool:
    limited = facts.daily_limit is not None and facts.issued_today >= facts.daily_limit
    return limited or facts.numbers_left == 0


def _remaining(facts: IssuingFacts) -> int | None:
    """The tightest of what the limit of the day and the band of numbers leave and what fits
    until the end."""
    bounds = [bound for bound in (facts.room, facts.numbers_left) if bound is not None]
    if facts.daily_limit is not None:
        bounds.append(facts.daily_limit - facts.issued_today)
    return max(0, min(bounds)) if bounds else None


def _named(answer: Issuing) -> dict[str, object]:
    """What the sentence and the problem document name; nothing that is not known."""
    facts: dict[str, object] = {"reason": answer.state.value}
    if answer.state is IssuingState.LAST_TICKET_HOUR_PASSED:
        return facts | {"last_at": answer.last_at}
    return facts | ({"opens_at": answer.opens_at} if answer.opens_at else {})
