"""The clock of a demonstration: a visitor at night or on a Sunday must find an open office too."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from queue_core.clock import ScaledClock
from queue_core.domain.calendar import hours_on, instant, local_day
from queue_core.domain.office import OfficeDocument

_ENOUGH = timedelta(hours=2)
_EARLY_IN_THE_DAY = timedelta(minutes=90)
_DAYS_AHEAD = 14


def open_now(document: OfficeDocument, now: datetime) -> ScaledClock | None:
    """None while the office issues tickets for two more hours: the real clock will do.

    Otherwise a clock as fast as life that begins an hour and a half after the opening (nine
    o'clock in most offices) of today or of the next day that is open.
    """
    if _is_open_for_long(document, now):
        return None
    return ScaledClock(next_morning(document, now), time.time(), 1.0)


def next_morning(document: OfficeDocument, now: datetime) -> datetime:
    """An hour and a half after the opening of today, or of the next day that is open."""
    return next(_mornings(document, local_day(now, document.zone)))


def later_clock(
    document: OfficeDocument, now: datetime, seen: datetime | None
) -> ScaledClock | None:
    """The clock for data that exists: it never shows less than `seen`, the last time that the
    data may know, or None where there is no data yet. Otherwise as `open_now`."""
    shown = max(now, seen or now)
    if _is_open_for_long(document, shown):
        return None if shown == now else ScaledClock(shown, time.time(), 1.0)
    day = local_day(shown, document.zone)
    morning = next(m for m in _mornings(document, day) if m >= shown)
    return ScaledClock(morning, time.time(), 1.0)


def next_weekday(document: OfficeDocument, today: date, weekday: int) -> date:
    """The next date of a weekday on which the office is open, today included."""
    days = (today + timedelta(days=n) for n in range(4 * 7))
    return next(d for d in days if d.weekday() == weekday and hours_on(document, None, d))


def midnight_after(document: OfficeDocument, day: date) -> datetime:
    """Five past midnight of the following day, when nothing may be open any more."""
    tomorrow = day + timedelta(days=1)
    return instant(tomorrow, datetime.min.time(), document.zone) + timedelta(minutes=5)


def _is_open_for_long(document: OfficeDocument, at: datetime) -> bool:
    hours = hours_on(document, None, local_day(at, document.zone))
    return hours is not None and hours.opens <= at <= hours.last_ticket - _ENOUGH


def _mornings(document: OfficeDocument, today: date) -> Iterator[datetime]:
    """An hour and a half after each opening, from this day on."""
    for day in (today + timedelta(days=n) for n in range(_DAYS_AHEAD)):
        if hours := hours_on(document, None, day):
            yield hours.opens + _EARLY_IN_THE_DAY
