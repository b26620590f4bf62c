"""Learned service times and the fixed chances of a ticket."""

from statistics import mean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.durations import (
    RUNS,
    Learned,
    come_share,
    comes,
    remaining_minutes,
    service_minutes,
)


def test_nothing_learned_means_the_configured_mean() -> None:
    assert Learned().mean_minutes(12.0) == pytest.approx(12.0)


def test_one_odd_visit_moves_a_thin_mean_only_a_little() -> None:
    assert Learned().with_visit(100.0).mean_minutes(10.0) == pytest.approx(20.0)


def test_many_visits_outweigh_the_configured_mean() -> None:
    learned = Learned()
    for _ in range(500):
        learned = learned.with_visit(20.0)
    assert learned.mean_minutes(5.0) == pytest.approx(20.0, abs=1.2)


def test_recent_visits_count_more_than_old_ones() -> None:
    learned = Learned()
    for minutes in [5.0] * 300 + [15.0] * 300:
        learned = learned.with_visit(minutes)
    assert learned.mean_minutes(10.0) > 14.0


@given(st.lists(st.floats(0.5, 120), max_size=60), st.floats(1, 60))
def test_a_learned_mean_lies_among_what_it_was_made_of(
    visits: list[float], configured: float
) -> None:
    learned = Learned()
    for minutes in visits:
        learned = learned.with_visit(minutes)
    low, high = min([configured, *visits]), max([configured, *visits])
    assert low - 1e-9 <= learned.mean_minutes(configured) <= high + 1e-9


@given(st.text(min_size=1, max_size=26), st.floats(0.5, 60))
def test_every_ticket_has_the_exact_mean_of_its_service(id: str, minutes: float) -> None:
    assert mean(service_minutes(id, minutes)) == pytest.approx(minutes)


def test_a_ticket_always_draws_the_same_and_two_tickets_differ() -> None:
    assert service_minutes("one", 10.0) == service_minutes("one", 10.0)
    assert service_minutes("one", 10.0) != service_minutes("two", 10.0)


def test_every_process_draws_the_same_for_a_ticket() -> None:
    assert service_minutes("one", 10.0)[:3] == pytest.approx([14.435, 8.538, 6.582], abs=0.001)


def test_service_times_spread_as_at_real_counters() -> None:
    assert pstdev(service_minutes("one", 10.0)) == pytest.approx(6.0, abs=0.8)


def test_a_service_just_begun_still_lasts_about_its_mean() -> None:
    begun = remaining_minutes("one", 10.0, 0.01)
    assert begun == pytest.approx(service_minutes("one", 10.0), rel=0.1, abs=0.2)


def test_a_service_that_has_lasted_twice_its_mean_is_not_thought_to_be_over() -> None:
    assert 3.0 < mean(remaining_minutes("one", 10.0, 20.0)) < 15.0


@given(st.floats(0, 100_000), st.floats(0.5, 60))
def test_what_remains_is_never_negative(elapsed: float, minutes: float) -> None:
    remaining = remaining_minutes("one", minutes, elapsed)
    assert len(remaining) == RUNS
    assert min(remaining) >= 0


@given(st.integers(0, 100))
def test_a_booked_person_comes_in_just_the_share_of_the_runs(percent: int) -> None:
    assert sum(comes("one", percent / 100)) == pytest.approx(percent, abs=1)


@pytest.mark.parametrize(
    ("came", "missed", "low", "high"), [(0, 0, 0.85, 0.85), (90, 10, 0.88, 0.91), (0, 200, 0, 0.05)]
)
def test_the_share_of_people_who_come_is_learned(
    came: int, missed: int, low: float, high: float
) -> None:
    assert low <= come_share(came, missed) <= high
