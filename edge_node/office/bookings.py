"""What the hub tells of bookings and seats, applied to the node's copy and to today's tickets.

Each function takes one record inside the transaction that also stores the cursor, and does
nothing for a version that is already known. The trap: after a physical proof the person is here,
whatever the hub says (`sync`, "Who decides").
"""

from dataclasses import replace

from edge_node.office.issuing import check_service
from edge_node.office.placing import enter_booked, new_token, with_booking
from edge_node.office.voice import withdraw
from edge_node.store.bookings import (
    Booking,
    Person,
    booking,
    keep,
    keep_person,
    ticket_of_booking,
)
from edge_node.store.leases import add_numbers, add_seats, keep_lease, return_seats
from edge_node.store.office_keys import keep_keys
from edge_node.store.sync import tell_hub
from edge_node.store.tickets import change
from edge_node.store.unit import Unit
from queue_core.domain.booking.arrival import cancellation_wins
from queue_core.domain.booking.terms import visit_minutes
from queue_core.domain.booking.visit_qr import SignedVisit
from queue_core.domain.calendar import local_day
from queue_core.domain.tickets import Move, State, Ticket
from queue_core.wire.records import (
    BookingCancelled,
    BookingPut,
    BookingSeen,
    CancelApplied,
    CancelTooLate,
    LeaseGrant,
    LeaseRecall,
    LeaseReturn,
    OfficeKeys,
    Personal,
)

_ENDED = (State.CANCELLED, State.LEFT, State.UNSERVED)
DEFAULT_MINUTES = 15
"""How long a visit is planned of which nobody has said it."""


def put_booking(unit: Unit, put: BookingPut, personal: Personal | None = None) -> None:
    """A booking as the hub has it now: new, with other data, or on another hour, day or matter."""
    before = booking(unit.connection, put.booking)
    if before is not None and not _is_news(before, put.version):
        return
    known = _from_put(unit, put, before)
    keep(unit, known)
    if personal is not None:
        keep_person(unit, known.id, Person(personal.name, personal.phone_tail))
    settle(unit, known)


def cancel_booking(unit: Unit, tombstone: BookingCancelled) -> None:
    """Take a cancellation and say so, or say that the person was here first. One that a restored
    hub tells under an older version than is known here is answered too."""
    before = booking(unit.connection, tombstone.booking)
    applied = CancelApplied(booking=tombstone.booking, version=tombstone.version)
    if before is not None and before.version > tombstone.version:
        if before.cancelled:
            tell_hub(unit, applied)
        return
    ticket = ticket_of_booking(unit.connection, tombstone.booking)
    if ticket is not None and not cancellation_wins(ticket.state, ticket.arrived):
        if before is not None:
            keep(unit, replace(before, version=tombstone.version))
        tell_hub(unit, CancelTooLate(booking=tombstone.booking, version=tombstone.version))
        return
    keep(unit, _tombstone(unit, tombstone, before))
    if ticket is not None:
        withdraw_visit(unit, ticket, tombstone.reason)
    tell_hub(unit, applied)


def honour(unit: Unit, signed: SignedVisit) -> Booking:
    """A visit as its proven QR code says, unless a word as new is known; the hub is told.

    Raises `unknown_service`.
    """
    known = booking(unit.connection, signed.booking)
    if known is not None and known.version >= signed.version:
        return known
    seen = _from_qr(unit, signed, known)
    keep(unit, seen)
    settle(unit, seen)
    told = BookingSeen(
        booking=seen.id,
        version=seen.version,
        service=seen.service,
        start=seen.start,
        number=seen.number,
        persons=seen.persons,
    )
    tell_hub(unit, told)
    return booking(unit.connection, seen.id) or seen


def settle(unit: Unit, known: Booking) -> None:
    """Make the ticket of today agree with the booking. One who is here stays where he is."""
    ticket = ticket_of_booking(unit.connection, known.id)
    if ticket is None:
        enter_booked(unit, known)
    elif cancellation_wins(ticket.state, ticket.arrived) and ticket.state not in _ENDED:
        _agree(unit, ticket, known)


def withdraw_visit(unit: Unit, ticket: Ticket, reason: str) -> None:
    """Take a ticket off the list; called, it leaves board and voice, and the clerk is told.

    One struck out already stays so.
    """
    if ticket.state not in (State.BOOKED, State.WAITING, State.CALLED, State.ABSENT):
        return
    withdraw(unit, ticket.id)
    unit.new_action()
    gone = replace(ticket, state=State.CANCELLED, ended_at=unit.now)
    change(unit, ticket, gone, Move.WITHDRAWN, reason=reason)


