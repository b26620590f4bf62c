"""The plan of a day: the same for the same seed, and as large as was asked for."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from okienko.demo.day.crowd import Crowd
from okienko.demo.day.plan import COUNTERS, Course, Route, plan_day

WINDOW = 9 * 3600.0


def test_the_same_seed_is_the_same_day() -> None:
    assert plan_day(100, WINDOW, 7) == plan_day(100, WINDOW, 7)
    assert plan_day(100, WINDOW, 7) != plan_day(100, WINDOW, 8)


@given(st.integers(20, 2000), st.integers(0, 1000))
def test_as_many_ask_as_were_wanted_and_all_within_the_hours(tickets: int, seed: int) -> None:
    plan = plan_day(tickets, WINDOW, seed)
    asking = [visitor for visitor in plan.visitors if visitor.route is not Route.BUTTON]
    assert len(asking) == tickets
    assert all(0 <= visitor.at_seconds <= WINDOW for visitor in plan.visitors)
    hours = [visitor.at_seconds for visitor in plan.visitors]
    assert hours == sorted(hours)


@given(st.integers(20, 2000))
def test_the_counters_can_bear_the_visits(tickets: int) -> None:
    plan = plan_day(tickets, WINDOW, 1)
    assert plan.mean_visit_seconds * len(plan.visitors) <= COUNTERS * WINDOW


def test_every_way_and_every_course_is_met_on_a_full_day() -> None:
    plan = plan_day(600, WINDOW, 1)
    people = [plan.person(f"A{n:03}") for n in range(1, 601)]
    assert {visitor.route for visitor in plan.visitors} == set(Route)
    assert {person.course for person in people} == set(Course)
    missed = Counter(person.missed_calls for person in people)
    assert set(missed) == {0, 1, 2, 3}
    assert 40 < len(people) - missed[0] < 120
    assert any(len(visitor.services) > 1 for visitor in plan.visitors)
    assert {visitor.language for visitor in plan.visitors} == {"pl", "en", "uk"}


def test_a_person_answers_after_the_calls_it_missed() -> None:
    plan = plan_day(600, WINDOW, 1)
    twice = next(n for n in map("A{:03}".format, range(1, 600)) if plan.person(n).missed_calls == 2)
    crowd = Crowd(plan)
    assert [crowd.answers(twice) for _ in range(4)] == [False, False, True, True]


def test_a_visit_takes_its_turn_only_once() -> None:
    plan = plan_day(600, WINDOW, 1)
    parked = next(
        n for n in map("A{:03}".format, range(1, 600)) if plan.person(n).course is Course.PARKED
    )
    crowd = Crowd(plan)
    assert [crowd.takes(parked, Course.PARKED) for _ in range(2)] == [True, False]
    assert not crowd.takes(parked, Course.RETURNED)
