"""The node's share: seats that only the node sells, granted by a record when their day comes.

A leased seat is a row of `seats` with a lease and without a booking, so the hub cannot sell it.
The trap: a seat asked back counts as sold until the node has returned it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select, update
from ulid import ULID

from cloud_hub.booking.ground import Ground, ground
from cloud_hub.booking.numbering import draw_access_code, next_number
from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.seats import lease_numbers, leases, seats
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.schedule import opening_hour
from queue_core.domain.booking.seats import Share, cell_at, cell_start, cells_of
from queue_core.domain.booking.settings import BookingCalendar
from queue_core.domain.booking.terms import capacities
from queue_core.domain.booking.window import last_day
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Unknown
from queue_core.domain.office import OfficeDocument
from queue_core.wire.records import LeaseGrant, LeaseRecall, LeaseReturn

NUMBERS_AT_MOST = 12
"""Ready numbers per service, calendar and day: as many visits may be sold while cut off."""


@dataclass(frozen=True)
class Lease:
    """The node's seats of one calendar and day."""

    id: str
    calendar: str
    day: date
    recalled: bool
    blocked: bool


@use_case
def grant_due(unit: Unit, office: str) -> int:
    """Grant the leases of every day that has entered the window; how many were granted."""
    document = unit.office(office)
    return sum(
        _grant(unit, stood, day)
        for calendar in document.booking.calendars
        for stood in _grounds(unit, document, calendar)[:1]
        for day in _days(stood, unit.now)
    )


@use_case
def recall(unit: Unit, lease: str) -> None:
    """Ask for all unsold seats of a lease back. Raises `unknown_lease`."""
    row = unit.connection.execute(
        update(leases).where(leases.c.id == lease).values(recalled=True).returning(leases.c.office)
    ).first()
    if row is None:
        raise Unknown("lease")
    tell_office(unit, row.office, LeaseRecall(lease=lease))


@use_case
def apply_return(unit: Unit, office: str, returned: LeaseReturn) -> int:
    """The node gave seats back: they can be sold again; how many. Sold ones stay sold, and those
    of a lost box stay taken, because it may have sold what its backup did not know of."""
    lost = select(leases.c.id).where(leases.c.id == returned.lease, leases.c.blocked)
    if unit.connection.execute(lost).first() is not None:
        return 0
    freed = 0
    for at, number in returned.seats:
        freed += unit.connection.execute(
            delete(seats).where(
                seats.c.office == office,
                seats.c.lease == returned.lease,
                seats.c.cell == cell_at(at),
                seats.c.seat_no == number,
                seats.c.booking.is_(None),
            )
        ).rowcount
    unit.touch("seats")
    return freed


@use_case
def block_leases(unit: Unit, office: str) -> int:
    """The box was lost or replaced: its unsold seats stay taken and are granted to nobody."""
    rows = unit.connection.execute(
        update(leases)
        .where(leases.c.office == office, leases.c.day >= unit.now.date())
        .values(blocked=True)
    )
    return rows.rowcount


@use_case
def free_blocked(unit: Unit, lease: str) -> int:
    """An administrator frees the unsold seats of a lost box; how many. Raises `unknown_lease`."""
    known = select(leases.c.id).where(leases.c.id == lease, leases.c.blocked)
    if unit.connection.execute(known).first() is None:
        raise Unknown("lease")
    freed = delete(seats).where(seats.c.lease == lease, seats.c.booking.is_(None))
    unit.touch("seats")
    return unit.connection.execute(freed).rowcount


def leases_of(unit: Unit, office: str, first_day: date) -> tuple[Lease, ...]:
    """The leases of an office from a day on; snapshots and lists read them."""
    query = select(leases).where(leases.c.office == office, leases.c.day >= first_day)
    rows = unit.connection.execute(query.order_by(leases.c.day, leases.c.calendar))
    return tuple(Lease(r.id, r.calendar, r.day, r.recalled, r.blocked) for r in rows)


def _grounds(unit: Unit, document: OfficeDocument, calendar: BookingCalendar) -> list[Ground]:
    """The ground of every service that is booked in this calendar."""
    shared = [s.service for s in document.booking.services if s.calendar == calendar.id]
    known = unit.connection, unit.hub.documents
    return [ground(*known, (document.id, service), unit.now) for service in shared]


def _days(stood: Ground, now: datetime) -> list[date]:
    zone = stood.office.zone
    today = local_day(now, zone)
    opens = opening_hour(stood.calendar, today, stood.days_off)
    last = last_day(stood.how, now, zone, opens=opens)
    return [today + timedelta(days=n) for n in range((last - today).days + 1)]


def _grant(unit: Unit, stood: Ground, day: date) -> bool:
    """Grant one calendar and day once; a day without places of the node has no lease."""
    granted = _leased(stood, day)
    id = str(ULID.from_datetime(unit.now))
    row = {"id": id, "office": stood.office.id, "calendar": stood.calendar.id, "day": day}
    if not granted or not insert_if_absent(
        unit.connection, leases, {**row, "granted_at": unit.now}
    ):
        return False
    key = {"office": stood.office.id, "calendar": stood.calendar.id, "share": Share.NODE.value}
    unit.connection.execute(
        insert(seats),
        [{**key, "cell": cell, "seat_no": number, "lease": id} for cell, number in granted],
    )
    tell_office(
        unit,
        stood.office.id,
        LeaseGrant(
            lease=id,
            calendar=stood.calendar.id,
            day=day.isoformat(),
            seats=tuple((cell_start(cell), number) for cell, number in granted),
            numbers=tuple(_numbers(unit, stood, id, day=day, seats_leased=len(granted))),
        ),
    )
    unit.touch("seats")
    return True


def _leased(stood: Ground, day: date) -> list[tuple[int, int]]:
    per_cell = capacities(stood.periods(day))
    return [
        (cell, number)
        for cell, capacity in sorted(per_cell.items())
        for number in range(1, capacity.node + 1)
    ]


def _numbers(
    unit: Unit, stood: Ground, lease: str, *, day: date, seats_leased: int
) -> list[tuple[str, str]]:
    drawn: list[tuple[str, str]] = []
    for each in _grounds(unit, stood.office, stood.calendar):
        cells = len(cells_of(cell_start(0), each.how.minutes))
        for _ in range(min(NUMBERS_AT_MOST, seats_leased // cells)):
            number = next_number(unit, stood.office.id, each.service, day)
            drawn.append((number, draw_access_code(unit, stood.institution, day)))
    if drawn:
        rows = [{"lease": lease, "number": number, "code": code} for number, code in drawn]
        unit.connection.execute(insert(lease_numbers), rows)
    return drawn
