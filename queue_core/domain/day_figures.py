"""The figures of one day, for the people who run the office (B-51, B-54, B-117 … B-120, B-127,
B-134).

Pure statistics over visits that were retold. The trap: people are counted under the matter they
came with, times under the matter, counter and clerk where they were spent.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TypeVar
from zoneinfo import ZoneInfo

from queue_core.domain.day_record import Break, DayRecord
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


@dataclass(frozen=True, slots=True)
class Dealt:
    """How often a matter was dealt with, in which quantity (3 copies count 3), and how many
    people came with it who had no ticket and only asked."""

    times: int
    quantity: int
    without_ticket: int


@dataclass(frozen=True, slots=True)
class Pauses:
    """How many breaks, and how long all together."""

    count: int
    seconds: int


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
    dealt: dict[str, Dealt]
    breaks: dict[tuple[str, str], Pauses]
    """By counter and reason."""


def day_figures(record: DayRecord, limit_minutes: int, zone: ZoneInfo) -> DayFigures:
    """Count a day. `limit_minutes` is where a wait is called long, `zone` gives the hours."""
    visits = record.visits

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
        dealt=_dealt(visits),
        breaks=_pauses(record.breaks),
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


def _dealt(visits: Sequence[Visit]) -> dict[str, Dealt]:
    """By service; one who asked counts under the matter that he came with."""
    times, quantity = Counter[str](), Counter[str]()
    for service, pieces in (one for visit in visits for one in visit.dealt):
        times[service] += 1
        quantity[service] += pieces
    asked = Counter(v.service for v in visits if v.card.kind is Kind.WITHOUT_TICKET)
    return {
        service: Dealt(times[service], quantity[service], asked[service])
        for service in sorted({*times, *asked})
    }


def _pauses(breaks: Sequence[Break]) -> dict[tuple[str, str], Pauses]:
    lengths: dict[tuple[str, str], list[int]] = {}
    for pause in breaks:
        lengths.setdefault((pause.counter, pause.reason), []).append(pause.seconds)
    return {key: Pauses(len(all), sum(all)) for key, all in sorted(lengths.items())}


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
