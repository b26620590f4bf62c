"""Three calls (T-13 … T-17), sentence by sentence, at counters that stay open."""

import pytest

from queue_core.domain.calling import History, Step
from queue_core.domain.office import Rules
from queue_core.domain.tickets import State
from tests.queue_core.domain.builders import absent, desk, queue, ticket, turn
from tests.queue_core.domain.rehearsal import Rehearsal, one_counter


def step_at(office: Rehearsal, counter: str = "1") -> Step | None:
    choice = office.choice(counter)
    return choice.step if choice else None


def test_not_coming_makes_the_ticket_absent_and_the_clerk_takes_the_next_person() -> None:
    office = one_counter("A1", "A2")

    assert office.miss_next("1") == "A1"
    assert office.state("A1") is State.ABSENT
    assert office.call("1") == "A2"


def test_after_that_one_is_served_the_system_itself_calls_the_absent_one_again() -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.serve_next("1")

    assert step_at(office) is Step.ABSENT
    assert office.call("1") == "A1"


def test_again_nobody_then_the_next_person_then_the_third_call_and_struck_out() -> None:
    office = one_counter("A1", "A2", "A3", "A4")
    called = [office.miss_next("1"), office.serve_next("1")]
    called += [office.miss_next("1"), office.serve_next("1")]
    assert office.state("A1") is State.ABSENT
    called += [office.miss_next("1"), office.serve_next("1")]

    assert called == ["A1", "A2", "A1", "A3", "A1", "A4"]
    assert office.state("A1") is State.NO_SHOW
    assert office.call("1") is None


def test_the_absent_one_who_comes_at_the_second_call_is_served() -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.serve_next("1")

    assert office.serve_next("1") == "A1"
    assert office.state("A1") is State.DONE


@pytest.mark.parametrize(("allowed", "calls"), [(0, 1), (1, 1), (2, 2), (3, 3), (5, 5)])
def test_the_number_of_calls_is_a_setting(allowed: int, calls: int) -> None:
    office = one_counter("A1", *(f"B{n}" for n in range(9)), rules=Rules(calls=allowed))
    made = 0
    while office.state("A1") is not State.NO_SHOW:
        made += office.miss_next("1") == "A1"
        if office.state("A1") is State.ABSENT:
            office.serve_next("1")

    assert made == calls


@pytest.mark.parametrize("end", ["finish", "park", "transfer"])
def test_finishing_parking_and_transferring_another_each_bring_the_next_call(end: str) -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.call("1")
    office.came("1")
    if end == "transfer":
        office.transfer("1", to="B")
    else:
        getattr(office, end)("1")

    assert office.call("1") == "A1"


def test_calling_another_is_not_enough_if_that_one_is_absent_or_sent_back() -> None:
    office = one_counter("A1", "A2", "A3", "A4")
    office.miss_next("1")
    office.miss_next("1")
    assert office.call("1") == "A3"
    office.give_back("1")

    assert office.call("1") == "A3"


def test_whom_the_counter_served_before_does_not_count() -> None:
    office = one_counter("A0", "A1", "A2", "A3")
    office.serve_next("1")
    office.miss_next("1")

    assert office.call("1") == "A2"


def test_whom_another_counter_serves_does_not_count() -> None:
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1", "A2", "A3", "A4")
    office.miss_next("1")
    office.serve_next("2")

    assert office.call("2") == "A3"
    assert office.call("1") == "A4"


def test_a_counter_that_stays_open_calls_its_absent_one_itself_while_others_wait() -> None:
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1", "A2", "A3", "A4")
    office.miss_next("1")
    office.serve_next("1")

    assert office.call("2") == "A3"
    assert office.call("1") == "A1"


def test_the_end_of_the_absent_ticket_itself_is_not_the_end_of_another() -> None:
    office = queue(absent("A001", seq=3), ticket("A002"))

    assert turn(office, None, History(ends=(("1", 4, "A001"),))) == "A002"
    assert turn(office, None, History(ends=(("1", 4, "A003"),))) == "A001"


def test_the_recall_pause_has_to_pass_too() -> None:
    office = one_counter("A1", "A2", "A3", "A4", rules=Rules(recall_pause_minutes=5))
    office.miss_next("1")
    office.serve_next("1")
    office.minute = 4.9
    assert office.serve_next("1") == "A3"
    office.minute = 5

    assert office.call("1") == "A1"


def test_the_recall_pause_holds_also_when_nobody_waits() -> None:
    office = one_counter("A1", rules=Rules(recall_pause_minutes=10, recall_alone_minutes=5))
    office.miss_next("1")
    office.minute = 9.9
    assert office.call("1") is None
    office.minute = 10

    assert office.call("1") == "A1"


def test_with_one_counter_and_nobody_else_waiting_the_next_call_comes_after_five_minutes() -> None:
    office = one_counter("A1")
    office.miss_next("1")
    office.minute = 4.9
    assert office.call("1") is None
    office.minute = 5
    assert office.miss_next("1") == "A1"
    office.minute = 9.9
    assert office.call("1") is None
    office.minute = 10

    assert office.miss_next("1") == "A1"
    assert office.state("A1") is State.NO_SHOW


def test_while_somebody_waits_time_alone_does_not_bring_the_next_call() -> None:
    office = one_counter("A1", "A2", "A3")
    office.miss_next("1")
    office.minute = 30

    assert office.call("1") == "A2"


def test_the_one_back_while_the_first_counter_is_busy_and_another_idle_is_not_left_standing() -> (
    None
):
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1", "A2")
    office.miss_next("1")
    assert office.call("1") == "A2"
    office.came("1")
    assert office.call("2") is None
    office.minute = 5

    assert office.serve_next("2") == "A1"


def test_an_idle_counter_without_the_service_does_not_call_the_absent_one() -> None:
    office = Rehearsal(desk("1"), desk("2", "B"))
    office.come("A1")
    office.miss_next("1")
    office.minute = 60

    assert office.call("2") is None
    assert office.call("1") == "A1"


def test_those_who_wait_for_other_counters_do_not_count_as_waiting() -> None:
    office = Rehearsal(desk("1", "A"), desk("2", "B"))
    office.come("A1", "B1")
    office.miss_next("1")
    office.minute = 5

    assert office.call("1") == "A1"
