"""Undo: where a ticket returns, by whom and until when, and what an undone action still means."""

from datetime import timedelta

import pytest

from queue_core.domain.calling import Step
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import FINAL, MOVES, Move, Priority, State
from queue_core.domain.undo import UNDOABLE, check_undo, state_after_undo
from tests.queue_core.domain.builders import at, desk
from tests.queue_core.domain.rehearsal import Rehearsal

UNDOABLE_ROWS = sorted(
    {(move, before) for move in UNDOABLE for before, _ in MOVES[move] if before is not None}
)


def test_what_a_clerk_does_at_a_counter_can_be_taken_back_and_nothing_else() -> None:
    assert set(Move) - UNDOABLE == {
        Move.TAKEN,
        Move.BOOKED,
        Move.PLACED,
        Move.ARRIVED,
        Move.PROVEN,
        Move.REBOOKED,
        Move.WITHDRAWN,
        Move.RESTORED,
        Move.CANCELLED,
        Move.LEFT,
        Move.UNPLACED,
        Move.CLOSED_OUT,
        Move.UNDONE,
    }


@pytest.mark.parametrize(("move", "before"), UNDOABLE_ROWS)
def test_the_ticket_returns_to_the_state_before(move: Move, before: State) -> None:
    assert state_after_undo(move, before, counter_has_another=False) is before


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        (Move.FINISHED, State.SERVING, State.PARKED),
        (Move.PARKED, State.SERVING, State.PARKED),
        (Move.ABSENT, State.CALLED, State.WAITING),
        (Move.ABSENT, State.SERVING, State.WAITING),
        (Move.CALLED, State.WAITING, State.WAITING),
        (Move.CALLED, State.ABSENT, State.ABSENT),
        (Move.FINISHED, State.PARKED, State.PARKED),
    ],
)
def test_if_the_counter_has_another_ticket_by_then_it_returns_elsewhere(
    move: Move, before: State, after: State
) -> None:
    assert state_after_undo(move, before, counter_has_another=True) is after


@pytest.mark.parametrize(("move", "before"), UNDOABLE_ROWS)
def test_undo_never_puts_two_tickets_on_one_counter_nor_ends_one(move: Move, before: State) -> None:
    state = state_after_undo(move, before, counter_has_another=True)

    assert state in {State.WAITING, State.PARKED, State.ABSENT, State.BOOKED}
    assert state not in FINAL


def test_undo_is_possible_for_two_minutes_and_no_longer() -> None:
    check_undo(at(0), at(2), seconds=120, same_clerk=True)

    with pytest.raises(Refused, match="undo_too_late"):
        check_undo(at(0), at(2) + timedelta(milliseconds=1), seconds=120, same_clerk=True)


def test_undo_belongs_to_the_same_clerk() -> None:
    with pytest.raises(Refused, match="undo_not_yours"):
        check_undo(at(0), at(0), seconds=120, same_clerk=False)


def test_an_undone_call_returns_the_ticket_without_losing_its_waiting_time() -> None:
    office = Rehearsal(desk())
    office.come("A1")
    before = office.tickets["A1"]
    office.minute = 30
    office.call("1")
    office.undo("1")

    assert office.tickets["A1"] == before


def test_finish_and_call_is_taken_back_one_by_one() -> None:
    office = Rehearsal(desk())
    office.come("A1", "A2")
    office.serve_next("1")
    office.call("1")

    office.undo("1")
    assert (office.state("A1"), office.state("A2")) == (State.DONE, State.WAITING)
    office.undo("1")
    assert office.state("A1") is State.SERVING


def test_an_undone_transfer_gives_back_the_service_and_the_place() -> None:
    office = Rehearsal(desk())
    office.come("A1")
    office.call("1")
    office.came("1")
    before = office.tickets["A1"]
    office.transfer("1", to="B", first=True)
    office.undo("1")

    assert office.tickets["A1"] == before


def test_an_action_at_another_counter_is_not_taken_back() -> None:
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1")
    office.call("2")

    with pytest.raises(Refused, match="undo_nothing"):
        office.undo("1")


def test_undo_is_refused_once_another_counter_has_taken_the_ticket() -> None:
    office = Rehearsal(desk("1"), desk("2"))
    office.come("A1")
    office.call("1")
    office.give_back("1")
    assert office.call("2") == "A1"

    with pytest.raises(Refused, match="undo_taken"):
        office.undo("1")


def test_an_undone_priority_call_does_not_use_up_the_run() -> None:
    office = Rehearsal(desk())
    office.come("A1", "A2", "A3", priority=Priority.FIRST)
    office.come("A4")
    office.serve_next("1")
    office.call("1")
    office.undo("1")
    office.serve_next("1")

    assert office.call("1") == "A4"


def test_an_undone_aged_call_does_not_count_as_the_previous_one() -> None:
    office = Rehearsal(desk())
    office.come("A1")
    office.minute = 61
    office.call("1")
    office.undo("1")
    office.come("A2", priority=Priority.FIRST)

    choice = office.choice("1")
    assert choice is not None
    assert (choice.ticket.number, choice.step) == ("A1", Step.AGED)
