"""On what ground a term stands: the rules of one service at one office, at one instant.

Gathers what the pure rules need, and judges nothing itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from cloud_hub.booking.days_off import days_off
from cloud_hub.store.documents import DocumentCache
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.tables.sync import restores
from queue_core.domain.booking.schedule import DaysOff, OpenPeriod, opening_hour, periods_on
from queue_core.domain.booking.settings import BookingCalendar, ServiceBooking
from queue_core.domain.booking.terms import starts, visit_minutes
from queue_core.domain.booking.window import Window, lead, window_of
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import OfficeDocument, Service

AWAY_AFTER = timedelta(minutes=3)
"""A node says something every 30 s; after so long a silence its office is cut off."""


@dataclass(frozen=True)
class Ground:
    """One bookable service with everything its terms follow from."""

    institution: str
    office: OfficeDocument
    service: Service
    how: ServiceBooking
    calendar: BookingCalendar
    days_off: DaysOff
    away: bool
    restoring: bool
    """The hub has lost what it sold here and takes it back from the node: nothing is sold."""

    def periods(self, day: date) -> tuple[OpenPeriod, ...]:
        """The periods of a date; none where the office itself is closed by its document."""
        own = any(e.day == day for e in self.calendar.exceptions)
        shut = any(e.day == day and e.closed for e in self.office.exceptions)
        if shut and not own:
            return ()
        return periods_on(self.calendar, day, self.office.zone, days_off=self.days_off)

    def window(self, now: datetime) -> Window:
        """From when to when citizens may book; shorter today while the office is cut off."""
        zone = self.office.zone
        opens = opening_hour(self.calendar, local_day(now, zone), self.days_off)
        window = window_of(self.how, now, zone, opens=opens, works=self._works)
        if self.restoring:
            return Window(window.end, window.end)
        if self.away:
            window = lead(window, now, zone, hours=self.office.booking.rules.away_lead_hours)
        return window

    def minutes(self, persons: int) -> int:
        """How long the visit of so many persons is. Raises `too_many_persons`."""
        if not 1 <= persons <= self.how.persons_at_most:
            raise Refused("too_many_persons", most=self.how.persons_at_most)
        return visit_minutes(self.how, persons)

    def day_of(self, start: datetime) -> date:
        """The office's date of a term."""
        return local_day(start, self.office.zone)

    def check_by_rules(self, start: datetime, minutes: int) -> None:
        """Whether visits of this length may start then at all. Raises `outside_window`, and
        `office_away` while the hub is being restored."""
        if self.restoring:
            raise Refused("office_away")
        if start not in starts(self.periods(self.day_of(start)), minutes):
            raise Refused("outside_window")

    def check_window(self, start: datetime, now: datetime) -> None:
        """Whether a citizen may book it now. Raises `outside_window`, `office_away`."""
        window = self.window(now)
        if self.away and now <= start < window.first:
            raise Refused("office_away")
        if not window.first <= start < window.end:
            raise Refused("outside_window")

    def _works(self, day: date) -> bool:
        return bool(self.periods(day))


def ground(
    connection: Connection, documents: DocumentCache, place: tuple[str, str], now: datetime
) -> Ground:
    """The ground of (office, service). Raises `unknown_office`, `unknown_service`."""
    office_id, service_id = place
    office = documents.current(connection, office_id)
    service, how = office.service(service_id), office.booking.service(service_id)
    calendar = office.booking.calendar(how.calendar) if how else None
    if service is None or how is None or calendar is None:
        raise Unknown("service", service=service_id)
    known = connection.execute(
        select(offices.c.institution, offices.c.seen_at, restores.c.since.label("restoring"))
        .outerjoin(restores, restores.c.office == offices.c.id)
        .where(offices.c.id == office_id)
    ).one()
    return Ground(
        institution=known.institution,
        office=office,
        service=service,
        how=how,
        calendar=calendar,
        days_off=days_off(connection, known.institution, range(now.year, now.year + 2)),
        away=known.seen_at is not None and now - known.seen_at > AWAY_AFTER,
        restoring=known.restoring is not None,
    )
