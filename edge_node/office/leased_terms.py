"""What this office may still sell in the seats that only it sells: matters, days and hours.

Reads; asked by the pages, and again inside the sale. The trap: holidays are known to the hub
alone, but it leases no seat on a day off, so every day counts as worked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from edge_node.store.leases import free_seats, leased_days
from edge_node.store.unit import Office
from queue_core.domain.booking.leased import FreeSeat, leased_terms
from queue_core.domain.booking.schedule import DaysOff, opening_hour, periods_on
from queue_core.domain.booking.settings import BookingCalendar, ServiceBooking
from queue_core.domain.booking.terms import starts, visit_minutes
from queue_core.domain.booking.window import Window, window_of
from queue_core.domain.calendar import local_day
from queue_core.domain.office import OfficeDocument, Service

_ALL_WORKED = DaysOff()


@dataclass(frozen=True)
class BookedMatter:
    """A service with how and where it is booked."""

    service: Service
    how: ServiceBooking
    calendar: BookingCalendar

    @property
    def prefix(self) -> str:
        """What the numbers of its booked visits begin with."""
        return f"{self.service.prefix}R"


def booked_matter(document: OfficeDocument, service_id: str) -> BookedMatter | None:
    """The service as it is booked, None where it is not."""
    service, how = document.service(service_id), document.booking.service(service_id)
    calendar = document.booking.calendar(how.calendar) if how else None
    if service is None or service.information_only or how is None or calendar is None:
        return None
    return BookedMatter(service, how, calendar)


def leased_services(office: Office, since: date) -> list[Service]:
    """The matters with a term of the office's own on `since` or later."""
    document = office.document
    matters = (booked_matter(document, booked.service) for booked in document.booking.services)
    return [each.service for each in matters if each and next(_days(office, each, since), None)]


def days_with_terms(
    office: Office, service_id: str, since: date, *, persons: int = 1
) -> list[date]:
    """Days from `since` on with a term of the office's own, nearest first; none for a service
    that is not booked."""
    matter = booked_matter(office.document, service_id)
    return list(_days(office, matter, since, persons=persons)) if matter else []


def terms_on(office: Office, service_id: str, day: date, *, persons: int = 1) -> list[datetime]:
    """Free starts of one day; none for a service that is not booked."""
    matter = booked_matter(office.document, service_id)
    return _terms_on(office, matter, day, persons) if matter else []


def free_terms(
    document: OfficeDocument,
    matter: BookedMatter,
    free: list[FreeSeat],
    *,
    day: date,
    persons: int,
    now: datetime,
) -> list[datetime]:
    """The starts of a day for which the free seats are enough."""
    minutes = visit_minutes(matter.how, persons)
    periods = periods_on(matter.calendar, day, document.zone, days_off=_ALL_WORKED)
    window = _window(document, matter, now)
    return leased_terms(starts(periods, minutes), minutes, free, window=window)


def _days(office: Office, matter: BookedMatter, since: date, persons: int = 1) -> Iterator[date]:
    leased = leased_days(office.database.read(), matter.calendar.id, since.isoformat())
    return (
        day for day in map(date.fromisoformat, leased) if _terms_on(office, matter, day, persons)
    )


def _terms_on(office: Office, matter: BookedMatter, day: date, persons: int) -> list[datetime]:
    connection, now = office.database.read(), office.clock.now()
    free = free_seats(connection, matter.calendar.id, day.isoformat(), prefix=matter.prefix)
    return free_terms(office.document, matter, free, day=day, persons=persons, now=now)


def _window(document: OfficeDocument, matter: BookedMatter, now: datetime) -> Window:
    calendar, zone = matter.calendar, document.zone
    return window_of(
        matter.how,
        now,
        zone,
        opens=opening_hour(calendar, local_day(now, zone), _ALL_WORKED),
        works=lambda day: bool(periods_on(calendar, day, zone, days_off=_ALL_WORKED)),
    )
