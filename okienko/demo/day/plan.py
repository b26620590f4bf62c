"""Who comes on a day, when, and how each behaves when called: pure, the same for the same seed.

How a person behaves hangs on the printed number, so that every counter meets the same person.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

SERVICES = ("id_card", "id_card_pickup", "residence", "certificates")
COUNTERS = 6

_BUSY = 0.6
"""The share of the counters' time that visits fill; the rest is walking, calling, mishaps."""
_USUAL_VISIT_SECONDS = 180.0
_ABSENT_SHARE = 0.12
_AWAY_FOR_GOOD_SHARE = 0.3


class Route(StrEnum):
    """How a visitor takes a ticket."""

    API = "api"
    KIOSK = "kiosk"
    BUTTON = "button"


class Course(StrEnum):
    """What a visit turns into at the counter, the first time."""

    SERVED = "served"
    RECALLED = "recalled"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    UNDONE = "undone"


_COURSES = (Course.RECALLED, Course.PARKED, Course.TRANSFERRED, Course.RETURNED, Course.UNDONE)
_UNUSUAL_SHARE = 0.2


@dataclass(frozen=True)
class Visitor:
    """One who comes `at_seconds` after the doors opened. Several `services`: several matters."""

    at_seconds: float
    services: tuple[str, ...]
    route: Route
    language: str = "pl"
    priority: int = 0
    need: str | None = None


@dataclass(frozen=True)
class Person:
    """Whoever holds a number: how many calls stay unanswered, how long the visit lasts."""

    missed_calls: int
    visit_seconds: float
    course: Course


@dataclass(frozen=True)
class Plan:
    """A day: the visitors in order, and the mean of their visits."""

    seed: int
    visitors: tuple[Visitor, ...]
    mean_visit_seconds: float

    def person(self, number: str) -> Person:
        """Whoever holds this number on this day."""
        chance = Random(f"{self.seed} {number}")
        missed = 0
        if chance.random() < _ABSENT_SHARE:
            missed = 3 if chance.random() < _AWAY_FOR_GOOD_SHARE else chance.choice((1, 1, 2))
        unusual = chance.random() < _UNUSUAL_SHARE
        return Person(
            missed_calls=missed,
            visit_seconds=self.mean_visit_seconds * chance.gammavariate(4, 0.25),
            course=chance.choice(_COURSES) if unusual else Course.SERVED,
        )


def plan_day(tickets: int, window_seconds: float, seed: int) -> Plan:
    """A day on which `tickets` visitors ask for a number, and some more press a button.

    They come within `window_seconds`, most before noon; visits are as long as the counters
    can bear.
    """
    chance = Random(seed)
    asking = [_visitor(chance, window_seconds) for _ in range(tickets)]
    pressing = [
        Visitor(_hour(chance, window_seconds), (SERVICES[n % 2],), Route.BUTTON)
        for n in range(tickets // 20)
    ]
    visitors = sorted((*asking, *pressing), key=lambda visitor: visitor.at_seconds)
    bearable = _BUSY * COUNTERS * window_seconds / len(visitors)
    return Plan(seed, tuple(visitors), min(_USUAL_VISIT_SECONDS, bearable))


def _visitor(chance: Random, window_seconds: float) -> Visitor:
    route = Route.KIOSK if chance.random() < 0.3 else Route.API
    first = chance.choice(SERVICES)
    several = route is Route.API and first == "id_card" and chance.random() < 0.15
    return Visitor(
        at_seconds=_hour(chance, window_seconds),
        services=(first, "residence") if several else (first,),
        route=route,
        language=chance.choices(("pl", "en", "uk"), (8, 1, 1))[0],
        priority=1 if route is Route.API and chance.random() < 0.05 else 0,
        need="wheelchair" if route is Route.API and chance.random() < 0.02 else None,
    )


def _hour(chance: Random, window_seconds: float) -> float:
    """Evenly spread, with a gentle crowd before noon."""
    if chance.random() < 0.15:
        return window_seconds * chance.triangular(0.1, 0.6, 0.35)
    return window_seconds * chance.random()