def keep_office_keys(unit: Unit, keys: OfficeKeys) -> None:
    """The keys of codes and QR codes, old ones included."""
    keep_keys(unit, keys.code, keys.qr)


def grant_lease(unit: Unit, grant: LeaseGrant) -> None:
    """Seats that only this office sells from now on."""
    keep_lease(unit, grant.lease, grant.calendar, day=grant.day)
    add_seats(unit, grant.lease, grant.seats)
    add_numbers(unit, grant.lease, grant.numbers)
    unit.touch("queue")


def recall_lease(unit: Unit, recall: LeaseRecall) -> None:
    """Give back what is still free of it; what was sold stays sold."""
    returned = return_seats(unit, recall.lease, recall.seats)
    tell_hub(unit, LeaseReturn(lease=recall.lease, seats=returned))
    unit.touch("queue")


def _is_news(before: Booking, version: int) -> bool:
    """The highest version counts; the hub's own words complete what a QR code or a sale said. Its
    word after its cancellation means that the person had been here first."""
    if before.version == version:
        return before.source != "hub" or before.cancelled
    return before.version < version


def _from_put(unit: Unit, put: BookingPut, before: Booking | None) -> Booking:
    same_hour = before is not None and not before.cancelled and before.start == put.start
    return Booking(
        id=put.booking,
        version=put.version,
        state="confirmed",
        service=put.service,
        start=put.start,
        day=local_day(put.start, unit.office.zone).isoformat(),
        minutes=put.minutes,
        number=put.number,
        code_mac=put.code_mac,
        more_services=put.more_services,
        persons=put.persons,
        language=put.language,
        priority=put.priority,
        need=put.need,
        eticket=put.eticket,
        source="hub",
        known_at=before.known_at if before and same_hour else unit.now,
        away=before.away if before and same_hour else False,
    )


def _from_qr(unit: Unit, signed: SignedVisit, before: Booking | None) -> Booking:
    """What the code does not say stays as known, or usual."""
    check_service(unit, signed.service)
    planned = unit.office.booking.service(signed.service)
    usual = before or _unheard(unit, signed.booking)
    return replace(
        usual,
        version=signed.version,
        state="confirmed",
        service=signed.service,
        start=signed.start,
        day=local_day(signed.start, unit.office.zone).isoformat(),
        minutes=visit_minutes(planned, signed.persons) if planned else DEFAULT_MINUTES,
        number=signed.number,
        persons=signed.persons,
        source="qr",
        known_at=unit.now,
        away=False,
    )


def _tombstone(unit: Unit, stone: BookingCancelled, before: Booking | None) -> Booking:
    """A cancelled booking; one never heard of is kept too, so that no QR code revives it."""
    if before is not None:
        return replace(before, version=stone.version, state="cancelled")
    return replace(_unheard(unit, stone.booking), version=stone.version, state="cancelled")


def _unheard(unit: Unit, id: str) -> Booking:
    """A booking of which nothing but its id is known."""
    return Booking(
        id=id,
        version=0,
        state="confirmed",
        service="",
        start=unit.now,
        day="",
        minutes=DEFAULT_MINUTES,
        number="",
        code_mac="",
        more_services=(),
        persons=1,
        language="pl",
        priority=0,
        need=None,
        eticket="",
        source="hub",
        known_at=unit.now,
    )


def _agree(unit: Unit, ticket: Ticket, known: Booking) -> None:
    if known.day != ticket.day or known.number != ticket.number:
        withdraw_visit(unit, ticket, "moved")
        _let_go(unit, ticket)
        enter_booked(unit, known)
        return
    changed = with_booking(ticket, known)
    if changed == ticket:
        return
    unit.new_action()
    if changed.booked_for != ticket.booked_for or changed.service != ticket.service:
        withdraw(unit, ticket.id)
        changed = _as_booked(changed)
    change(unit, ticket, changed, Move.REBOOKED)


def _as_booked(ticket: Ticket) -> Ticket:
    return replace(
        ticket,
        state=State.BOOKED,
        counter=None,
        clerk=None,
        calls=0,
        called_at=None,
        absent_at=None,
        absent_seq=0,
        ended_at=None,
    )


def _let_go(unit: Unit, ticket: Ticket) -> None:
    """The old number stays in the day's books; booking and e-ticket go on to another one."""
    unit.connection.execute(
        "UPDATE tickets SET booking = NULL, token = ? WHERE id = ?", (new_token(), ticket.id)
    )
