"""What staff do in the register: book with the caller on the line, change, send again, overbook.

No code is asked for; seats come from the staff's share. Who may do what is declared by the routes:
overbooking and releasing have rights of their own.
"""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import Booking, change, enter, lock_booking, note
from cloud_hub.booking.changing import cancel_booking, check_changeable, move_booking
from cloud_hub.booking.contacts import keep_person, person_of, taken_down
from cloud_hub.booking.freeing import give_up
from cloud_hub.booking.ground import Ground, ground
from cloud_hub.booking.occupying import free_seats
from cloud_hub.booking.placing import Wanted, new_booking, occupy, occupy_beyond
from cloud_hub.booking.promising import promise, remind, send
from cloud_hub.booking.viewing import view_of
from cloud_hub.booking.wishes import MoveWish, StaffBooking
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import GIVEN_UP, BookingMove
from queue_core.domain.booking.seats import Share, cells_of
from queue_core.domain.errors import NotAllowedNow, Refused


class CancelReason(StrEnum):
    """Why staff cancel a visit."""

    ASKED = "asked"
    OFFICE = "office"
    DOUBLE = "double"
    MISTAKE = "mistake"


SILENT_FOR = timedelta(hours=24)
LONGEST_NOTE = 200


@use_case
def book_by_phone(unit: Unit, wish: StaffBooking) -> BookingView:
    """Book in the staff's share (B-83, U-06). Raises `term_taken`, `outside_window`,
    `invalid_fields`, `limit_of_person`, `too_many_persons`."""
    stood, booking = _begin(unit, wish, Share.STAFF)
    occupy(unit, stood, booking)
    return _finish(unit, booking, wish)


@use_case
def overbook(unit: Unit, wish: StaffBooking) -> BookingView:
    """Book beyond the capacity, on purpose; the view carries the warning `overbooked` (B-94)."""
    stood, booking = _begin(unit, wish, Share.OVER)
    occupy_beyond(unit, stood, booking)
    note(unit, booking.id, "overbooked")
    return _finish(unit, booking, wish, warning="overbooked")


@use_case
def cancel_by_staff(
    unit: Unit, booking: str, reason: CancelReason = CancelReason.ASKED
) -> BookingView:
    """Cancel, also where citizens may not, and tell the person. Raises `already_arrived`,
    `cancelled`, `too_late_to_cancel`, `unknown_booking`."""
    found = lock_booking(unit, booking)
    check_changeable(unit, found)
    return cancel_booking(unit, found, reason=reason.value)


@use_case
def cancel_in_silence(unit: Unit, booking: str, reason: CancelReason) -> BookingView:
    """The same where the person knows already: no message is sent."""
    found = lock_booking(unit, booking)
    check_changeable(unit, found)
    told = {"reason": reason.value, "silent": True}
    cancelled = give_up(unit, found, BookingMove.CANCELLED, facts=told)
    return view_of(cancelled, unit.office(cancelled.office), unit.now)


@use_case
def move_by_staff(unit: Unit, booking: str, wish: MoveWish) -> BookingView:
    """Move to another term, matter or office, into the staff's share; what lies within its own
    places keeps them. The wish's token is not asked. Raises as `cancel_by_staff`, and
    `term_taken`, `outside_window`, `too_many_persons`, `unknown_service`."""
    found = lock_booking(unit, booking)
    _check_movable(unit, found, wish)
    share = Share(found.share) if _within_own_places(unit, found, wish) else Share.STAFF
    return move_booking(unit, found, wish, share)


@use_case
def move_beyond(unit: Unit, booking: str, wish: MoveWish) -> BookingView:
    """The same beyond the capacity, on purpose (B-94)."""
    found = lock_booking(unit, booking)
    _check_movable(unit, found, wish)
    moved = move_booking(unit, found, wish, Share.OVER)
    note(unit, moved.id, "overbooked")
    return moved


@use_case
def send_again(unit: Unit, booking: str) -> bool:
    """Send the confirmation once more; False where there is nowhere to send it."""
    found = lock_booking(unit, booking)
    check_changeable(unit, found)
    person = person_of(unit, booking)
    send(unit, found, person, "confirmation")
    return bool(person.contacts)


@use_case
def release_silent(unit: Unit, booking: str) -> None:
    """Free the seats of a cancelled visit whose office has said nothing for 24 h: overbooking,
    should the person have arrived. Raises `office_not_silent`, `not_allowed_now`."""
    found = lock_booking(unit, booking)
    seen = unit.connection.execute(
        select(offices.c.seen_at).where(offices.c.id == found.office)
    ).scalar()
    if seen is not None and unit.now - seen < SILENT_FOR:
        raise Refused("office_not_silent")
    if found.state not in GIVEN_UP or found.freed_at is not None:
        raise NotAllowedNow()
    free_seats(unit, booking)
    change(unit, found, freed_at=unit.now, version=found.version)
    note(unit, booking, "released_by_staff")
    unit.touch("seats")


def _check_movable(unit: Unit, found: Booking, wish: MoveWish) -> None:
    check_changeable(unit, found)
    if wish.start <= unit.now:
        raise Refused("outside_window")


def _within_own_places(unit: Unit, found: Booking, wish: MoveWish) -> bool:
    place = (wish.office or found.office, wish.service or found.service)
    stood = ground(unit.connection, unit.hub.documents, place, unit.now)
    if (stood.office.id, stood.calendar.id) != (found.office, found.calendar):
        return False
    own = cells_of(found.start, found.minutes)
    wanted = cells_of(wish.start, stood.minutes(found.persons))
    return set(wanted) <= set(own)


def _begin(unit: Unit, wish: StaffBooking, share: Share) -> tuple[Ground, Booking]:
    stood = ground(unit.connection, unit.hub.documents, (wish.office, wish.service), unit.now)
    wanted = Wanted(wish.start, wish.persons, wish.contact.language, share)
    booking = new_booking(unit, stood, wanted)
    stood.check_by_rules(booking.start, booking.minutes)
    if booking.start <= unit.now:
        raise Refused("outside_window")
    enter(unit, booking, BookingMove.HELD, start=booking.start.isoformat())
    return stood, booking


def _finish(unit: Unit, booking: Booking, wish: StaffBooking, warning: str = "") -> BookingView:
    person = taken_down(wish.contact, unit.office(booking.office).booking)
    if len(wish.note) > LONGEST_NOTE:
        raise Refused("invalid_fields", fields={"note": "too_long"})
    keep_person(unit, booking.id, person, wish.note)
    promised = promise(unit, booking, person)
    send(unit, promised, person, "confirmation")
    remind(unit, promised, person)
    return view_of(promised, unit.office(promised.office), unit.now, warning)
