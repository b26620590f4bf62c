"""Terms in seats that only this office sells, so that it books also while it is cut off.

Pure: starts and free seats in, terms and the seats to take out. The trap: all seats of a visit
come from one lease, since the number of the visit belongs to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_core.domain.booking.seats import cell_at, cell_start, cells_of
from queue_core.domain.booking.window import Window


@dataclass(frozen=True)
class FreeSeat:
    """A leased seat that nobody has taken; `cell` is the UTC start of its five minutes."""

    lease: str
    cell: datetime
    seat: int


def seats_for(start: datetime, minutes: int, free: Iterable[FreeSeat]) -> tuple[FreeSeat, ...]:
    """The lowest free seat of every cell of a visit, all of one lease; none where one lacks."""
    wanted = cells_of(start, minutes)
    for lowest in _lowest(free):
        if all(cell in lowest for cell in wanted):
            return tuple(lowest[cell] for cell in wanted)
    return ()


def leased_terms(
    starts: Sequence[datetime], minutes: int, free: Sequence[FreeSeat], *, window: Window
) -> list[datetime]:
    """The starts inside the window that still have their seats, nearest first.

    Without starts by the rules (a working Saturday of which only the hub knows) visits follow
    each other from the first free seat.
    """
    leases = _lowest(free)
    return [
        start
        for start in sorted(starts) or _one_after_another(free, minutes)
        if window.first <= start < window.end and _has_room(leases, start, minutes)
    ]


_Lowest = dict[int, FreeSeat]
"""The lowest free seat of each cell of one lease."""


def _lowest(free: Iterable[FreeSeat]) -> list[_Lowest]:
    found: dict[str, _Lowest] = defaultdict(dict)
    for each in sorted(free, key=lambda seat: (seat.lease, seat.seat)):
        found[each.lease].setdefault(cell_at(each.cell), each)
    return list(found.values())


def _has_room(leases: Iterable[_Lowest], start: datetime, minutes: int) -> bool:
    wanted = cells_of(start, minutes)
    return any(all(cell in lowest for cell in wanted) for lowest in leases)


def _one_after_another(free: Iterable[FreeSeat], minutes: int) -> Iterator[datetime]:
    earliest: datetime | None = None
    for cell in sorted({cell_at(each.cell) for each in free}):
        start = cell_start(cell)
        if earliest is None or start >= earliest:
            yield start
            earliest = start + timedelta(minutes=minutes)
