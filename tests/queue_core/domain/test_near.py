"""When a turn is near: by people, by minutes, or because the number is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.estimates import WaitRange
from queue_core.domain.near import Nearness, is_near
from queue_core.domain.tickets import State

NUMBERS = st.none() | st.integers(0, 90)
WAITS = st.none() | st.builds(lambda low: WaitRange(low, low + 15), st.integers(0, 90))


@pytest.mark.parametrize(("people", "near"), [(4, False), (3, True), (0, True), (None, False)])
def test_near_by_people(people: int | None, near: bool) -> None:
    assert is_near(Nearness(people=3), State.WAITING, people, None) is near


@pytest.mark.parametrize(
    ("wait", "near"),
    [(WaitRange(16, 30), False), (WaitRange(15, 30), True), (None, False)],
)
def test_near_by_minutes_at_least(wait: WaitRange | None, near: bool) -> None:
    assert is_near(Nearness(minutes=15), State.WAITING, 9, wait) is near


@given(st.builds(Nearness, NUMBERS, NUMBERS), st.sampled_from(State), NUMBERS, WAITS)
def test_only_who_waits_or_is_called_is_near(
    wished: Nearness, state: State, people: int | None, wait: WaitRange | None
) -> None:
    near = is_near(wished, state, people, wait)
    assert near or state is not State.CALLED
    assert not near or state in (State.CALLED, State.WAITING)
