"""From when to when a service can be booked (B-79).

Pure. The trap: the last day opens at opening time, or a whole day would be gone at midnight to
those who stay up, or to machines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_core.domain.booking.settings import ServiceBooking
from queue_core.domain.calendar import day_start, local_day

_FAR = 60


@dataclass(frozen=True)
class Window:
    """Terms may start from `first` until before `end`."""

    first: datetime
    end: datetime


def window_of(
    service: ServiceBooking,
    now: datetime,
    zone: ZoneInfo,
    *,
    opens: time,
    works: Callable[[date], bool],
) -> Window:
    """The window at this instant.

    `opens` is the hour at which the last day of the window opens today; `works` says whether a
    date has any periods, which the next working day is found by.
    """
    end = last_day(service, now, zone, opens=opens) + timedelta(days=1)
    return Window(_first(service, now, zone, works=works), day_start(end, zone))


def last_day(service: ServiceBooking, now: datetime, zone: ZoneInfo, *, opens: time) -> date:
    """The last date that can be booked at this instant."""
    local = now.astimezone(zone)
    ahead = service.latest_days if local.time() >= opens else service.latest_days - 1
    return local.date() + timedelta(days=ahead)


def lead(window: Window, now: datetime, zone: ZoneInfo, *, hours: float | None) -> Window:
    """The window while the office is cut off: of today only what lies `hours` ahead, or nothing."""
    tomorrow = day_start(local_day(now, zone) + timedelta(days=1), zone)
    first = tomorrow if hours is None else min(tomorrow, now + timedelta(hours=hours))
    return Window(max(window.first, first), window.end)


def _first(
    service: ServiceBooking, now: datetime, zone: ZoneInfo, *, works: Callable[[date], bool]
) -> datetime:
    if service.earliest == "hours":
        return now + timedelta(hours=service.earliest_hours)
    today = local_day(now, zone)
    ahead = next((n for n in range(1, _FAR) if works(today + timedelta(days=n))), _FAR)
    return day_start(today + timedelta(days=ahead), zone)
