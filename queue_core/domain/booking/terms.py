"""Free terms, computed from rules and taken seats whenever somebody asks; nothing is stored.

Pure. The trap: a visit may lie in several periods at once, so its seats are counted cell by cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_core.domain.booking.schedule import OpenPeriod
from queue_core.domain.booking.seats import CELL_MINUTES, Share, cell_at, cells_of, room
from queue_core.domain.booking.settings import Capacity, ServiceBooking
from queue_core.domain.booking.window import Window

Taken = Mapping[int, Mapping[str, int]]
"""How many seats of each share are taken in a cell."""

_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True)
class Term:
    """A start and how many visits may still begin then."""

    start: datetime
    free: int


def visit_minutes(service: ServiceBooking, persons: int) -> int:
    """How long a visit of so many persons is planned (B-91, B-92)."""
    return service.minutes + (persons - 1) * service.minutes_per_further_person


def capacities(periods: Sequence[OpenPeriod]) -> dict[int, Capacity]:
    """The capacity of every cell; periods that overlap add up."""
    found: dict[int, Capacity] = {}
    for period in periods:
        for cell in range(cell_at(period.begins), cell_at(period.ends)):
            found[cell] = _sum(found.get(cell), period.capacity)
    return found


def starts(periods: Sequence[OpenPeriod], minutes: int) -> list[datetime]:
    """Every start by the rules, taken or not, once each and in order."""
    return sorted({start for period in periods for start in _starts_in(period, minutes)})


def terms_of_day(
    periods: Sequence[OpenPeriod], taken: Taken, *, minutes: int, share: Share, window: Window
) -> list[Term]:
    """The starts of one day inside the window with their free seats; 0 where it is full."""
    per_cell = capacities(periods)
    free: dict[int, int] = {
        cell: room(capacity, taken.get(cell, _NOTHING), share)
        for cell, capacity in per_cell.items()
    }
    return [
        Term(start, min(free.get(cell, 0) for cell in cells_of(start, minutes)))
        for start in starts(periods, minutes)
        if window.first <= start < window.end
    ]


def _starts_in(period: OpenPeriod, minutes: int) -> Iterator[datetime]:
    start, length = period.begins, timedelta(minutes=minutes)
    while start + length <= period.ends:
        yield start
        start += max(period.step, timedelta(minutes=CELL_MINUTES))


def _sum(one: Capacity | None, other: Capacity) -> Capacity:
    if one is None:
        return other
    return Capacity(one.internet + other.internet, one.staff + other.staff, one.node + other.node)
