"""Three calls when several people are absent at once, against the other steps of the turn, and
when the clock is set."""

import itertools

import pytest

from queue_core.domain.office import Rules
from queue_core.domain.tickets import Priority, State
from tests.queue_core.domain.builders import desk
from tests.queue_core.domain.rehearsal import one_counter


def test_the_earliest_marked_is_called_again_first() -> None:
    office = one_counter("A1", "A2", "A3", "A4", "A5")
    office.miss_next("1")
    office.miss_next("1")
    office.serve_next("1")

    assert office.call("1") == "A1"


def test_the_order_of_marking_beats_the_order_of_tickets() -> None:
    office = one_counter("A1", "A2", "A3", "A4")
    office.call("1")
    office.open["2"] = desk("2")
    office.miss_next("2")
    office.absent("1")
    office.close("2")
    office.serve_next("1")

    assert office.call("1") == "A2"


def test_never_two_absent_ones_in_a_row_while_somebody_waits() -> None:
    office = one_counter("A1", "A2", "A3", "A4", "A5")
    office.miss_next("1")
    office.miss_next("1")
    office.serve_next("1")

    assert [office.serve_next("1") for _ in range(4)] == ["A1", "A4", "A2", "A5"]


def test_two_absent_ones_follow_each_other_when_nobody_waits() -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.miss_next("1")
    office.serve_next("1")

    assert [office.serve_next("1") for _ in range(2)] == ["A1", "A2"]


def test_five_absent_in_a_row_each_get_three_calls_and_hold_up_nobody() -> None:
    absent_ones = [f"A{n}" for n in range(1, 6)]
    present = [f"B{n}" for n in range(1, 20)]
    office = one_counter(*absent_ones)
    office.minute = 1
    office.come(*present)
    calls: list[str] = []
    while number := office.call("1"):
        calls.append(number)
        if number in absent_ones:
            office.absent("1")
        else:
            office.serve("1")

    assert calls[:5] == absent_ones
    assert all(calls.count(number) == 3 for number in absent_ones)
    assert [number for number in calls if number in present] == present
    later = [number in absent_ones for number in calls[5:]]
    assert not any(a and b for a, b in itertools.pairwise(later))
    assert {office.state(number) for number in absent_ones} == {State.NO_SHOW}


def test_the_due_absent_one_goes_before_the_aged_and_before_priority() -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.serve_next("1")
    office.come("A4", priority=Priority.FIRST)
    office.minute = 90

    assert office.call("1") == "A1"


def test_a_struck_out_person_who_comes_back_stands_at_the_original_place() -> None:
    office = one_counter("A1", rules=Rules(calls=1))
    office.miss_next("1")
    office.minute = 1
    office.come("A2")
    office.come_back("A1")

    assert office.call("1") == "A1"


@pytest.mark.parametrize("minutes", [-60, 60 * 24 * 40])
def test_a_step_of_the_clock_neither_loses_nor_doubles_a_call(minutes: float) -> None:
    office = one_counter("A1", "A2", "A3", "A4", "A5")
    office.miss_next("1")
    office.serve_next("1")
    office.minute += minutes

    called = [office.miss_next("1"), office.serve_next("1"), office.miss_next("1")]

    assert called[::2] == ["A1", "A1"]
    assert office.state("A1") is State.NO_SHOW


def test_a_clock_set_back_leaves_nobody_standing_when_nobody_waits() -> None:
    office = one_counter("A1", rules=Rules(recall_pause_minutes=5))
    office.miss_next("1")
    office.minute = -60

    assert office.call("1") == "A1"
