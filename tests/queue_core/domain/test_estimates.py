"""What people are told: ranges, people before, and how true it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.estimates import (
    WaitRange,
    accuracy,
    is_waiting,
    people_before,
    people_before_ticket,
    wait_range,
)
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Alike, Priority, State, Ticket
from tests.queue_core.domain.builders import at, service, ticket, visit

MINUTE = at(30)
RULES = Rules()


def before(priority: Priority, *waiting: Alike) -> int:
    return people_before(waiting, priority, MINUTE, RULES)


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ([0.0], WaitRange(0, 0)),
        ([0.4], WaitRange(0, 5)),
        ([10.0], WaitRange(10, 10)),
        ([float(n) for n in range(100)], WaitRange(15, 80)),
        ([12.0] * 50 + [13.0] * 50, WaitRange(10, 15)),
    ],
)
def test_a_range_is_rounded_outwards_to_five_minutes(
    waits: list[float], expected: WaitRange
) -> None:
    assert wait_range(waits) == expected


@given(st.lists(st.floats(0, 600, allow_subnormal=False), min_size=1, max_size=120))
def test_a_range_holds_at_least_six_waits_of_ten(waits: list[float]) -> None:
    found = wait_range(waits)
    assert sum(found.holds(wait) for wait in waits) >= 0.6 * len(waits)
    assert found.low % 5 == found.high % 5 == 0


@given(
    st.lists(st.floats(0, 600, allow_subnormal=False), min_size=1, max_size=120), st.floats(0, 60)
)
def test_a_longer_wait_never_gives_a_lower_range(waits: list[float], more: float) -> None:
    shorter, longer = wait_range(waits), wait_range([wait + more for wait in waits])
    assert shorter.low <= longer.low
    assert shorter.high <= longer.high


def test_everybody_who_waits_stands_before_a_new_walk_in() -> None:
    assert before(Priority.NORMAL, Alike(2), Alike(1, booked_for=at(20))) == 3


@pytest.mark.parametrize(("hour", "counted"), [(29, 1), (32, 1), (33, 0), (90, 0)])
def test_a_booked_visit_counts_from_two_minutes_before_its_hour(hour: float, counted: int) -> None:
    assert before(Priority.NORMAL, Alike(1, booked_for=at(hour))) == counted


@pytest.mark.parametrize("state", [s for s in State if s is not State.WAITING])
def test_only_those_who_wait_are_waiting(state: State) -> None:
    assert not is_waiting(ticket(state=state), MINUTE, RULES)


def test_only_its_own_class_and_those_above_stand_before_a_priority_ticket() -> None:
    queue = (
        Alike(1),
        Alike(1, Priority.FIRST),
        Alike(1, Priority.SECOND),
        Alike(1, first_in_line=True),
    )
    assert before(Priority.FIRST, *queue) == 2
    assert before(Priority.SECOND, *queue) == 3
    assert before(Priority.NORMAL, *queue) == 4


def place(one: Ticket, *others: Ticket, **settings: object) -> int:
    return people_before_ticket((one, *others), one, service("A", **settings), MINUTE, RULES)


def test_those_who_came_earlier_stand_before_a_walk_in() -> None:
    assert place(ticket("A002", since=5), ticket("A001"), ticket("A003", since=9)) == 1


def test_a_due_visit_stands_before_walk_ins_or_among_them_as_the_service_is_set() -> None:
    walk_in, booked = ticket("A001", since=5), visit(hour=20)
    assert place(walk_in, booked) == 1
    assert place(booked, walk_in) == 0
    assert place(walk_in, booked, booked_order="merged") == 0
    assert place(booked, walk_in, booked_order="merged") == 1


def test_a_visit_before_its_hour_stands_behind_those_who_wait() -> None:
    assert place(visit(hour=60), ticket("A001", since=29)) == 1


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_places_in_one_line_are_counted_without_gap(count: int, random: object) -> None:
    queue = [
        ticket(f"A{n:03d}", since=n, issue_seq=n, priority=Priority(n % 3)) for n in range(count)
    ]
    random.shuffle(queue)  # type: ignore[attr-defined]
    places = [people_before_ticket(queue, t, service("A"), MINUTE, RULES) for t in queue]
    assert sorted(places) == list(range(count))


def test_accuracy_tells_the_share_inside_and_the_usual_error() -> None:
    given_range = WaitRange(10, 20)
    found = accuracy([(given_range, 15), (given_range, 20), (given_range, 21), (given_range, 40)])
    assert (found.visits, found.inside_share, found.median_error_minutes) == (4, 0.5, 5.5)


def test_accuracy_of_nothing_is_unknown() -> None:
    found = accuracy([])
    assert (found.visits, found.inside_share, found.median_error_minutes) == (0, None, None)
