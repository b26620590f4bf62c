"""Holding a term while a person fills in the data: ten minutes, once more if asked.

One browser session holds one term. The trap: what has expired is swept before a term is refused,
so that nobody loses a term to a hold that is over.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update

from cloud_hub.booking.answers import Held
from cloud_hub.booking.book import (
    Booking,
    change,
    enter,
    lock_booking,
    make_move,
    read_booking,
)
from cloud_hub.booking.ground import ground
from cloud_hub.booking.occupying import free_seats
from cloud_hub.booking.placing import Wanted, new_booking, occupy
from cloud_hub.booking.wishes import HoldWish
from cloud_hub.store.tables.bookings import booking_people, bookings
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.booking.bookings import HOLDING, BookingMove
from queue_core.domain.errors import Refused, Unknown

_AT_ONCE = 50


@use_case
def hold(unit: Unit, wish: HoldWish) -> Held:
    """Hold a term for this browser session; a former hold of it is given back (B-86).

    Raises `term_taken` with `nearest` (instants), `outside_window`, `too_many_persons`,
    `unknown_service`, `office_away`.
    """
    stood = ground(unit.connection, unit.hub.documents, (wish.office, wish.service), unit.now)
    booking = new_booking(unit, stood, Wanted(wish.start, wish.persons, wish.language))
    stood.check_by_rules(booking.start, booking.minutes)
    stood.check_window(booking.start, unit.now)
    expire_due(unit, office=wish.office)
    former = _former(unit)
    if former is not None:
        _give_back(unit, former)
    until = unit.now + timedelta(minutes=stood.office.booking.rules.hold_minutes)
    booking = replace(booking, session=unit.command.session, expires_at=until)
    enter(unit, booking, BookingMove.HELD, start=booking.start.isoformat())
    occupy(unit, stood, booking)
    if former is not None:
        _keep_answers(unit, former.id, booking.id)
    return as_held(booking)


@use_case
def extend(unit: Unit, booking: str) -> Held:
    """Once more so many minutes. Raises `hold_expired`, `already_extended`."""
    found = own_hold(unit, booking)
    if found.extended:
        raise Refused("already_extended")
    minutes = unit.office(found.office).booking.rules.hold_minutes
    until = _expiry(found) + timedelta(minutes=minutes)
    return as_held(change(unit, found, expires_at=until, extended=True))


@use_case
def release(unit: Unit, booking: str) -> None:
    """Give a held or unconfirmed term back at once. Raises `unknown_booking`, `hold_expired`."""
    _give_back(unit, own_hold(unit, booking))


def held(hub: Hub, session: str) -> Held | None:
    """What this browser session holds now, held or unconfirmed."""
    with hub.database.read() as connection:
        found = read_booking(connection, bookings.c.session == session)
    if found is None or found.state not in HOLDING or _expiry(found) <= hub.clock.now():
        return None
    return as_held(found)


@use_case
def expire(unit: Unit) -> int:
    """Let go of what was not confirmed in time; how many. The work process asks again and again."""
    return expire_due(unit)


def expire_due(unit: Unit, *, office: str | None = None) -> int:
    """The same inside another use case, of one office."""
    which = and_(bookings.c.expires_at.is_not(None), bookings.c.expires_at <= unit.now)
    if office is not None:
        which = and_(which, bookings.c.office == office)
    due = unit.connection.execute(
        select(bookings.c.id)
        .where(which)
        .order_by(bookings.c.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).scalars()
    ids = list(due)
    for id in ids:
        found = lock_booking(unit, id)
        free_seats(unit, id)
        make_move(unit, found, BookingMove.EXPIRED, session=None, expires_at=None)
    return len(ids)


def own_hold(unit: Unit, booking: str) -> Booking:
    """The hold of this browser session, locked. Raises `unknown_booking`, `hold_expired`."""
    found = lock_booking(unit, booking)
    if found.state in HOLDING and found.session != unit.command.session:
        raise Unknown("booking")
    if found.state not in HOLDING or _expiry(found) <= unit.now:
        raise Refused("hold_expired")
    return found


def as_held(booking: Booking) -> Held:
    """What its holder is told."""
    return Held(
        id=booking.id,
        office=booking.office,
        service=booking.service,
        start=booking.start,
        minutes=booking.minutes,
        persons=booking.persons,
        language=booking.language,
        expires_at=_expiry(booking),
        extended=booking.extended,
        state=booking.state.value,
    )


def _former(unit: Unit) -> Booking | None:
    if unit.command.session is None:
        return None
    found = read_booking(unit.connection, bookings.c.session == unit.command.session)
    return lock_booking(unit, found.id) if found else None


def _give_back(unit: Unit, booking: Booking) -> None:
    free_seats(unit, booking.id)
    make_move(unit, booking, BookingMove.CANCELLED, session=None, expires_at=None)


def _keep_answers(unit: Unit, old: str, new: str) -> None:
    """Another term, the same person: nothing has to be typed again."""
    unit.connection.execute(
        update(booking_people).where(booking_people.c.booking == old).values(booking=new)
    )


def _expiry(booking: Booking) -> datetime:
    if booking.expires_at is None:
        raise Refused("hold_expired")
    return booking.expires_at
