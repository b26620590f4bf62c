"""The life of a booking: which moves exist, what a visit shows, and a document's faults."""

from dataclasses import replace
from datetime import date, time

import pytest

from okienko.demo.sample import OFFICES, office
from queue_core.domain.booking.bookings import (
    GIVEN_UP,
    MOVES,
    BookingMove,
    BookingState,
    check_move,
    shown_state,
)
from queue_core.domain.booking.limits import limits_of
from queue_core.domain.booking.settings import (
    BookingCalendar,
    BookingRules,
    Period,
    ServiceBooking,
)
from queue_core.domain.errors import Refused
from queue_core.domain.office_check import faults


def test_only_proof_or_a_late_code_leads_back_from_an_end() -> None:
    back = {move for (state, move), after in MOVES.items() if state in GIVEN_UP}
    assert back == {BookingMove.ARRIVED, BookingMove.TAKEN_AGAIN}


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {*MOVES.values(), BookingState.HELD} == set(BookingState)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (BookingState.ARRIVED, "already_arrived"),
        (BookingState.SERVED, "already_arrived"),
        (BookingState.EXPIRED, "hold_expired"),
        (BookingState.CANCELLED, "cancelled"),
        (BookingState.NO_SHOW, "not_allowed_now"),
    ],
)
def test_a_move_that_does_not_exist_says_why(state: BookingState, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_move(state, BookingMove.CANCELLED)


@pytest.mark.parametrize(
    ("hub", "node", "proved", "shown"),
    [
        ("cancelled", "called", False, "cancelled"),
        ("cancelled", "waiting", True, "arrived"),
        ("confirmed", "cancelled", False, "cancelled"),
        ("confirmed", "waiting", False, "confirmed"),
        ("confirmed", "done", True, "served"),
        ("confirmed", None, False, "confirmed"),
        ("moved", "no_show", False, "moved"),
    ],
)
def test_what_a_visit_shows(hub: str, node: str | None, proved: bool, shown: str) -> None:
    assert shown_state(BookingState(hub), node, proved=proved) == shown


def test_phone_and_address_are_two_identities_of_one_person() -> None:
    limits = limits_of(BookingRules(), ["b", "a"], office="o", service="s", day=date(2026, 11, 23))
    assert [limit.parts[0] for limit in limits] == ["a", "a", "b", "b"]


@pytest.mark.parametrize("name", OFFICES)
def test_every_office_of_the_sample_city_can_be_booked(name: str) -> None:
    document = office(name)
    assert faults(document) == []
    for how in document.booking.services:
        assert set(how.card.documents) == set(how.card.fees) == {"pl", "en", "uk"}
        assert how.latest_days == 30


def test_faults_of_booking_are_named_all_at_once() -> None:
    plaza = office("plaza")
    broken = replace(
        plaza.booking,
        services=(ServiceBooking("nothing", "nowhere", minutes=0, latest_days=-1),),
        calendars=(BookingCalendar("c", (Period(7, time(9, 3), time(8), 7),)),),
    )
    assert faults(replace(plaza, booking=broken)) == [
        'booking of service "nothing": there is no service "nothing" with tickets',
        'booking of service "nothing": there is no calendar "nowhere"',
        'booking of service "nothing": minutes and persons must be more than 0',
        'booking of service "nothing": the window cannot begin or end in the past',
        'booking calendar "c": weekday 7 is not 0 (Monday) to 6',
        'booking calendar "c", weekday 7: hours are not in order',
        'booking calendar "c", weekday 7: hours must be on the grid of 5 minutes',
        'booking calendar "c", weekday 7: step_minutes must be 5 or a multiple of it',
    ]
