"""When a calendar has places: weekly periods, dates that differ, days off; as instants.

Pure. The trap: periods are local hours, and a local day has 23 or 25 hours twice a year, so
everything after this module counts in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_core.domain.booking.settings import BookingCalendar, Capacity, DayPeriod, Period
from queue_core.domain.calendar import instant


@dataclass(frozen=True)
class DaysOff:
    """Days on which nobody works, by law or by decree, and days worked in their place.

    `worked` says whose weekday's hours a date has: a working Saturday with Friday's is 4 (B-95).
    """

    off: frozenset[date] = frozenset()
    worked: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenPeriod:
    """A stretch of one day in which visits start every `step` and run side by side."""

    begins: datetime
    ends: datetime
    step: timedelta
    capacity: Capacity


def periods_on(
    calendar: BookingCalendar, day: date, zone: ZoneInfo, *, days_off: DaysOff
) -> tuple[OpenPeriod, ...]:
    """The periods of a date in order; none on a closed one.

    An exception of the date beats a day off and the week (B-95); overlapping periods stay apart
    and add up.
    """
    return tuple(
        sorted(
            (_opened(period, day, zone) for period in _rules(calendar, day, days_off)),
            key=lambda period: (period.begins, period.ends),
        )
    )


def opening_hour(calendar: BookingCalendar, day: date, days_off: DaysOff) -> time:
    """When booking opens on a date: with its first period, on a closed date with the earliest
    of the week."""
    today = [period.opens for period in _rules(calendar, day, days_off)]
    return min(today or [period.opens for period in calendar.periods], default=time(0, 0))


def _rules(
    calendar: BookingCalendar, day: date, days_off: DaysOff
) -> tuple[Period | DayPeriod, ...]:
    exception = next((e for e in calendar.exceptions if e.day == day), None)
    if exception is not None:
        return exception.periods
    if day in days_off.off and day not in days_off.worked:
        return ()
    weekday = days_off.worked.get(day, day.weekday())
    return tuple(p for p in calendar.periods if p.weekday == weekday and _in_force(p, day))


def _in_force(period: Period, day: date) -> bool:
    return (period.from_day or day) <= day <= (period.until_day or day)


def _opened(period: Period | DayPeriod, day: date, zone: ZoneInfo) -> OpenPeriod:
    return OpenPeriod(
        begins=instant(day, period.opens, zone),
        ends=instant(day, period.closes, zone),
        step=timedelta(minutes=period.step_minutes),
        capacity=period.capacity,
    )
