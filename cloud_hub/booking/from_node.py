"""Facts of a node that bear on bookings: sales in leased seats, arrivals, the ends of visits.

Called by the link in the transaction that applies the record. The trap: a fact of the node is
never refused; where it contradicts what the hub knows, it is entered and listed as a conflict.
"""

import secrets
from typing import Any

from sqlalchemy import and_, select, update

from cloud_hub.booking.book import (
    Booking,
    change,
    enter,
    lock_booking,
    make_move,
    note,
    read_booking,
)
from cloud_hub.booking.conflicts import list_conflict, list_once
from cloud_hub.booking.contacts import Person, email_address, keep_person, phone_number
from cloud_hub.booking.freeing import list_too_late
from cloud_hub.booking.limiting import leave_limit_places
from cloud_hub.booking.occupying import Places, force_seats
from cloud_hub.booking.promising import remind
from cloud_hub.store.offices import institution_of
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.seats import lease_numbers, leases, seats
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import (
    GIVEN_UP,
    MOVES,
    BookingMove,
    BookingState,
    shown_state,
)
from queue_core.domain.booking.seats import Share, cell_at, cells_of
from queue_core.domain.calendar import local_day
from queue_core.domain.office import LANGUAGES
from queue_core.wire.records import BookingSeen, LeasedSale, Personal, TicketFacts

UNKNOWN_SEEN = "unknown_booking_seen"
_PROOF_STATES = frozenset({"serving", "parked", "done"})
"""Whoever is or was served has been seen, however he came onto the list."""
_TOWARDS = {
    BookingState.ARRIVED: (BookingMove.ARRIVED, BookingMove.SERVICE_UNDONE),
    BookingState.SERVED: (BookingMove.SERVED,),
    BookingState.NO_SHOW: (BookingMove.NO_SHOW,),
    BookingState.LEFT: (BookingMove.LEFT,),
    BookingState.CANCELLED: (BookingMove.CANCELLED,),
    BookingState.CONFIRMED: (BookingMove.ARRIVAL_UNDONE,),
}
_OVER = frozenset(
    {BookingState.SERVED, BookingState.NO_SHOW, BookingState.LEFT, BookingState.CANCELLED}
)


@use_case
def enter_leased_sale(unit: Unit, office: str, sale: LeasedSale, personal: Personal | None) -> bool:
    """Enter a booking that the node made in leased seats; whether it was new.

    Unconditionally: seats that are gone meanwhile are taken beyond the capacity, and listed.
    """
    if read_booking(unit.connection, bookings.c.id == sale.booking) is not None:
        return False
    booking = _sold(unit, office, sale)
    enter(unit, booking, BookingMove.CONFIRMED, lease=sale.lease)
    if not _use_leased_seats(unit, booking, sale):
        cells = cells_of(booking.start, booking.minutes)
        force_seats(unit, booking.id, Places(office, booking.calendar, Share.NODE, cells, {}))
        list_conflict(unit, office, "leased_seat_gone", booking=booking.id, lease=sale.lease)
    person = _person(personal)
    if person.called or person.contacts:
        keep_person(unit, booking.id, person)
    remind(unit, booking, person)
    return True


@use_case
def note_seen(unit: Unit, office: str, seen: BookingSeen) -> None:
    """A visit was honoured from its QR code before the hub's record came."""
    found = _of_office(unit, office, seen.booking)
    if found is None:
        list_once(unit, office, UNKNOWN_SEEN, seen.booking, number=seen.number)
    else:
        note(unit, found.id, "seen_by_qr", version=seen.version)


@use_case
def apply_ticket(unit: Unit, office: str, ticket: TicketFacts) -> None:
    """Follow the ticket of a booked visit ("What a visit shows", `sync.md`).

    The booking's version stays: the office knows what it told itself.
    """
    if ticket.booking is None:
        return
    if _of_office(unit, office, ticket.booking) is None:
        list_once(unit, office, UNKNOWN_SEEN, ticket.booking, number=ticket.number)
        return
    found = lock_booking(unit, ticket.booking)
    proved = ticket.arrived or ticket.state in _PROOF_STATES
    target = shown_state(_by_hub(found), ticket.state, proved=proved)
    facts = {"ticket_state": ticket.state, "proved": proved, "version": found.version}
    if target is found.state:
        change(unit, found, **facts)
        return
    _follow(unit, found, target, facts)


