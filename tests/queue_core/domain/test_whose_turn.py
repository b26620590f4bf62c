"""Whose turn it is at one counter: each step of the written rule, in its order, by name."""

from datetime import timedelta

import pytest

from queue_core.domain.calling import History, Step
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Priority, State
from tests.queue_core.domain.builders import (
    absent,
    after,
    at,
    choose,
    desk,
    queue,
    ticket,
    turn,
    visit,
)

FIRST, SECOND = Priority.FIRST, Priority.SECOND


def step_of(*args: object) -> Step | None:
    choice = choose(*args)  # type: ignore[arg-type]
    return choice.step if choice else None


def test_nobody_is_called_when_nobody_waits() -> None:
    assert choose(queue()) is None


@pytest.mark.parametrize("state", sorted(set(State) - {State.WAITING, State.ABSENT}))
def test_only_a_waiting_ticket_is_called(state: State) -> None:
    assert choose(queue(ticket(state=state))) is None


def test_the_steps_stand_in_the_written_order() -> None:
    waiting = [
        absent("A001", by="1", seq=3),
        ticket("A002", since=-70),
        ticket("A003", since=5, need="loop"),
        ticket("A004", since=6, first_in_line=True),
        ticket("A005", since=7, priority=FIRST),
        ticket("A009", since=9, language="uk"),
        visit("AR06", hour=12),
        ticket("A007", since=8),
        visit("AR08", hour=30),
    ]
    called: list[str] = []
    steps: list[Step] = []
    while waiting:
        history = History(calls=tuple(steps), ends=(("1", 9, "X"),))
        asking = desk(needs=["loop"], languages=["uk"])
        choice = choose(queue(*waiting[::-1], desks=[asking]), None, history)
        assert choice is not None
        steps.append(choice.step)
        called.append(choice.ticket.number)
        waiting.remove(choice.ticket)

    assert steps == [step for step in Step if step is not Step.CHOSEN]
    assert called == ["A001", "A002", "A003", "A004", "A005", "A009", "AR06", "A007", "AR08"]


# 1. Absent and due: see test_three_calls.


# 2. Aged


def test_who_waited_over_an_hour_goes_before_priority() -> None:
    aged, urgent = ticket("A001", since=-61), ticket("A002", priority=FIRST)

    assert turn(queue(urgent, aged, minute=0)) == "A001"
    assert step_of(queue(urgent, aged, minute=0)) is Step.AGED


def test_sixty_minutes_sharp_is_not_over_sixty() -> None:
    waiting, urgent = ticket("A001", since=0), ticket("A002", since=59, priority=FIRST)

    assert turn(queue(waiting, urgent, minute=60)) == "A002"
    assert turn(queue(waiting, urgent, minute=60.1)) == "A001"


def test_no_two_aged_calls_follow_each_other() -> None:
    office = queue(ticket("A001", since=-70), ticket("A002", since=-65, priority=FIRST), minute=0)

    assert step_of(office, None, after(Step.AGED)) is Step.PRIORITY
    assert step_of(office, None, after(Step.AGED, Step.WALK_IN)) is Step.AGED


def test_of_several_aged_the_one_with_the_oldest_queue_time_goes() -> None:
    assert turn(queue(ticket("A002", since=-61), ticket("A001", since=-90), minute=0)) == "A001"


def test_ageing_starts_anew_after_a_transfer() -> None:
    moved = ticket("A001", since=-90, ageing_from=at(-20), priority=Priority.NORMAL)
    urgent = ticket("A002", since=-1, priority=SECOND)

    assert turn(queue(moved, urgent, minute=0)) == "A002"


def test_an_aged_ticket_is_found_in_a_later_group() -> None:
    office = queue(
        ticket("A001", since=-5), ticket("B001", since=-61), minute=0, desks=[desk("1", "A", "B")]
    )

    assert turn(office) == "B001"


# 3. Priority


def test_class_one_goes_before_class_two_and_both_before_the_others() -> None:
    office = [
        ticket("A001", since=0),
        ticket("A002", since=1, priority=SECOND),
        ticket("A003", since=2, priority=FIRST),
    ]

    assert turn(queue(*office)) == "A003"
    assert turn(queue(*office[:2])) == "A002"


def test_within_a_class_the_earlier_goes_first() -> None:
    office = queue(ticket("A002", since=2, priority=FIRST), ticket("A001", priority=FIRST))

    assert turn(office) == "A001"


def test_priority_goes_before_a_booked_visit_that_is_due() -> None:
    assert turn(queue(visit(hour=0), ticket("A001", since=5, priority=SECOND))) == "A001"


