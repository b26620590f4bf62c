"""The waiting list for an earlier term: a free one is offered to the first whose wish fits.

An offer is a hold of half an hour with a link; unanswered, the next is asked, and after three
everybody may have it. The trap: nobody is offered the same term twice.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Exists, Row, and_, delete, exists, func, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import (
    Booking,
    enter,
    lock_booking,
    lock_by_token,
    read_booking,
)
from cloud_hub.booking.changing import check_changeable, promise_moved
from cloud_hub.booking.contacts import copy_person, person_of
from cloud_hub.booking.freeing import give_up
from cloud_hub.booking.ground import Ground, ground
from cloud_hub.booking.offer import offers
from cloud_hub.booking.placing import Wanted, new_booking, occupy
from cloud_hub.booking.promising import send
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.seats import waiting_offers, waiting_wishes
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import BookingMove, BookingState
from queue_core.domain.errors import Refused, Unknown

OFFER_MINUTES = 30
ASKED_IN_TURN = 3
_AWAKE = (time(8), time(20))


@use_case
def wish_earlier(unit: Unit, token: str, first_day: date, last_day: date) -> None:
    """Wait for an earlier term on these days; again replaces the wish. Raises `no_waiting_list`,
    and as `cancel`."""
    booking = lock_by_token(unit, token)
    check_changeable(unit, booking)
    if not unit.office(booking.office).booking.rules.waiting_list:
        raise Refused("no_waiting_list")
    stop_waiting(unit, booking.id)
    row = {"booking": booking.id, "office": booking.office, "service": booking.service}
    days = {"first_day": first_day, "last_day": min(last_day, booking.day)}
    insert_if_absent(unit.connection, waiting_wishes, {**row, **days, "since": unit.now})


@use_case
def offer_earlier(unit: Unit, office: str) -> int:
    """Offer free earlier terms to those who wait, by day only; how many. The work process asks."""
    local = unit.now.astimezone(unit.office(office).zone).time()
    if not _AWAKE[0] <= local < _AWAKE[1]:
        return 0
    waiting = unit.connection.execute(
        select(waiting_wishes)
        .where(waiting_wishes.c.office == office, ~_has_open_offer())
        .order_by(waiting_wishes.c.since, waiting_wishes.c.booking)
    ).all()
    return sum(_offer_to(unit, wish) for wish in waiting)


@use_case
def take_offer(unit: Unit, token: str) -> BookingView:
    """Take an offered term by its link: the old booking is moved to it. Raises `offer_gone`,
    `unknown_booking`."""
    found = read_booking(unit.connection, bookings.c.token == token)
    if found is None:
        raise Unknown("booking")
    old_id = unit.connection.execute(
        select(waiting_offers.c.wish).where(waiting_offers.c.offered == found.id)
    ).scalar()
    if old_id is None:
        raise Refused("offer_gone")
    old, offered = lock_booking(unit, old_id), lock_booking(unit, found.id)
    if offered.state is not BookingState.HELD or (offered.expires_at or unit.now) <= unit.now:
        raise Refused("offer_gone")
    check_changeable(unit, old)
    copy_person(unit, old.id, offered.id)
    give_up(unit, old, BookingMove.MOVED, moved_to=offered.id)
    stop_waiting(unit, old.id)
    return promise_moved(unit, offered, old)


def stop_waiting(unit: Unit, booking: str) -> None:
    """The wish is fulfilled or withdrawn."""
    unit.connection.execute(delete(waiting_wishes).where(waiting_wishes.c.booking == booking))


def _has_open_offer() -> Exists:
    return exists().where(
        waiting_offers.c.wish == waiting_wishes.c.booking,
        waiting_offers.c.offered == bookings.c.id,
        bookings.c.state == BookingState.HELD.value,
    )


def _offer_to(unit: Unit, wish: Row[tuple[object, ...]]) -> bool:
    """Offer one person the earliest free term not offered to him yet; whether there was one."""
    own = lock_booking(unit, wish.booking)
    if own.state is not BookingState.CONFIRMED:
        stop_waiting(unit, own.id)
        return False
    stood = ground(unit.connection, unit.hub.documents, (own.office, own.service), unit.now)
    start = _earliest(unit, stood, own, (wish.first_day, wish.last_day))
    if start is None:
        return False
    offered = new_booking(unit, stood, Wanted(start, own.persons, own.language))
    until = unit.now + timedelta(minutes=OFFER_MINUTES)
    offered = enter(unit, replace(offered, expires_at=until), BookingMove.HELD, offered=True)
    occupy(unit, stood, offered)
    key = {"office": own.office, "service": own.service, "start": start, "wish": own.id}
    insert_if_absent(
        unit.connection, waiting_offers, {**key, "offered": offered.id, "at": unit.now}
    )
    send(unit, offered, person_of(unit, own.id), "earlier_term", until=until.isoformat())
    return True


def _earliest(unit: Unit, stood: Ground, own: Booking, days: tuple[date, date]) -> datetime | None:
    asked = TermsAsked(own.office, own.service, *days, persons=own.persons, own=own.id)
    offered = offers(unit.connection, stood, asked, stood.window(unit.now))
    terms = (term.start for day in offered for term in day.terms if term.start < own.start)
    return next((start for start in terms if _may_be_offered(unit, own, start)), None)


def _may_be_offered(unit: Unit, own: Booking, start: datetime) -> bool:
    same = and_(
        waiting_offers.c.office == own.office,
        waiting_offers.c.service == own.service,
        waiting_offers.c.start == start,
    )
    asked = unit.connection.execute(
        select(func.count(), func.count().filter(waiting_offers.c.wish == own.id)).where(same)
    ).one()
    return bool(asked[0] < ASKED_IN_TURN and asked[1] == 0)
