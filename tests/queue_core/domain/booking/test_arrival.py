"""When a booked person may come, and what stands against a cancellation (B-100, B-101)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.booking.arrival import (
    PHYSICAL,
    Answer,
    Known,
    Proof,
    cancellation_wins,
    check_arrival,
    check_override,
    is_given_up,
    is_to_be_placed,
    known_too_late,
)
from queue_core.domain.errors import Refused
from queue_core.domain.office import Rules
from queue_core.domain.tickets import MOVES, Move, State

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REQUIRED = Rules()
NOT_REQUIRED = Rules(arrival="not_required")

knowns = st.builds(
    Known,
    start=st.just(NINE),
    state=st.none() | st.sampled_from(State),
    proven=st.booleans(),
    cancelled=st.booleans(),
)
minutes = st.integers(-24 * 60, 24 * 60)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def outcome(visit: Known, minutes: float, rules: Rules = REQUIRED) -> str:
    try:
        return check_arrival(visit, rules, at(minutes)).value
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-31, "too_early"),
        (-30, "enters"),
        (0, "enters"),
        (10, "enters"),
        (10.02, "too_late"),
        (300, "too_late"),
    ],
)
@pytest.mark.parametrize("state", [None, State.BOOKED])
def test_a_visit_arrives_around_its_hour(
    state: State | None, minutes: float, expected: str
) -> None:
    assert outcome(Known(NINE, state), minutes) == expected


def test_an_office_without_tolerance_takes_the_last_person_at_the_very_hour() -> None:
    strict = Rules(arrive_tolerance_minutes=0)
    assert outcome(Known(NINE), 0, strict) == "enters"
    assert outcome(Known(NINE), 0.02, strict) == "too_late"


def test_a_refusal_names_the_hour() -> None:
    with pytest.raises(Refused) as early:
        check_arrival(Known(NINE), REQUIRED, at(-60))
    assert early.value.facts == {"start": NINE, "opens_at": at(-30)}
    with pytest.raises(Refused) as late:
        check_arrival(Known(NINE), REQUIRED, at(60))
    assert late.value.facts == {"start": NINE, "closed_at": at(10)}


@pytest.mark.parametrize(
    ("state", "proven", "minutes", "expected"),
    [
        (State.WAITING, False, 30, "proves"),
        (State.WAITING, True, 30, "again"),
        (State.CALLED, False, 30, "proves"),
        (State.CALLED, True, 30, "again"),
        (State.PARKED, True, 30, "again"),
        (State.ABSENT, False, 5, "returns"),
        (State.ABSENT, False, 30, "proves"),
        (State.ABSENT, True, 30, "again"),
        (State.NO_SHOW, True, 5, "returns"),
        (State.NO_SHOW, False, 30, "too_late"),
        (State.SERVING, True, 5, "already_used"),
        (State.DONE, True, 5, "already_used"),
        (State.LEFT, False, 5, "already_used"),
        (State.UNSERVED, True, 5, "already_used"),
        (State.CANCELLED, False, 0, "cancelled"),
    ],
)
def test_a_visit_with_a_ticket_is_answered_by_where_it_stands(
    state: State, proven: bool, minutes: float, expected: str
) -> None:
    assert outcome(Known(NINE, state, proven), minutes) == expected


def test_a_cancelled_booking_without_a_ticket_is_cancelled() -> None:
    assert outcome(Known(NINE, cancelled=True), 0) == "cancelled"


@pytest.mark.parametrize("minutes", [-300, 300])
def test_the_reception_may_let_in_at_any_hour(minutes: float) -> None:
    assert outcome(Known(NINE), minutes) in {"too_early", "too_late"}
    assert check_override(Known(NINE)) is Answer.ENTERS
    assert check_override(Known(NINE, State.NO_SHOW)) is Answer.RETURNS


def test_the_reception_revives_no_ended_visit() -> None:
    for state in (State.SERVING, State.DONE, State.LEFT, State.CANCELLED, State.UNSERVED):
        with pytest.raises(Refused):
            check_override(Known(NINE, state, proven=True))


@pytest.mark.parametrize(
    ("rules", "minutes", "expected"),
    [
        (NOT_REQUIRED, -2.1, False),
        (NOT_REQUIRED, -2, True),
        (NOT_REQUIRED, 500, True),
        (REQUIRED, 0, False),
    ],
)
def test_a_visit_is_placed_by_itself_only_where_no_arrival_is_asked(
    rules: Rules, minutes: float, expected: bool
) -> None:
    assert is_to_be_placed(NINE, rules, at(minutes)) is expected


@pytest.mark.parametrize(
    ("rules", "minutes", "expected"),
    [(REQUIRED, 10, False), (REQUIRED, 10.02, True), (NOT_REQUIRED, 500, False)],
)
def test_a_visit_is_given_up_after_the_tolerance_where_arrival_is_asked(
    rules: Rules, minutes: float, expected: bool
) -> None:
    assert is_given_up(NINE, rules, at(minutes)) is expected


def test_a_visit_heard_of_after_its_tolerance_is_not_placed() -> None:
    assert not known_too_late(NINE, at(10), REQUIRED)
    assert known_too_late(NINE, at(10.02), REQUIRED)


def test_a_phone_proves_no_presence() -> None:
    assert Proof.REMOTE not in PHYSICAL
    assert {Proof.CODE, Proof.QR, Proof.RECEPTION} <= PHYSICAL


@given(st.sampled_from(State) | st.none())
def test_a_person_who_has_proved_to_be_here_is_never_cancelled(state: State | None) -> None:
    if state not in (None, State.CANCELLED):
        assert not cancellation_wins(state, proven=True)


@pytest.mark.parametrize(
    "state",
    [None, State.BOOKED, State.WAITING, State.CALLED, State.ABSENT, State.NO_SHOW, State.LEFT],
)
def test_placed_called_or_given_up_is_no_proof(state: State | None) -> None:
    assert cancellation_wins(state, proven=False)


@given(knowns, minutes)
def test_nobody_enters_the_queue_twice(visit: Known, minutes: int) -> None:
    if outcome(visit, minutes) == "enters":
        assert visit.state in (None, State.BOOKED)


@given(knowns, minutes)
def test_every_answer_leads_to_a_move_that_exists(visit: Known, minutes: int) -> None:
    move = {"enters": Move.ARRIVED, "returns": Move.RESTORED}.get(outcome(visit, minutes))
    if move is not None:
        assert (visit.state or State.BOOKED, State.WAITING) in MOVES[move]


@given(knowns, minutes)
def test_what_the_rule_lets_in_the_reception_lets_in_too(visit: Known, minutes: int) -> None:
    if outcome(visit, minutes) in set(Answer):
        assert check_override(visit) in set(Answer)
