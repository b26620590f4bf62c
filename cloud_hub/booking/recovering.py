"""Bookings and leases that a restored hub had forgotten, entered again from its own records.

The trap: a record names no person and no code, so such a visit cannot be found by its holder, and
his seats may have been sold again meanwhile; both are listed for the staff.
"""

import secrets
from datetime import date

from sqlalchemy import and_, select, update

from cloud_hub.booking.book import Booking, change, enter, note, read_booking
from cloud_hub.booking.conflicts import list_conflict, settle_by_itself
from cloud_hub.booking.from_node import UNKNOWN_SEEN, apply_ticket
from cloud_hub.booking.ground import ground
from cloud_hub.booking.limiting import leave_limit_places
from cloud_hub.booking.numbering import skip_number
from cloud_hub.booking.occupying import Places, force_seats, take_seats
from cloud_hub.booking.placing import places_of
from cloud_hub.live.retelling import ticket_of_booking
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.offices import institution_of
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.seats import lease_numbers, leases, seats
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.bookings import GIVEN_UP, HOLDING, BookingMove, BookingState
from queue_core.domain.booking.seats import Share, cell_at, cells_of
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Unknown
from queue_core.wire.records import BookingCancelled, BookingPut, LeaseGrant, LeaseRecall


def recover_booking(unit: Unit, office: str, put: BookingPut) -> None:
    """Enter a booking that the office was told of and this database does not know."""
    known = _of_office(unit, office, put.booking)
    if known is None:
        known = enter(unit, _as_told(unit, office, put), BookingMove.CONFIRMED, restored=True)
        _take_seats(unit, known)
    elif known.state in HOLDING:
        facts = {"number": put.number, "confirmed_at": unit.now, "expires_at": None}
        state = BookingState.CONFIRMED
        change(unit, known, state=state, session=None, version=put.version, **facts)
    elif known.version < put.version and known.state not in GIVEN_UP:
        change(unit, known, version=put.version)
        return
    else:
        return
    skip_number(unit, office, put.service, day=known.day, number=put.number)
    list_conflict(unit, office, "restored_booking", booking=put.booking, number=put.number)
    settle_by_itself(unit, UNKNOWN_SEEN, put.booking)
    ticket = ticket_of_booking(unit, office, put.booking)
    if ticket is not None:
        apply_ticket.within(unit, office, ticket)


def recover_cancellation(unit: Unit, office: str, told: BookingCancelled) -> None:
    """Cancel what had been cancelled; its seats stay taken until the office answers anew."""
    known = _of_office(unit, office, told.booking)
    if known is None or known.version >= told.version or known.state in GIVEN_UP:
        return
    state = BookingState.MOVED if told.reason == "moved" else BookingState.CANCELLED
    change(unit, known, state=state, version=told.version)
    note(unit, known.id, state.value, restored=True)
    leave_limit_places(unit, known.id)


def recover_lease(unit: Unit, office: str, grant: LeaseGrant) -> None:
    """Enter a lease as it had been granted; a seat that was sold meanwhile stays sold."""
    day = date.fromisoformat(grant.day)
    row = {"id": grant.lease, "office": office, "calendar": grant.calendar, "day": day}
    if not insert_if_absent(unit.connection, leases, {**row, "granted_at": unit.now}):
        return
    for at, seat_no in grant.seats:
        seat = {
            "office": office,
            "calendar": grant.calendar,
            "cell": cell_at(at),
            "share": Share.NODE.value,
            "seat_no": seat_no,
            "lease": grant.lease,
        }
        insert_if_absent(unit.connection, seats, seat)
    document = unit.office(office)
    for number, code in grant.numbers:
        drawn = {"lease": grant.lease, "number": number, "code": code}
        insert_if_absent(unit.connection, lease_numbers, drawn)
        for service in document.services:
            if number.startswith(f"{service.prefix}R"):
                skip_number(unit, office, service.id, day=day, number=number)


def recover_recall(unit: Unit, office: str, recall: LeaseRecall) -> None:
    """Note that a lease had been asked back."""
    own = leases.c.id == recall.lease, leases.c.office == office
    unit.connection.execute(update(leases).where(*own).values(recalled=True))


def _of_office(unit: Unit, office: str, booking: str) -> Booking | None:
    which = and_(bookings.c.id == booking, bookings.c.office == office)
    return read_booking(unit.connection, which)


def _as_told(unit: Unit, office: str, put: BookingPut) -> Booking:
    document = unit.office(office)
    how = document.booking.service(put.service)
    return Booking(
        id=put.booking,
        institution=institution_of(unit, office).id,
        office=office,
        service=put.service,
        calendar=how.calendar if how else "",
        share=Share.INTERNET.value,
        state=BookingState.CONFIRMED,
        version=put.version,
        start=put.start,
        day=local_day(put.start, document.zone),
        minutes=put.minutes,
        persons=put.persons,
        language=put.language,
        token=secrets.token_urlsafe(16),
        eticket=put.eticket or secrets.token_urlsafe(16),
        made_by="restored",
        made_at=unit.now,
        number=put.number,
        confirmed_at=unit.now,
    )


def _take_seats(unit: Unit, booking: Booking) -> None:
    """Its seats by the rules, or beyond the capacity where others have them by now."""
    held = unit.connection.execute(select(seats.c.cell).where(seats.c.booking == booking.id))
    if held.first() is not None:
        return
    if not take_seats(unit, booking.id, _places(unit, booking)):
        force_seats(unit, booking.id, _places(unit, booking))
        list_conflict(unit, booking.office, "restored_overbooked", booking=booking.id)


def _places(unit: Unit, booking: Booking) -> Places:
    try:
        place = (booking.office, booking.service)
        stood = ground(unit.connection, unit.hub.documents, place, unit.now)
    except Unknown:
        cells = cells_of(booking.start, booking.minutes)
        return Places(booking.office, booking.calendar, Share.INTERNET, cells, {})
    return places_of(stood, booking)
