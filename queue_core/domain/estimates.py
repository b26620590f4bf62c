"""What people are told of their wait: how many stand before them, and a range of minutes.

Pure; how long the wait will be is found by `simulation`. The trap: a range is rounded outwards,
because a rounding inwards would promise more than the simulation found.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from queue_core.domain.calling import due
from queue_core.domain.office import Rules, Service
from queue_core.domain.tickets import Alike, Priority, State, Ticket

_STEP_MINUTES = 5
_LOW_SHARE = 0.2
_HIGH_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Minutes until the call, rounded to five: six people of ten are called inside it (B-34)."""

    low: int
    high: int

    def holds(self, minutes: float) -> bool:
        """Whether a wait was as foretold."""
        return self.low <= minutes <= self.high


@dataclass(frozen=True, slots=True)
class Forecast:
    """What awaits a new ticket of one service.

    `low` and `high` are minutes of wait, None when nobody can know; `stop` says that no ticket
    fits any more today, `room` how many still fit (None when unknown); `at` is when it became so.
    """

    low: int | None
    high: int | None
    stop: bool
    room: int | None
    at: datetime

    @property
    def wait(self) -> WaitRange | None:
        """The range, or None when nobody can know."""
        if self.low is None or self.high is None:
            return None
        return WaitRange(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How the ranges given at issue compare with what happened; None where nobody was called.

    `median_error_minutes` is measured from the middle of the range.
    """

    visits: int
    inside_share: float | None
    median_error_minutes: float | None


def wait_range(minutes: Sequence[float]) -> WaitRange:
    """The 20th to 80th percentile of simulated waits (at least one), rounded outwards."""
    ordered = sorted(minutes)
    low = ordered[int(_LOW_SHARE * (len(ordered) - 1))]
    high = ordered[math.ceil(_HIGH_SHARE * (len(ordered) - 1))]
    return WaitRange(
        max(0, _STEP_MINUTES * math.floor(low / _STEP_MINUTES)),
        max(0, _STEP_MINUTES * math.ceil(high / _STEP_MINUTES)),
    )


def share_of_wait(newcomer: WaitRange, waiting: int, before: int) -> WaitRange:
    """The range of one who stands behind `before` people, where `newcomer` is the range of a new
    ticket behind `waiting`: the same share of the minutes as of the places, rounded outwards.

    For those who know the queue but not its counters.
    """
    share = (max(0, before) + 1) / (max(0, waiting) + 1)
    return wait_range([newcomer.low * share, newcomer.high * share])


def accuracy(estimates_vs_waits: Iterable[tuple[WaitRange, float]]) -> Accuracy:
    """Compare ranges given at issue with the minutes that passed until the first call."""
    pairs = list(estimates_vs_waits)
    if not pairs:
        return Accuracy(0, None, None)
    inside = sum(given.holds(waited) for given, waited in pairs)
    errors = [abs((given.low + given.high) / 2 - waited) for given, waited in pairs]
    return Accuracy(len(pairs), inside / len(pairs), median(errors))


def is_waiting(ticket: Ticket, now: datetime, rules: Rules) -> bool:
    """Whether a ticket counts as waiting: no absent, no booked visit before its hour (B-34)."""
    return ticket.state is State.WAITING and (not ticket.booked or due(ticket, now, rules))


def people_before(waiting: Iterable[Alike], priority: Priority, now: datetime, rules: Rules) -> int:
    """How many of those who wait for its service stand before a new walk-in of this class."""
    within = int(priority) or _NORMAL
    return sum(
        alike.people
        for alike in waiting
        if _class(alike) <= within and (alike.booked_for is None or due(alike, now, rules))
    )


def people_before_ticket(
    tickets: Iterable[Ticket], ticket: Ticket, service: Service, now: datetime, rules: Rules
) -> int:
    """How many of its service stand before a ticket that waits."""
    mine = _place(ticket, service, now, rules)
    return sum(
        1
        for t in tickets
        if t.service == ticket.service
        and is_waiting(t, now, rules)
        and _place(t, service, now, rules) < mine
    )


def _place(
    ticket: Ticket, service: Service, now: datetime, rules: Rules
) -> tuple[int, datetime, int]:
    """Where a ticket stands in its service, as long as nobody is aged and no cap is reached."""
    within = _class(ticket)
    if within == _NORMAL and not is_waiting(ticket, now, rules):
        within = _NOT_YET_DUE
    elif within == _NORMAL and service.booked_order == "booked_first" and ticket.booked:
        within = _BOOKED
    return (within, ticket.queue_time, ticket.issue_seq)


_FIRST_IN_LINE, _BOOKED, _NORMAL, _NOT_YET_DUE = 0, 3, 4, 5
"""Ranks around those of the priority classes, which are 1 and 2."""


def _class(ticket: Ticket | Alike) -> int:
    if ticket.first_in_line:
        return _FIRST_IN_LINE
    return int(ticket.priority) or _NORMAL