def _of_office(unit: Unit, office: str, booking: str) -> Booking | None:
    """A booking of this office: a node says nothing about another's."""
    which = and_(bookings.c.id == booking, bookings.c.office == office)
    return read_booking(unit.connection, which)


def _by_hub(found: Booking) -> BookingState:
    """The hub's own word: what it gave up stays so, everything else was a promise."""
    given_up = found.state in (BookingState.CANCELLED, BookingState.MOVED, BookingState.EXPIRED)
    return found.state if given_up else BookingState.CONFIRMED


def _follow(unit: Unit, found: Booking, target: BookingState, facts: dict[str, Any]) -> None:
    for move in _TOWARDS.get(target, ()):
        if MOVES.get((found.state, move)) is target:
            make_move(unit, found, move, **facts)
            break
    else:  # two steps at once, such as served after being undone: the node decides
        change(unit, found, state=target, **facts)
        note(unit, found.id, target.value, jumped_from=found.state.value)
    if found.state in GIVEN_UP:
        list_too_late(unit, found, found.version)
    if target in _OVER:
        leave_limit_places(unit, found.id)


def _sold(unit: Unit, office: str, sale: LeasedSale) -> Booking:
    """As the node told it, whatever the document says of the service by now."""
    return Booking(
        id=sale.booking,
        institution=institution_of(unit, office).id,
        office=office,
        service=sale.service,
        calendar=_calendar(unit, office, sale),
        share=Share.NODE.value,
        state=BookingState.CONFIRMED,
        version=sale.version,
        start=sale.start,
        day=local_day(sale.start, unit.office(office).zone),
        minutes=sale.minutes,
        persons=sale.persons,
        language=sale.language if sale.language in LANGUAGES else "pl",
        token=secrets.token_urlsafe(16),
        eticket=secrets.token_urlsafe(16),
        made_by=sale.made_at,
        made_at=unit.now,
        number=sale.number,
        code=_leased_code(unit, sale),
        lease=sale.lease,
        confirmed_at=unit.now,
    )


def _calendar(unit: Unit, office: str, sale: LeasedSale) -> str:
    leased = select(leases.c.calendar).where(leases.c.id == sale.lease, leases.c.office == office)
    found: str | None = unit.connection.execute(leased).scalar()
    how = unit.office(office).booking.service(sale.service)
    return found or (how.calendar if how else "")


def _leased_code(unit: Unit, sale: LeasedSale) -> str | None:
    code: str | None = unit.connection.execute(
        update(lease_numbers)
        .where(lease_numbers.c.lease == sale.lease, lease_numbers.c.number == sale.number)
        .values(booking=sale.booking)
        .returning(lease_numbers.c.code)
    ).scalar()
    return code


def _use_leased_seats(unit: Unit, booking: Booking, sale: LeasedSale) -> bool:
    """Write the booking into its leased seats; False where any is not leased and free."""
    wanted = [
        and_(
            seats.c.office == booking.office,
            seats.c.calendar == booking.calendar,
            seats.c.cell == cell_at(at),
            seats.c.share == Share.NODE.value,
            seats.c.seat_no == number,
            seats.c.lease == sale.lease,
            seats.c.booking.is_(None),
        )
        for at, number in sale.seats
    ]
    if not all(unit.connection.execute(select(seats.c.cell).where(w)).first() for w in wanted):
        return False
    for which in wanted:
        unit.connection.execute(update(seats).where(which).values(booking=booking.id))
    return bool(wanted)


def _person(personal: Personal | None) -> Person:
    if personal is None:
        return Person()
    return Person(
        name=personal.name,
        phone=phone_number(personal.phone),
        email=email_address(personal.email),
    )
