"""How long services last: learned means, and the chances of one visit, fixed by its ticket.

Pure. Every ticket has its own fixed draws, made from its id, so that an estimate moves only when
the queue does. The trap: they are strata, not free draws: each ticket has every hundredth of the
distribution once, in an order of its own, and so its exact mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from random import Random
from statistics import NormalDist

RUNS = 100
"""How often the day is played through; each run takes one stratum of every ticket."""

_SPREAD = 0.6
"""Standard deviation of a service time in parts of its mean, typical of counters."""
_KEPT = 0.99
"""What a new visit leaves of the weight of the older ones: about a hundred visits count."""
_TRUST = 8.0
"""How many visits the configured mean is worth while little is learned."""
_COME_SHARE = 0.85
"""The share of booked people who come, as long as nothing is known."""

_SIGMA = sqrt(log(1 + _SPREAD**2))
_NORMAL = NormalDist()
_STRATA = tuple((i + 0.5) / RUNS for i in range(RUNS))


@dataclass(frozen=True, slots=True)
class Learned:
    """Recency-weighted sums over the visits of one service."""

    minutes: float = 0.0
    weight: float = 0.0

    def with_visit(self, minutes: float) -> "Learned":
        """The sums after one more visit of this length."""
        return Learned(self.minutes * _KEPT + minutes, self.weight * _KEPT + 1)

    def mean_minutes(self, configured: float) -> float:
        """The mean, drawn to the configured one while data is thin."""
        return (self.minutes + _TRUST * configured) / (self.weight + _TRUST)


def come_share(came: int, missed: int) -> float:
    """The share of booked people who come, learned from those who came and who did not."""
    return (came + _TRUST * _COME_SHARE) / (came + missed + _TRUST)


def service_minutes(ticket_id: str, mean: float) -> list[float]:
    """How long the service of this ticket lasts in each run; their mean is `mean`."""
    return [mean * factor for factor in _factors(ticket_id)]


def remaining_minutes(ticket_id: str, mean: float, elapsed: float) -> list[float]:
    """How long a service that began `elapsed` minutes ago still lasts in each run.

    The longer it has lasted, the longer the visits it can still be: after twice the mean, more
    remains than the nothing that a plain difference would leave.
    """
    if elapsed <= 0:
        return service_minutes(ticket_id, mean)
    middle = log(mean) - _SIGMA**2 / 2
    over = 1 - _NORMAL.cdf((log(elapsed) - middle) / _SIGMA)
    longer = [max(over * (1 - _STRATA[i]), 1e-12) for i in _order(ticket_id)]
    return [max(0.0, exp(middle - _SIGMA * _NORMAL.inv_cdf(p)) - elapsed) for p in longer]


def comes(ticket_id: str, share: float) -> list[bool]:
    """In which runs the person of a booking comes."""
    return [_STRATA[i] < share for i in _order(f"{ticket_id} comes")]


@lru_cache(maxsize=2048)
def _factors(ticket_id: str) -> tuple[float, ...]:
    return tuple(_FACTORS[i] for i in _order(ticket_id))


@lru_cache(maxsize=2048)
def _order(seed: str) -> tuple[int, ...]:
    order = list(range(RUNS))
    Random(seed).shuffle(order)
    return tuple(order)


def _unit_factors() -> Sequence[float]:
    """The middle of each hundredth of a log-normal time, scaled to a mean of exactly one."""
    raw = [exp(_SIGMA * _NORMAL.inv_cdf(part)) for part in _STRATA]
    return [RUNS * factor / sum(raw) for factor in raw]


_FACTORS = _unit_factors()
