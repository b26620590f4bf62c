"""The table of moves: each row by name, and every other combination refused.

The rows are copied by hand from the written rules, not from the code, so that a change of the
code's table is noticed here.
"""

from itertools import product

import pytest

from queue_core.domain.errors import NotAllowedNow
from queue_core.domain.tickets import ACTIVE, FINAL, MOVES, OPEN, Move, State, check_move

Row = tuple[State | None, State, Move]

REBOOKED = (State.BOOKED, State.WAITING, State.CALLED, State.ABSENT, State.NO_SHOW)

ROWS: dict[str, Row] = {
    "a booking of the hub is copied": (None, State.BOOKED, Move.BOOKED),
    "a ticket is taken": (None, State.WAITING, Move.TAKEN),
    "somebody without a ticket is served": (None, State.SERVING, Move.TAKEN),
    "a booked visit arrives": (State.BOOKED, State.WAITING, Move.ARRIVED),
    "a booked visit is placed at its hour": (State.BOOKED, State.WAITING, Move.PLACED),
    "a booked visit passes its tolerance": (State.BOOKED, State.NO_SHOW, Move.STRUCK_OUT),
    "the day ends for a visit that never came": (State.BOOKED, State.NO_SHOW, Move.CLOSED_OUT),
    "a waiting one is called": (State.WAITING, State.CALLED, Move.CALLED),
    "a waiting one is called, no confirming": (State.WAITING, State.SERVING, Move.CALLED),
    "the called one came": (State.CALLED, State.SERVING, Move.CAME),
    "the called one did not come": (State.CALLED, State.ABSENT, Move.ABSENT),
    "the served one was not there after all": (State.SERVING, State.ABSENT, Move.ABSENT),
    "an absent one is called again": (State.ABSENT, State.CALLED, Move.CALLED),
    "an absent one is called again, no confirming": (State.ABSENT, State.SERVING, Move.CALLED),
    "the third call was not answered": (State.ABSENT, State.NO_SHOW, Move.STRUCK_OUT),
    "the day ends for an absent one": (State.ABSENT, State.NO_SHOW, Move.CLOSED_OUT),
    "an absent one comes back": (State.ABSENT, State.WAITING, Move.RESTORED),
    "a struck out one comes back": (State.NO_SHOW, State.WAITING, Move.RESTORED),
    "a served one is put aside": (State.SERVING, State.PARKED, Move.PARKED),
    "a parked one is called back": (State.PARKED, State.CALLED, Move.TAKEN_BACK),
    "a parked one is resumed": (State.PARKED, State.SERVING, Move.TAKEN_BACK),
    "a parked one is returned": (State.PARKED, State.WAITING, Move.RETURNED),
    "a parked one is transferred": (State.PARKED, State.WAITING, Move.TRANSFERRED),
    "a parked one is finished": (State.PARKED, State.DONE, Move.FINISHED),
    "a called one is returned": (State.CALLED, State.WAITING, Move.RETURNED),
    "a served one is returned": (State.SERVING, State.WAITING, Move.RETURNED),
    "a called one is transferred": (State.CALLED, State.WAITING, Move.TRANSFERRED),
    "a served one is transferred": (State.SERVING, State.WAITING, Move.TRANSFERRED),
    "a waiting one is sent elsewhere": (State.WAITING, State.WAITING, Move.TRANSFERRED),
    "a served one is finished": (State.SERVING, State.DONE, Move.FINISHED),
    "a booked visit is cancelled": (State.BOOKED, State.CANCELLED, Move.CANCELLED),
    "a waiting one is cancelled": (State.WAITING, State.CANCELLED, Move.CANCELLED),
    "a parked one is cancelled": (State.PARKED, State.CANCELLED, Move.CANCELLED),
    "a waiting one gives up": (State.WAITING, State.LEFT, Move.LEFT),
    "a parked one gives up": (State.PARKED, State.LEFT, Move.LEFT),
    "a called one gives up": (State.CALLED, State.LEFT, Move.LEFT),
    "an absent one gives up": (State.ABSENT, State.LEFT, Move.LEFT),
    "an arrival is undone or a walk-in booked": (State.WAITING, State.BOOKED, Move.UNPLACED),
    **{
        f"a visitor who is {state} shows to be here": (state, state, Move.PROVEN)
        for state in (State.WAITING, State.CALLED, State.ABSENT, State.PARKED)
    },
    **{
        f"the booking of one who is {state} is cancelled": (state, State.CANCELLED, Move.WITHDRAWN)
        for state in (State.BOOKED, State.WAITING, State.CALLED, State.ABSENT)
    },
    **{
        f"the booking of one who is {state} has another hour": (state, State.BOOKED, Move.REBOOKED)
        for state in REBOOKED
    },
    **{
        f"the booking of one who is {state} has other data": (state, state, Move.REBOOKED)
        for state in REBOOKED
    },
    "the day ends for a waiting one": (State.WAITING, State.UNSERVED, Move.CLOSED_OUT),
    "the day ends for a parked one": (State.PARKED, State.UNSERVED, Move.CLOSED_OUT),
    "the day ends for a called one": (State.CALLED, State.UNSERVED, Move.CLOSED_OUT),
    "the day ends for a served one": (State.SERVING, State.DONE, Move.CLOSED_OUT),
}

EVERY_ROW = set(product([None, *State], State, set(Move) - {Move.UNDONE}))
REFUSED = sorted(EVERY_ROW - set(ROWS.values()), key=repr)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_the_table_allows(row: Row) -> None:
    before, after, move = row

    check_move(move, before, after)


def test_every_other_move_is_refused_and_says_from_which_state() -> None:
    for before, after, move in REFUSED:
        with pytest.raises(NotAllowedNow) as refusal:
            check_move(move, before, after)
        assert refusal.value.code == "not_allowed_now"
        assert refusal.value.facts == {"move": move.value, "state": before and before.value}


def test_the_table_has_no_row_that_is_not_named_here() -> None:
    known = {(before, after, move) for move, pairs in MOVES.items() for before, after in pairs}

    assert known == set(ROWS.values())


def test_undo_is_no_row_of_the_table_but_has_rules_of_its_own() -> None:
    assert Move.UNDONE not in MOVES


def test_every_state_is_either_open_or_final() -> None:
    assert set(State) == OPEN | FINAL
    assert not OPEN & FINAL
    assert ACTIVE < OPEN


def test_only_a_struck_out_person_leaves_a_final_state() -> None:
    leaving = {(b, after) for b, after, _ in ROWS.values() if b in FINAL and after is not b}

    assert leaving == {(State.NO_SHOW, State.WAITING), (State.NO_SHOW, State.BOOKED)}


def test_every_state_but_the_first_ones_can_be_reached_and_every_open_one_left() -> None:
    assert {after for _, after, _ in ROWS.values()} == set(State)
    assert {before for before, _, _ in ROWS.values() if before in OPEN} == OPEN
