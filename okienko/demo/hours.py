"""The clock of a demonstration: a visitor at night or on a Sunday must find an open office too."""

import time
from datetime import date, datetime, timedelta

from edge_node.config import ScaledTime
from queue_core.domain.calendar import hours_on, instant, local_day
from queue_core.domain.office import OfficeDocument

_ENOUGH = timedelta(hours=2)
_EARLY_IN_THE_DAY = timedelta(minutes=90)
_DAYS_AHEAD = 14


def open_now(document: OfficeDocument, now: datetime) -> ScaledTime | None:
    """None while the office issues tickets for two more hours: the real clock will do.

    Otherwise a clock as fast as life that begins an hour and a half after the opening (nine
    o'clock in most offices) of today or of the next day that is open.
    """
    today = local_day(now, document.zone)
    hours = hours_on(document, None, today)
    if hours is not None and hours.opens <= now <= hours.last_ticket - _ENOUGH:
        return None
    return ScaledTime(_morning(document, today), time.time(), 1.0)


def next_weekday(document: OfficeDocument, today: date, weekday: int) -> date:
    """The next date of a weekday on which the office is open, today included."""
    days = (today + timedelta(days=n) for n in range(4 * 7))
    return next(d for d in days if d.weekday() == weekday and hours_on(document, None, d))


def midnight_after(document: OfficeDocument, day: date) -> datetime:
    """Five past midnight of the following day, when nothing may be open any more."""
    tomorrow = day + timedelta(days=1)
    return instant(tomorrow, datetime.min.time(), document.zone) + timedelta(minutes=5)


def _morning(document: OfficeDocument, today: date) -> datetime:
    days = (today + timedelta(days=n) for n in range(_DAYS_AHEAD))
    opened = next(hours for day in days if (hours := hours_on(document, None, day)))
    return opened.opens + _EARLY_IN_THE_DAY
