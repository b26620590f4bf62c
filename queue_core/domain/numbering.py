"""Which number comes next in a series: an open one of a single matter, or a band that several
matters share (B-27, B-29, B-36).

Pure. The trap: a band that goes round may meet numbers that were taken on the same day; those are
passed over, and when all are taken there is no next one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

LARGEST_NUMBER = 9999


@dataclass(frozen=True)
class NumberSeries:
    """A band of numbers that services share; `prefix` may be empty, then numbers have no letter.

    A `running` series goes on the next day where it stopped and begins again after `last`;
    the others begin each day at `first`. `in_building` says that other nodes of the building
    number from the same row, each from a band of its own.
    """

    id: str
    prefix: str = ""
    first: int = 1
    last: int | None = None
    running: bool = False
    in_building: bool = False

    @property
    def highest(self) -> int:
        """The last number of the band, or the largest that can be said and printed."""
        return LARGEST_NUMBER if self.last is None else self.last

    @property
    def size(self) -> int:
        """How many numbers the band has."""
        return self.highest - self.first + 1

    def overlaps(self, other: "NumberSeries") -> bool:
        """Whether both could give the same number."""
        apart = self.highest < other.first or other.highest < self.first
        return self.prefix == other.prefix and not apart


def next_free(series: NumberSeries, latest: int | None, taken: Callable[[int], bool]) -> int | None:
    """The number after `latest` that nobody has today; None when the whole band is taken."""
    return next((number for number in _round(series, latest) if not taken(number)), None)


def _round(series: NumberSeries, latest: int | None) -> Iterator[int]:
    """Every number of the band once, from the one after `latest`."""
    begin = series.first if latest is None else latest + 1
    if not series.first <= begin <= series.highest:
        begin = series.first
    yield from range(begin, series.highest + 1)
    yield from range(series.first, begin)
