"""What can be booked, where and when; computed when somebody asks, in one query of the seats.

The trap: the index on (office, calendar, cell) must answer alone, however many bookings there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from cloud_hub.booking.answers import DayOffer, FreeTerm
from cloud_hub.booking.ground import Ground, ground
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.offices import office_ids
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.nearest import nearest
from queue_core.domain.booking.seats import Share, cell_at
from queue_core.domain.booking.settings import ServiceBooking
from queue_core.domain.booking.terms import Taken, Term, terms_of_day
from queue_core.domain.booking.window import Window
from queue_core.domain.calendar import day_start
from queue_core.domain.errors import Unknown
from queue_core.domain.office import OfficeDocument, Service, Texts

_LOOK_AROUND = 7
_MOST_DAYS = 120
_SOLD = ("internet", "staff", "node")


@dataclass(frozen=True)
class Place:
    """An office where a matter can be booked."""

    office: OfficeDocument
    service: Service
    booking: ServiceBooking


@dataclass(frozen=True)
class Matter:
    """A service that can be booked, with every place that has it; `id` is the service's."""

    id: str
    service: Service
    places: tuple[Place, ...]


def catalogue(hub: Hub) -> tuple[Matter, ...]:
    """Every matter that can be booked, in the order of the documents (B-97)."""
    places: dict[str, list[Place]] = {}
    for office_id in office_ids(hub):
        for found in _places_of(hub.office(office_id)):
            places.setdefault(found.service.id, []).append(found)
    return tuple(Matter(id, found[0].service, tuple(found)) for id, found in places.items())


def place(hub: Hub, office: str, service: str) -> Place:
    """One service at one office. Raises `unknown_office`, `unknown_service`."""
    found = next((p for p in _places_of(hub.office(office)) if p.service.id == service), None)
    if found is None:
        raise Unknown("service", service=service)
    return found


def free_terms(hub: Hub, asked: TermsAsked) -> tuple[DayOffer, ...]:
    """The days asked for, each with its free terms inside the booking window (B-78, B-79).

    Raises `unknown_service`, `too_many_persons`.
    """
    now = hub.clock.now()
    with hub.database.read() as connection:
        stood = ground(connection, hub.documents, (asked.office, asked.service), now)
        return offers(connection, stood, asked, stood.window(now))


def offers(
    connection: Connection, stood: Ground, asked: TermsAsked, window: Window
) -> tuple[DayOffer, ...]:
    """The same inside another window, for staff and for what is near a lost term."""
    minutes = stood.minutes(asked.persons)
    days = _days(asked.first_day, asked.last_day)
    taken = taken_seats(connection, stood, (asked.first_day, asked.last_day), own=asked.own)
    return tuple(
        _offer(stood, day, _DayAsked(minutes, Share(asked.share), window), taken) for day in days
    )


def nearest_terms(
    connection: Connection, stood: Ground, asked: TermsAsked, wanted: datetime, *, now: datetime
) -> tuple[datetime, ...]:
    """Free starts near `wanted`, for somebody who has just lost it."""
    day = stood.day_of(wanted)
    around = timedelta(days=_LOOK_AROUND)
    near = replace(asked, first_day=day - around, last_day=day + around)
    days = offers(connection, stood, near, stood.window(now))
    return nearest((Term(t.start, t.free) for d in days for t in d.terms), wanted)


def taken_seats(
    connection: Connection, stood: Ground, days: tuple[date, date], *, own: str | None = None
) -> Taken:
    """Seats taken in each cell of the days, by share; those of `own` are left out."""
    zone = stood.office.zone
    first, last = cell_at(day_start(days[0], zone)), day_start(days[1] + timedelta(days=1), zone)
    query = (
        select(seats.c.cell, *(func.count().filter(seats.c.share == share) for share in _SOLD))
        .where(
            seats.c.office == stood.office.id,
            seats.c.calendar == stood.calendar.id,
            seats.c.cell >= first,
            seats.c.cell < cell_at(last),
        )
        .group_by(seats.c.cell)
    )
    if own is not None:
        query = query.where(or_(seats.c.booking.is_(None), seats.c.booking != own))
    return {
        cell: {"internet": internet, "staff": staff, "node": node}
        for cell, internet, staff, node in connection.execute(query).all()
    }


@dataclass(frozen=True)
class _DayAsked:
    minutes: int
    share: Share
    window: Window


def _offer(stood: Ground, day: date, asked: _DayAsked, taken: Taken) -> DayOffer:
    periods = stood.periods(day)
    terms = terms_of_day(
        periods, taken, minutes=asked.minutes, share=asked.share, window=asked.window
    )
    free = tuple(FreeTerm(term.start, term.free) for term in terms if term.free > 0)
    return DayOffer(
        day=day,
        terms=free,
        full=bool(terms) and not free,
        closed=not periods,
        reason=_reason(stood, day),
    )


def _reason(stood: Ground, day: date) -> Texts:
    return next((e.reason for e in stood.calendar.exceptions if e.day == day), {})


def _places_of(office: OfficeDocument) -> Iterator[Place]:
    for service in office.services:
        how = office.booking.service(service.id)
        if how is not None:
            yield Place(office, service, how)


def _days(first: date, last: date) -> Iterable[date]:
    count = min((last - first).days + 1, _MOST_DAYS)
    return [first + timedelta(days=n) for n in range(count)]
