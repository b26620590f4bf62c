"""What an office must know of booking, told anew: to a new box, or where a day does not agree.

Only reads. The trap: the caller holds the lock of the office's log, so nothing is committed
between these queries that the log has not got.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from cloud_hub.booking.book import read_bookings
from cloud_hub.booking.contacts import Person
from cloud_hub.booking.leasing import Lease, leases_of
from cloud_hub.booking.promising import put_record, told_of
from cloud_hub.store.offices import keys_of
from cloud_hub.store.tables.bookings import booking_people, bookings
from cloud_hub.store.tables.seats import lease_numbers, seats
from cloud_hub.store.unit import Telling, Unit
from queue_core.domain.booking.bookings import GIVEN_UP, HOLDING
from queue_core.domain.booking.seats import cell_start
from queue_core.wire.records import BookingCancelled, LeaseGrant, LeaseRecall

_ALL = 1_000_000
_NOT_STANDING = (*GIVEN_UP, *HOLDING)
Days = tuple[date, date]
"""The first and the last."""


def promised_bookings(unit: Unit, office: str, days: Days) -> Iterator[Telling]:
    """Every booking of these days that stands, whatever became of the visit."""
    key = keys_of(unit, office).code
    which = and_(_of(office, days), bookings.c.state.not_in(_NOT_STANDING))
    people = _people(unit, which)
    for booking in read_bookings(unit.connection, which, most=_ALL):
        person = people.get(booking.id, Person())
        yield Telling(office, put_record(booking, key), told_of(person))


def unanswered_tombstones(unit: Unit, office: str, days: Days) -> Iterator[Telling]:
    """What was given up and the node has not answered yet."""
    for booking in read_bookings(
        unit.connection, and_(_of(office, days), _unanswered()), most=_ALL
    ):
        told = BookingCancelled(
            booking=booking.id, version=booking.version, reason=booking.state.value
        )
        yield Telling(office, told, None)


def granted_leases(unit: Unit, office: str, first_day: date) -> Iterator[Telling]:
    """The node's share as far as it is unsold; what was asked back is asked back again. A lease
    of a lost box is not granted, only asked back."""
    for lease in leases_of(unit, office, first_day):
        if not lease.blocked:
            yield Telling(office, _grant(unit, lease), None)
        if lease.blocked or lease.recalled:
            yield Telling(office, LeaseRecall(lease=lease.id), None)


def versions_by_day(unit: Unit, office: str, first_day: date) -> dict[date, dict[str, int]]:
    """The bookings that stand from a day on, with their versions (see `digests`)."""
    which = and_(_of(office, (first_day, date.max)), bookings.c.state.not_in(_NOT_STANDING))
    rows = unit.connection.execute(
        select(bookings.c.day, bookings.c.id, bookings.c.version).where(which)
    )
    days: dict[date, dict[str, int]] = {}
    for row in rows:
        days.setdefault(row.day, {})[row.id] = row.version
    return days


def _of(office: str, days: Days) -> ColumnElement[bool]:
    return and_(bookings.c.office == office, bookings.c.day.between(*days))


def _unanswered() -> ColumnElement[bool]:
    given_up = bookings.c.state.in_(list(GIVEN_UP))
    return and_(given_up, bookings.c.confirmed_at.is_not(None), bookings.c.freed_at.is_(None))


def _people(unit: Unit, which: ColumnElement[bool]) -> dict[str, Person]:
    query = select(booking_people).join(bookings).where(which)
    rows = unit.connection.execute(query)
    return {r.booking: Person(r.name, r.company, r.phone, r.email) for r in rows}


def _grant(unit: Unit, lease: Lease) -> LeaseGrant:
    free_seats = select(seats.c.cell, seats.c.seat_no).where(
        seats.c.lease == lease.id, seats.c.booking.is_(None)
    )
    free_numbers = select(lease_numbers.c.number, lease_numbers.c.code).where(
        lease_numbers.c.lease == lease.id, lease_numbers.c.booking.is_(None)
    )
    held = unit.connection.execute(free_seats.order_by(seats.c.cell, seats.c.seat_no))
    drawn = unit.connection.execute(free_numbers.order_by(lease_numbers.c.number))
    return LeaseGrant(
        lease=lease.id,
        calendar=lease.calendar,
        day=lease.day.isoformat(),
        seats=tuple((cell_start(row.cell), row.seat_no) for row in held),
        numbers=tuple((row.number, row.code) for row in drawn),
    )
