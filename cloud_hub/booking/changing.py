"""Finding, cancelling and moving a booking, by its link or by its code with the contact.

A moved visit is a new booking with the same code; the old one leads to it. The trap: its seats
that both need are handed over, the others stay taken until the office answers.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import (
    Booking,
    change,
    enter,
    lock_by_token,
    read_booking,
    read_bookings,
)
from cloud_hub.booking.contacts import copy_person, email_address, person_of, phone_number
from cloud_hub.booking.freeing import give_up
from cloud_hub.booking.ground import ground
from cloud_hub.booking.holding import own_hold
from cloud_hub.booking.numbering import keep_access_code
from cloud_hub.booking.occupying import hand_over
from cloud_hub.booking.placing import Wanted, new_booking, occupy
from cloud_hub.booking.promising import promise, remind, send
from cloud_hub.booking.viewing import ends_at, view_of
from cloud_hub.booking.wishes import FindWish, MoveWish
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import booking_people, bookings
from cloud_hub.store.tables.seats import wrong_tries
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from queue_core.domain.booking.bookings import BookingMove, BookingState, shown_state
from queue_core.domain.booking.codes import typed_code
from queue_core.domain.booking.seats import Share, cells_of
from queue_core.domain.errors import Refused, Unknown

_LONGEST_DELAY = 5.0
_FIRST_DELAY = 0.25
_FORGIVEN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Found:
    """What a search gave: a booking, or how many seconds to wait, or nothing."""

    booking: BookingView | None = None
    wait_seconds: float = 0.0


def by_token(hub: Hub, token: str) -> BookingView:
    """The booking behind a link; a moved one leads to where it is now. Raises `unknown_booking`."""
    with hub.database.read() as connection:
        found = read_booking(connection, bookings.c.token == token)
        while found is not None and found.leads_to is not None:
            found = read_booking(connection, bookings.c.id == found.leads_to)
        if found is None:
            raise Unknown("booking")
        office = hub.documents.current(connection, found.office)
    return view_of(found, office, hub.clock.now())


def find(hub: Hub, command: Command, wish: FindWish) -> BookingView:
    """By code and phone or e-mail. Raises `unknown_booking`, `too_many_tries` with `seconds`.

    Wrong tries meet a growing delay up to 5 s, never a lock.
    """
    found = look_for(hub, command, wish)
    if found.booking is not None:
        return found.booking
    if found.wait_seconds:
        raise Refused("too_many_tries", seconds=max(1, round(found.wait_seconds)))
    raise Unknown("booking")


@use_case
def look_for(unit: Unit, wish: FindWish) -> Found:
    """What `find` asks; a wrong try stays counted."""
    contact = phone_number(wish.contact) or email_address(wish.contact) or ""
    key = unit.hub.keys.mac("find", contact)
    tried = unit.connection.execute(
        select(wrong_tries).where(wrong_tries.c.key == key).with_for_update()
    ).first()
    tries = tried.tries if tried and unit.now - tried.last_at < _FORGIVEN_AFTER else 0
    if tried is not None and tries:
        delay = min(_LONGEST_DELAY, _FIRST_DELAY * 2**tries)
        wait = delay - (unit.now - tried.last_at).total_seconds()
        if wait > 0:
            return Found(wait_seconds=wait)
    unit.connection.execute(delete(wrong_tries).where(wrong_tries.c.key == key))
    found = _look(unit, typed_code(wish.code), contact)
    if found is None:
        row = {"key": key, "tries": tries + 1, "last_at": unit.now}
        insert_if_absent(unit.connection, wrong_tries, row)
        return Found()
    return Found(view_of(found, unit.office(found.office), unit.now))


@use_case
def cancel(unit: Unit, token: str) -> BookingView:
    """Cancel by link (B-84). Again is no fault. Raises `unknown_booking`, `already_arrived`,
    `too_late_to_cancel`, `no_online_cancelling`."""
    booking = lock_by_token(unit, token)
    if booking.state is BookingState.CANCELLED:
        return view_of(booking, unit.office(booking.office), unit.now)
    check_online(unit, booking)
    return cancel_booking(unit, booking)


@use_case
def move(unit: Unit, wish: MoveWish) -> BookingView:
    """Move to another term at once; the old one goes back only now (B-99). Raises as `cancel`,
    and `term_taken` with `nearest`, `outside_window`."""
    booking = lock_by_token(unit, wish.token)
    check_online(unit, booking)
    place = (wish.office or booking.office, booking.service)
    stood = ground(unit.connection, unit.hub.documents, place, unit.now)
    stood.check_window(wish.start, unit.now)
    return move_booking(unit, booking, wish, Share.INTERNET)


@use_case
def move_to_held(unit: Unit, token: str, held: str) -> BookingView:
    """Move to a term that this browser holds; the old one goes back only now (B-99). Raises as
    `cancel`, and `hold_expired`."""
    offered = own_hold(unit, held)
    booking = lock_by_token(unit, token)
    check_online(unit, booking)
    copy_person(unit, booking.id, offered.id)
    give_up(unit, booking, BookingMove.MOVED, moved_to=offered.id)
    return promise_moved(unit, offered, booking)


def check_online(unit: Unit, booking: Booking) -> None:
    """Whether its holder may change it himself."""
    check_changeable(unit, booking)
    if unit.office(booking.office).booking.rules.cancelling != "online":
        raise Refused("no_online_cancelling")


def check_changeable(unit: Unit, booking: Booking) -> None:
    """Whether it can be changed at all."""
    state = shown_state(booking.state, booking.ticket_state, proved=booking.proved)
    if state in (BookingState.ARRIVED, BookingState.SERVED):
        raise Refused("already_arrived")
    if state is not BookingState.CONFIRMED:
        raise Refused("cancelled")
    if unit.now >= ends_at(booking):
        raise Refused("too_late_to_cancel")


def cancel_booking(unit: Unit, booking: Booking, **facts: str) -> BookingView:
    """Cancel a locked booking and say so; `facts` are kept with the event."""
    cancelled = give_up(unit, booking, BookingMove.CANCELLED, facts=facts)
    send(unit, cancelled, person_of(unit, booking.id), "cancellation")
    return view_of(cancelled, unit.office(booking.office), unit.now)


def move_booking(unit: Unit, booking: Booking, wish: MoveWish, share: Share) -> BookingView:
    """Move a locked booking; the code stays, the number is the new day's."""
    place = (wish.office or booking.office, wish.service or booking.service)
    stood = ground(unit.connection, unit.hub.documents, place, unit.now)
    wanted = Wanted(wish.start, booking.persons, booking.language, share)
    new = new_booking(unit, stood, wanted)
    stood.check_by_rules(new.start, new.minutes)
    enter(unit, new, BookingMove.HELD, start=new.start.isoformat())
    if (new.office, new.calendar, new.share) == (booking.office, booking.calendar, booking.share):
        hand_over(unit, booking.id, new.id, cells_of(new.start, new.minutes))
    occupy(unit, stood, new)
    copy_person(unit, booking.id, new.id)
    give_up(unit, booking, BookingMove.MOVED, moved_to=new.id)
    return promise_moved(unit, new, booking)


def promise_moved(unit: Unit, new: Booking, old: Booking) -> BookingView:
    """Confirm the booking that an old one was moved to, with its code."""
    person = person_of(unit, new.id)
    if old.code:
        keep_access_code(unit, old.institution, old.code, max(old.day, new.day))
    moved = promise(unit, change(unit, new, moved_from=old.id), person, code=old.code)
    send(unit, moved, person, "change", old_start=old.start.isoformat())
    remind(unit, moved, person)
    return view_of(moved, unit.office(moved.office), unit.now)


def _look(unit: Unit, code: str | None, contact: str) -> Booking | None:
    if code is None or not contact:
        return None
    same = and_(
        bookings.c.code == code,
        bookings.c.moved_to.is_(None),
        bookings.c.id.in_(
            select(booking_people.c.booking).where(
                or_(booking_people.c.phone == contact, booking_people.c.email == contact)
            )
        ),
    )
    found = read_bookings(unit.connection, same)
    return found[-1] if found else None
