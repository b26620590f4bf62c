"""Who waits for an earlier term is offered it, one after the other, by day only."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cloud_hub.booking.changing import by_token
from cloud_hub.booking.holding import expire
from cloud_hub.booking.waiting_list import offer_earlier, take_offer, wish_earlier
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Command, Hub
from queue_core.domain.errors import Refused
from tests.cloud_hub.booking.story import JAN, booked, browser, messages, starts
from tests.cloud_hub.sample import clock

WORK = Command(route="work")


def offers_open(hub: Hub) -> list[tuple[str, datetime]]:
    """Tokens and starts of the terms that are held for somebody."""
    query = select(bookings.c.token, bookings.c.start).where(bookings.c.state == "held")
    with hub.database.read() as connection:
        return [(row.token, row.start) for row in connection.execute(query)]


def waits(hub: Hub) -> str:
    """Anna has a late term and waits for one of today; her link."""
    mine = booked(hub, "anna", starts(hub)[-1])
    today = hub.clock.now().date()
    wish_earlier(hub, browser("anna"), mine.token, today, today)
    return mine.token


def test_an_offer_taken_moves_the_old_booking(hub: Hub) -> None:
    token = waits(hub)
    first = starts(hub)[0]
    before = by_token(hub, token)
    assert offer_earlier(hub, WORK, "plaza") == 1
    assert offer_earlier(hub, WORK, "plaza") == 0
    ((offered, start),) = offers_open(hub)
    assert start == first
    assert "earlier_term" in messages(hub)
    taken = take_offer(hub, WORK, offered)
    assert (taken.start, taken.state, taken.code) == (first, "confirmed", before.code)
    assert by_token(hub, token).id == taken.id
    with pytest.raises(Refused, match="offer_gone"):
        take_offer(hub, WORK, offered)


def test_an_unanswered_offer_goes_on_and_the_same_term_is_not_offered_twice(hub: Hub) -> None:
    token = waits(hub)
    offer_earlier(hub, WORK, "plaza")
    ((offered, start),) = offers_open(hub)
    clock(hub).advance(minutes=30)
    expire(hub, WORK)
    with pytest.raises(Refused, match="offer_gone"):
        take_offer(hub, WORK, offered)
    offer_earlier(hub, WORK, "plaza")
    ((_, second),) = offers_open(hub)
    assert second != start
    assert by_token(hub, token).state == "confirmed"


def test_nobody_is_woken_at_night(hub: Hub) -> None:
    waits(hub)
    clock(hub).advance(hours=11)
    assert offer_earlier(hub, WORK, "plaza") == 0


def test_two_who_wait_are_offered_two_seats(hub: Hub) -> None:
    waits(hub)
    today = hub.clock.now().date()
    jan = booked(hub, "jan", starts(hub)[-2], contact=JAN)
    wish_earlier(hub, browser("jan"), jan.token, today, today)
    assert offer_earlier(hub, WORK, "plaza") == 2
