"""Days and hours of an office, in its own local time.

Pure: every function takes the instant and the office. The trap: a local day has 23 or 25 hours
twice a year, so nothing here adds hours to a local time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_core.domain.office import DayException, Hours, OfficeDocument, Service


@dataclass(frozen=True)
class DayHours:
    """The hours of one service on one day, as instants."""

    opens: datetime
    last_ticket: datetime
    serving_until: datetime


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """The office's date at this instant; it changes at local midnight (B-28)."""
    return now.astimezone(zone).date()


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local hour of a date as an instant; an hour that summer time skips is the next one."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(ZoneInfo("UTC"))


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The local midnight with which the day begins."""
    return instant(day, time(0, 0), zone)


def hours_on(office: OfficeDocument, service: Service | None, day: date) -> DayHours | None:
    """Hours of a service (or of the office) on a day; None when it is closed.

    An exception of the date beats weekly hours, one for the service that for the office; a
    service without own hours has the office's.
    """
    weekly = (service.hours if service else ()) or office.hours
    usual = next((h for h in weekly if h.weekday == day.weekday()), None)
    exception = exception_on(office, service, day)
    if exception is not None:
        if exception.closed or exception.opens is None or exception.last_ticket is None:
            return None
        usual = Hours(
            day.weekday(),
            exception.opens,
            exception.last_ticket,
            exception.serving_until or exception.last_ticket,
        )
    if usual is None:
        return None
    zone = office.zone
    return DayHours(
        opens=instant(day, usual.opens, zone),
        last_ticket=instant(day, usual.last_ticket, zone),
        serving_until=instant(day, usual.serving_until, zone),
    )


def exception_on(office: OfficeDocument, service: Service | None, day: date) -> DayException | None:
    """What differs on a day for a service (or for the office), or None: its own exception, else
    that of the whole office."""
    whole_office = None
    for exception in office.exceptions:
        if exception.day != day:
            continue
        if service is not None and service.id in exception.services:
            return exception
        if not exception.services:
            whole_office = exception
    return whole_office


def next_opening(office: OfficeDocument, service: Service | None, now: datetime) -> datetime | None:
    """The next instant at which tickets are issued, within 60 days; None if there is none."""
    today = local_day(now, office.zone)
    for ahead in range(60):
        hours = hours_on(office, service, today + timedelta(days=ahead))
        if hours is not None and hours.opens > now:
            return hours.opens
    return None