def test_at_most_two_priority_calls_in_a_row_while_others_wait() -> None:
    office = queue(ticket("A001", since=0, priority=FIRST), ticket("A002", since=1))

    assert turn(office, None, after(Step.WALK_IN, Step.PRIORITY)) == "A001"
    assert turn(office, None, after(Step.PRIORITY, Step.PRIORITY)) == "A002"
    assert turn(office, None, after(Step.PRIORITY, Step.PRIORITY, Step.WALK_IN)) == "A001"


def test_a_third_priority_call_is_made_when_nobody_else_waits() -> None:
    lone = queue(ticket("A001", priority=FIRST))

    assert step_of(lone, None, after(Step.PRIORITY, Step.PRIORITY)) is Step.PRIORITY


def test_an_early_visitor_does_not_use_up_the_place_of_the_others() -> None:
    office = queue(ticket("A001", priority=FIRST), visit(hour=30))

    assert step_of(office, None, after(Step.PRIORITY, Step.PRIORITY)) is Step.PRIORITY


def test_the_length_of_a_priority_run_is_a_setting() -> None:
    office = queue(ticket("A001", priority=FIRST), ticket("A002"), rules=Rules(priority_run=1))

    assert turn(office, None, after(Step.PRIORITY)) == "A002"


# 4. Booked and due


@pytest.mark.parametrize(("hour", "called"), [(12.0, "AR01"), (12.1, "A001"), (9.0, "AR01")])
def test_a_booked_visit_is_due_from_two_minutes_before_its_hour(hour: float, called: str) -> None:
    assert turn(queue(visit(hour=hour), ticket("A001", since=0))) == called


def test_booked_visits_go_by_their_hour_not_by_arrival() -> None:
    early_comer = visit("AR02", hour=9, issue_seq=1)
    late_comer = visit("AR01", hour=5, issue_seq=2)

    assert turn(queue(early_comer, late_comer)) == "AR01"


def test_a_booked_visit_that_has_not_arrived_is_never_called() -> None:
    assert choose(queue(visit(hour=5, state=State.BOOKED, arrived=False))) is None


# 5. Walk-ins


def test_walk_ins_go_strictly_by_the_time_of_issue() -> None:
    assert turn(queue(ticket("A003", since=3), ticket("A001"), ticket("A002", since=2))) == "A001"


def test_two_tickets_of_the_same_instant_go_by_sequence() -> None:
    assert turn(queue(ticket("A002", issue_seq=2), ticket("A001", issue_seq=1))) == "A001"


def test_across_services_of_one_group_the_longest_waiting_goes_first() -> None:
    assert turn(queue(ticket("A001", since=2), ticket("B001", since=1))) == "B001"


# 6. Arrived but not yet due


def test_an_early_visitor_is_called_when_nobody_else_waits() -> None:
    office = queue(visit("AR02", hour=40), visit("AR01", hour=30))

    assert turn(office) == "AR01"
    assert step_of(office) is Step.NOT_YET_DUE


def test_an_early_visitor_goes_after_every_walk_in() -> None:
    assert turn(queue(visit(hour=15), ticket("A001", since=9))) == "A001"


def test_an_early_visitor_does_not_age_before_his_hour() -> None:
    admitted_early = visit(hour=120, ageing_from=at(-90))

    assert turn(queue(admitted_early, ticket("A001", since=9))) == "A001"


# Groups


def test_the_first_group_goes_before_an_older_ticket_of_the_second() -> None:
    office = queue(ticket("A001", since=5), ticket("B001"), desks=[desk("1", "B", "A")])

    assert turn(office) == "B001"
    assert turn(office, desk("1", "A", "B")) == "A001"


def test_the_second_group_is_served_when_the_first_is_empty() -> None:
    assert turn(queue(ticket("B001"), desks=[desk("1", "A", "B")])) == "B001"


def test_priority_in_the_second_group_waits_for_the_first() -> None:
    office = queue(
        ticket("A001", since=5), ticket("B001", priority=FIRST), desks=[desk("1", "A", "B")]
    )

    assert turn(office) == "A001"


def test_a_service_outside_the_profile_is_never_called() -> None:
    assert choose(queue(ticket("C001", since=-600), desks=[desk("1", "AB")])) is None


# The day


@pytest.mark.parametrize("days", [-1, 1])
def test_a_ticket_of_another_day_is_never_called(days: int) -> None:
    other = (at(0) + timedelta(days=days)).date().isoformat()

    assert choose(queue(ticket("A001", since=-600, day=other), visit(hour=0, day=other))) is None
