"""When a ticket may be issued, and the reason when not (B-24, B-25, B-26, B-70)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calendar import DayHours
from queue_core.domain.errors import Refused
from queue_core.domain.issuing import Issuing, IssuingFacts, IssuingState, check_issuing, issuing
from tests.queue_core.domain.builders import at

HOURS = DayHours(opens=at(0), last_ticket=at(400), serving_until=at(480))
TOMORROW = at(24 * 60)


def facts(minute: float = 60, **changed: Any) -> IssuingFacts:
    values: dict[str, Any] = {
        "now": at(minute),
        "hours": HOURS,
        "daily_limit": None,
        "issued_today": 0,
        "stop": False,
        "open_counter": True,
        "needs_open_counter": False,
        "next_opening": TOMORROW,
    }
    return IssuingFacts(**(values | changed))


def refusal(**changed: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        check_issuing(facts(**changed))
    return caught.value


def test_an_ordinary_hour_is_open_without_a_known_bound() -> None:
    assert issuing(facts()) == Issuing(IssuingState.OPEN)
    check_issuing(facts())


@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (-0.1, IssuingState.NOT_YET_OPEN),
        (0, IssuingState.OPEN),
        (399.9, IssuingState.OPEN),
        (400, IssuingState.LAST_TICKET_HOUR_PASSED),
        (479.9, IssuingState.LAST_TICKET_HOUR_PASSED),
        (480, IssuingState.CLOSED),
    ],
)
def test_hours_open_and_end_on_the_minute(minute: float, state: IssuingState) -> None:
    assert issuing(facts(minute)).state is state


def test_before_the_hour_it_says_when_it_opens_today() -> None:
    assert issuing(facts(-30)).opens_at == HOURS.opens
    assert refusal(minute=-30).facts["opens_at"] == HOURS.opens


def test_a_closed_day_says_when_it_opens_again() -> None:
    assert issuing(facts(hours=None)) == Issuing(IssuingState.CLOSED, opens_at=TOMORROW)
    closed = refusal(hours=None)
    assert closed.code == "service_closed"
    assert closed.facts == {"reason": "closed", "opens_at": TOMORROW}


def test_a_day_without_a_next_opening_names_none() -> None:
    assert "opens_at" not in refusal(hours=None, next_opening=None).facts


def test_after_the_last_ticket_it_names_that_hour() -> None:
    late = refusal(minute=430)
    assert late.code == "last_ticket_hour_passed"
    assert late.facts["last_at"] == HOURS.last_ticket


@pytest.mark.parametrize(("issued", "remaining"), [(0, 50), (49, 1)])
def test_the_limit_of_the_day_leaves_a_remaining_number(issued: int, remaining: int) -> None:
    found = issuing(facts(daily_limit=50, issued_today=issued))
    assert found == Issuing(IssuingState.OPEN, remaining)


@pytest.mark.parametrize("issued", [50, 51])
def test_the_limit_of_the_day_stops_issuing(issued: int) -> None:
    assert issuing(facts(daily_limit=50, issued_today=issued)).remaining == 0
    assert refusal(daily_limit=50, issued_today=issued).code == "limit_reached"


def test_a_full_queue_stops_issuing_for_today() -> None:
    assert issuing(facts(stop=True)) == Issuing(IssuingState.STOPPED_FOR_TODAY, 0)
    assert refusal(stop=True).code == "stopped_for_today"


def test_without_an_open_counter_it_closes_only_where_that_is_set() -> None:
    assert issuing(facts(open_counter=False)).open
    strict = facts(open_counter=False, needs_open_counter=True)
    assert issuing(strict).state is IssuingState.NO_COUNTER_OPEN
    assert refusal(open_counter=False, needs_open_counter=True).code == "service_closed"


def test_the_tighter_bound_is_what_remains() -> None:
    assert issuing(facts(daily_limit=50, issued_today=10, room=7)).remaining == 7
    assert issuing(facts(daily_limit=50, issued_today=47, room=7)).remaining == 3


def test_a_band_without_a_number_stops_issuing_like_the_limit_of_the_day() -> None:
    assert issuing(facts(daily_limit=50, numbers_left=3)) == Issuing(IssuingState.OPEN, 3)
    assert issuing(facts(numbers_left=0)) == Issuing(IssuingState.LIMIT_REACHED, 0)
    assert refusal(numbers_left=0).code == "limit_reached"


@given(
    st.floats(-100, 600),
    st.none() | st.integers(0, 100),
    st.integers(0, 120),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 40),
)
def test_whatever_is_not_open_is_refused_and_never_promises_a_ticket(
    minute: float,
    limit: int | None,
    issued: int,
    stop: bool,
    counter: bool,
    room: int | None,
) -> None:
    known = facts(
        minute,
        daily_limit=limit,
        issued_today=issued,
        stop=stop,
        open_counter=counter,
        needs_open_counter=True,
        room=room,
    )
    found = issuing(known)
    assert found.remaining is None or found.remaining >= 0
    if found.open:
        check_issuing(known)
    else:
        with pytest.raises(Refused):
            check_issuing(known)
