"""Three calls when the counter that called is gone, and when a clerk takes a step back."""

from collections.abc import Callable

import pytest

from queue_core.domain.errors import Refused
from queue_core.domain.tickets import State
from tests.queue_core.domain.builders import desk
from tests.queue_core.domain.rehearsal import Rehearsal


def close(office: Rehearsal) -> None:
    office.close("1")


def lose_the_service(office: Rehearsal) -> None:
    office.open["1"] = desk("1", "B")


GONE = pytest.mark.parametrize("gone", [close, lose_the_service])


def absent_at_counter_one(*others: str) -> Rehearsal:
    """A1 was called to counter 1 and is absent; the others wait; counter 2 is open too."""
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1")
    office.miss_next("1")
    office.come(*others)
    return office


# Another stands in


@GONE
def test_a_counter_with_the_profile_stands_in_after_serving_one_other(
    gone: Callable[[Rehearsal], None],
) -> None:
    office = absent_at_counter_one("A2", "A3")
    gone(office)

    assert office.serve_next("2") == "A2"
    assert office.call("2") == "A1"


@GONE
def test_whom_the_counter_served_before_it_went_counts_for_the_stand_in(
    gone: Callable[[Rehearsal], None],
) -> None:
    office = absent_at_counter_one("A2", "A3")
    office.serve_next("1")
    gone(office)

    assert office.call("2") == "A1"


@GONE
def test_a_stand_in_with_nobody_waiting_calls_after_five_minutes(
    gone: Callable[[Rehearsal], None],
) -> None:
    office = absent_at_counter_one()
    gone(office)
    office.minute = 4.9
    assert office.call("2") is None
    office.minute = 5

    assert office.call("2") == "A1"


def test_a_counter_without_the_service_does_not_stand_in() -> None:
    office = Rehearsal(desk("1"), desk("2", "B"))
    office.come("A1", "B1", "B2")
    office.miss_next("1")
    office.close("1")
    office.serve_next("2")

    assert office.call("2") == "B2"


def test_the_stand_in_becomes_the_counter_that_brings_the_third_call() -> None:
    office = absent_at_counter_one("A2", "A3", "A4")
    first = office.close("1")
    office.serve_next("2")
    assert office.miss_next("2") == "A1"
    office.open["1"] = first
    office.serve_next("1")
    assert office.call("1") == "A4"
    office.give_back("1")
    office.serve_next("2")

    assert office.miss_next("2") == "A1"
    assert office.state("A1") is State.NO_SHOW


def test_a_counter_that_comes_back_calls_its_absent_one_itself() -> None:
    office = absent_at_counter_one("A2", "A3", "A4")
    office.open["1"] = office.close("1")
    office.serve_next("2")
    assert office.call("2") == "A3"
    office.serve_next("1")

    assert office.call("1") == "A1"


def test_of_two_stand_ins_the_one_that_served_another_calls() -> None:
    office = absent_at_counter_one("A2", "A3", "A4")
    office.open["3"] = desk("3")
    office.close("1")
    office.serve_next("2")

    assert office.call("3") == "A3"
    assert office.call("2") == "A1"


def test_an_absent_person_with_a_need_passes_to_the_flagged_counter_that_opens() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", need="loop")
    office.come("A2", "A3", "A4")
    office.miss_next("1")
    office.open["2"] = desk("2", needs=["loop"])
    office.serve_next("1")

    assert office.call("1") == "A3"
    assert office.call("2") == "A1"


def test_when_all_counters_close_the_absent_wait_until_one_opens() -> None:
    office = absent_at_counter_one()
    first = office.close("1")
    office.close("2")
    office.minute = 30
    office.open["1"] = first

    assert office.call("1") == "A1"


# Undo in between


def test_an_undone_absence_brings_the_ticket_back_and_counts_for_nothing() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2", "A3")
    office.miss_next("1")
    office.undo("1")

    assert office.at("1") == office.tickets["A1"]
    office.absent("1")
    assert office.tickets["A1"].calls == 1


def test_an_undone_finish_no_longer_brings_the_next_call() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2", "A3")
    office.miss_next("1")
    office.serve_next("1")
    office.undo("1")
    assert office.state("A2") is State.SERVING
    office.give_back("1")

    assert office.call("1") == "A2"


def test_an_undone_recall_leaves_the_absent_one_with_its_calls() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2", "A3")
    office.miss_next("1")
    office.serve_next("1")
    office.call("1")
    office.undo("1")

    assert office.state("A1") is State.ABSENT
    assert office.tickets["A1"].calls == 1
    assert office.call("1") == "A1"


def test_an_undone_recall_does_not_count_as_the_previous_absent_one() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2", "A3", "A4", "A5")
    office.miss_next("1")
    office.miss_next("1")
    office.serve_next("1")
    office.call("1")
    office.undo("1")

    assert office.call("1") == "A1"


def test_an_undone_third_absence_takes_back_the_striking_out_with_it() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2", "A3", "A4")
    for _ in range(2):
        office.miss_next("1")
        office.serve_next("1")
    office.miss_next("1")
    assert office.state("A1") is State.NO_SHOW
    office.undo("1")

    assert office.state("A1") is State.CALLED
    office.serve("1")
    assert office.state("A1") is State.DONE


def test_an_absence_undone_after_the_next_call_is_reached_only_step_by_step() -> None:
    office = Rehearsal(desk("1"))
    office.come("A1", "A2")
    office.miss_next("1")
    office.call("1")
    office.undo("1")
    assert office.state("A2") is State.WAITING
    office.undo("1")

    assert office.state("A1") is State.CALLED


def test_an_absence_is_not_undone_once_another_counter_called_that_person() -> None:
    office = absent_at_counter_one()
    office.minute = 5
    office.rules = type(office.rules)(undo_seconds=600)
    assert office.call("2") == "A1"

    with pytest.raises(Refused, match="undo_taken"):
        office.undo("1")
