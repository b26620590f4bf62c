"""The figures of one day, for the people who run the office (B-117 … B-120, B-127, B-134).

Pure statistics over visits that were retold. The trap: people are counted under the matter they
came with, times under the matter, counter and clerk where they were spent.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TypeVar
from zoneinfo import ZoneInfo

from queue_core.domain.estimates import Accuracy, accuracy
from queue_core.domain.tickets import OPEN, State
from queue_core.domain.visits import Kind, Phase, Stretch, Visit

Key = TypeVar("Key", str, int, Kind)

_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Times:
    """Lengths in seconds; all but `count` and `total` are None where there were none.

    `most` is the time within which nine of ten lie.
    """

    count: int
    total: int
    mean: float | None
    middle: float | None
    most: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class People:
    """How many tickets ended how; cancelled ones are in no other number."""

    tickets: int
    arrived: int
    served: int
    no_show: int
    left: int
    unserved: int
    still_here: int
    cancelled: int

    def share(self, number: int) -> float | None:
        """A number as a part of all tickets, 0 to 1; None where there were none."""
        return number / self.tickets if self.tickets else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; `long_waits` are those above the limit."""

    people: People
    waits: Times
    ways: Times
    services: Times
    long_waits: int

    @property
    def long_share(self) -> float | None:
        """The part of all waits that was above the limit, 0 to 1; None where nobody waited."""
        return self.long_waits / self.waits.count if self.waits.count else None


@dataclass(frozen=True)
class DayFigures:
    """The whole report; the keys are ids of services, counters, clerks, and local hours."""

    all: Row
    by_kind: dict[Kind, Row]
    by_service: dict[str, Row]
    by_hour: dict[int, Row]
    by_counter: dict[str, Row]
    by_clerk: dict[str, Row]
    accuracy: Accuracy


def day_figures(visits: Sequence[Visit], limit_minutes: int, zone: ZoneInfo) -> DayFigures:
    """Count a day. `limit_minutes` is where a wait is called long, `zone` gives the hours."""

    def hour(visit: Visit) -> int | None:
        return visit.joined_at.astimezone(zone).hour if visit.joined_at else None

    def visited(key: Callable[[Visit], Key | None]) -> dict[Key, Row]:
        keys = sorted({k for k in map(key, visits) if k is not None})
        return {k: _row([v for v in visits if key(v) == k], limit_minutes) for k in keys}

    def where(
        people: Callable[[Visit], str | None], spent: Callable[[Stretch], str | None]
    ) -> dict[str, Row]:
        return _where(visits, people, spent, limit_minutes)

    return DayFigures(
        all=_row(visits, limit_minutes),
        by_kind=visited(lambda v: v.card.kind),
        by_service=where(lambda v: v.service, lambda s: s.service),
        by_hour=visited(hour),
        by_counter=where(lambda v: v.counter, lambda s: s.counter),
        by_clerk=where(lambda v: v.clerk, lambda s: s.clerk),
        accuracy=accuracy(
            (v.card.given, v.minutes_to_call)
            for v in visits
            if v.card.given is not None and v.minutes_to_call is not None
        ),
    )


def times(seconds: Iterable[int]) -> Times:
    """Mean, middle, the time of nine in ten (nearest rank) and the longest."""
    ordered = sorted(seconds)
    if not ordered:
        return Times(0, 0, None, None, None, None)
    return Times(
        count=len(ordered),
        total=sum(ordered),
        mean=fmean(ordered),
        middle=median(ordered),
        most=ordered[math.ceil(_MOST * len(ordered)) - 1],
        longest=ordered[-1],
    )


def _where(
    visits: Sequence[Visit],
    people: Callable[[Visit], str | None],
    spent: Callable[[Stretch], str | None],
    limit_minutes: int,
) -> dict[str, Row]:
    """Rows by a key that people and their times each have for themselves."""
    stretches = [s for v in visits for s in v.stretches]
    keys = {k for k in map(people, visits) if k} | {k for k in map(spent, stretches) if k}
    return {
        key: _line(
            [v for v in visits if people(v) == key],
            [s for s in stretches if spent(s) == key],
            limit_minutes,
        )
        for key in sorted(keys)
    }


def _row(visits: Sequence[Visit], limit_minutes: int) -> Row:
    return _line(visits, [s for v in visits for s in v.stretches], limit_minutes)


def _line(visits: Sequence[Visit], stretches: Sequence[Stretch], limit_minutes: int) -> Row:
    waits = _seconds(stretches, Phase.WAIT)
    return Row(
        people=_people(visits),
        waits=times(waits),
        ways=times(_seconds(stretches, Phase.WAY)),
        services=times(_seconds(stretches, Phase.SERVICE)),
        long_waits=sum(wait > limit_minutes * 60 for wait in waits),
    )


def _seconds(stretches: Iterable[Stretch], phase: Phase) -> list[int]:
    return [s.seconds for s in stretches if s.phase is phase]


def _people(visits: Sequence[Visit]) -> People:
    counted = [v for v in visits if v.state is not State.CANCELLED]
    states = [v.state for v in counted]
    return People(
        tickets=len(counted),
        arrived=sum(v.arrived for v in counted),
        served=states.count(State.DONE),
        no_show=states.count(State.NO_SHOW),
        left=states.count(State.LEFT),
        unserved=states.count(State.UNSERVED),
        still_here=sum(state in OPEN for state in states),
        cancelled=len(visits) - len(counted),
    )
