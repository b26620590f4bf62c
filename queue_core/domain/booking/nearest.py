"""Which terms to offer in place of one that is gone: the nearest, in order of time. Pure."""

from collections.abc import Iterable
from datetime import datetime

from queue_core.domain.booking.terms import Term

OFFERED = 5


def nearest(terms: Iterable[Term], wanted: datetime, count: int = OFFERED) -> tuple[datetime, ...]:
    """At most `count` free starts, the nearest to `wanted`; of two as near, the earlier."""
    free = (term.start for term in terms if term.free > 0 and term.start != wanted)
    by_distance = sorted(free, key=lambda start: (abs(start - wanted), start))
    return tuple(sorted(by_distance[:count]))
