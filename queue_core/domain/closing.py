"""How many more tickets fit before the counters stop serving (B-25).

Pure. Reckoned with mean times, so the answer does not depend on chance. Room is free time of
counters, not the time after their last ticket: a walk-in fits before a booking of the afternoon.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from math import floor as whole

from queue_core.domain.lineup import Floor, Turn, first_free, is_newcomer
from queue_core.domain.office import Service

_SPARE_MINUTES = 1.0
"""What must be left over before a stopped service opens again, lest its button flicker."""
_ROUNDING_MINUTES = 0.001


def room_left(
    floor: Floor,
    turns: Sequence[Turn],
    serving_until: Mapping[str, datetime],
    stopped: Collection[str] = (),
) -> dict[str, int | None]:
    """By service, how many mean services more its counters can give today; 0 stops issuing.

    Any waiting ticket, priority or not, that would be served past `serving_until` leaves no room
    at its counter's services. A service that is in `stopped` already needs a minute to spare.
    None where nobody can know: no counter serves it, or no hour ends its day.
    """
    busy = _busy_minutes(floor, turns)
    late = {turn.desk for turn in turns if _is_late(floor, turn, serving_until)}
    rooms: dict[str, int | None] = {}
    for service in floor.services.values():
        desks = [i for i, desk in enumerate(floor.desks) if desk.serves(service.id)]
        until = serving_until.get(service.id)
        if not desks or until is None:
            rooms[service.id] = None
        elif late.intersection(desks):
            rooms[service.id] = 0
        else:
            spare = _SPARE_MINUTES if service.id in stopped else 0.0
            left = floor.minutes_until(until) - spare
            rooms[service.id] = sum(_fitting(floor, service, left - busy[i]) for i in desks)
    return rooms


def _busy_minutes(floor: Floor, turns: Sequence[Turn]) -> list[float]:
    """The time each desk has no room for: until it is free, and its turns."""
    busy = first_free(floor)
    for turn in turns:
        busy[turn.desk] += turn.end - turn.start
    return busy


def _is_late(floor: Floor, turn: Turn, serving_until: Mapping[str, datetime]) -> bool:
    until = serving_until.get(turn.ticket.service)
    if until is None or is_newcomer(turn.ticket):
        return False
    return turn.end > floor.minutes_until(until) + _ROUNDING_MINUTES


def _fitting(floor: Floor, service: Service, minutes: float) -> int:
    mean = floor.mean_minutes.get(service.id, service.mean_minutes)
    return max(0, whole((minutes + _ROUNDING_MINUTES) / mean))
