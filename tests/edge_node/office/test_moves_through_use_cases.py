"""Each row of the table of moves, driven through the use case that makes it (queue-rules)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge_node.office.calling import absent, call_chosen, call_next, came
from edge_node.office.day import close_day
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.reception import cancel, close_out, leave, restore
from edge_node.office.serving import (
    call_back,
    finish,
    finish_parked,
    park,
    return_to_queue,
    serve_without_ticket,
    take_back,
)
from edge_node.office.transferring import Destination, transfer
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import MOVES, Move, State, Ticket
from tests.edge_node.office.desk import (
    booked,
    call,
    everything,
    log,
    miss,
    missed_three_times,
    now,
    office_with,
    parked,
    pass_time,
    serve,
    serving,
)
from tests.edge_node.sample import by, opened, take

ONE = by("1")
AWAY = Destination(service="residence")
Deed = Callable[[Office, Ticket], object]


def _bring(office: Office, state: State | None) -> Ticket | None:
    """A ticket in this state; where it can be at a counter, at counter 1."""
    if state is None:
        return None
    if state is State.BOOKED:
        return booked(office)
    ticket = take(office)
    steps: dict[State, Callable[[], object]] = {
        State.CALLED: lambda: call(office),
        State.SERVING: lambda: serving(office),
        State.ABSENT: lambda: miss(office),
        State.PARKED: lambda: parked(office),
        State.DONE: lambda: serve(office),
        State.NO_SHOW: lambda: missed_three_times(office),
        State.CANCELLED: lambda: cancel(office, ONE, ticket.id),
        State.LEFT: lambda: leave(office, ONE, ticket.id),
        State.UNSERVED: lambda: close_out(office, ONE, ticket.id, "no time left"),
    }
    if state in steps:
        steps[state]()
    return now(office, ticket)


def _bring_at_once(office: Office, state: State | None) -> Ticket | None:
    """The same where the office confirms no arrival: a call is already service."""
    ticket = take(office)
    if state is not State.WAITING:
        call_next(office, ONE, "1")
    if state is State.ABSENT:
        absent(office, ONE, "1")
    return now(office, ticket)


def _later(deed: Deed) -> Deed:
    def after_five_minutes(office: Office, ticket: Ticket) -> object:
        pass_time(office, minutes=5)
        return deed(office, ticket)

    return after_five_minutes


@dataclass(frozen=True)
class Row:
    """One row of the table and the deed that makes it."""

    move: Move
    before: State | None
    after: State
    deed: Deed
    confirm_arrival: bool = True

    def __str__(self) -> str:
        return f"{self.move}: {self.before} to {self.after}"


def _third_absence(office: Office, _ticket: Ticket) -> object:
    for _ in range(2):
        pass_time(office, minutes=5)
        miss(office)
    return None


def _everybody_out(office: Office, _ticket: Ticket) -> object:
    return close_day(office, Command(), "the heating failed")


def _at_one(use: Callable[..., object]) -> Deed:
    return lambda office, _ticket: use(office, ONE, "1")


def _of_ticket(use: Callable[..., object], *more: object) -> Deed:
    return lambda office, ticket: use(office, ONE, ticket.id, *more)


def _back_at_one(use: Callable[..., object]) -> Deed:
    return lambda office, ticket: use(office, ONE, "1", ticket.id)


CALL, AGAIN = _at_one(call_next), _later(_at_one(call_next))
CLOSE = _everybody_out
S = State
ROWS = [
    Row(
        Move.TAKEN, None, S.WAITING, lambda office, _: issue_ticket(office, ONE, Order("id_cards"))
    ),
    Row(
        Move.TAKEN,
        None,
        S.SERVING,
        lambda office, _: serve_without_ticket(office, ONE, "1", "id_cards"),
    ),
    Row(Move.BOOKED, None, S.BOOKED, lambda office, _: booked(office)),
    Row(Move.CALLED, S.WAITING, S.CALLED, CALL),
    Row(Move.CALLED, S.WAITING, S.SERVING, CALL, confirm_arrival=False),
    Row(Move.CALLED, S.ABSENT, S.CALLED, AGAIN),
    Row(Move.CALLED, S.ABSENT, S.SERVING, AGAIN, confirm_arrival=False),
    Row(Move.CAME, S.CALLED, S.SERVING, _at_one(came)),
    Row(Move.ABSENT, S.CALLED, S.ABSENT, _at_one(absent)),
    Row(Move.ABSENT, S.SERVING, S.ABSENT, _at_one(absent), confirm_arrival=False),
    Row(Move.STRUCK_OUT, S.ABSENT, S.NO_SHOW, _third_absence),
    Row(Move.RESTORED, S.ABSENT, S.WAITING, _of_ticket(restore)),
    Row(Move.RESTORED, S.NO_SHOW, S.WAITING, _of_ticket(restore)),
    Row(Move.PARKED, S.SERVING, S.PARKED, _at_one(park)),
    Row(Move.TAKEN_BACK, S.PARKED, S.SERVING, _back_at_one(take_back)),
    Row(Move.TAKEN_BACK, S.PARKED, S.CALLED, _back_at_one(call_back)),
    Row(Move.RETURNED, S.CALLED, S.WAITING, _at_one(return_to_queue)),
    Row(Move.RETURNED, S.SERVING, S.WAITING, _at_one(return_to_queue)),
    *(
        Row(Move.TRANSFERRED, before, S.WAITING, _of_ticket(transfer, AWAY))
        for before in (S.WAITING, S.CALLED, S.SERVING, S.PARKED)
    ),
    Row(Move.FINISHED, S.SERVING, S.DONE, _at_one(finish)),
    Row(Move.FINISHED, S.PARKED, S.DONE, _of_ticket(finish_parked)),
    *(
        Row(Move.CANCELLED, before, S.CANCELLED, _of_ticket(cancel))
        for before in (S.BOOKED, S.WAITING, S.PARKED)
    ),
    *(
        Row(Move.LEFT, before, S.LEFT, _of_ticket(leave))
        for before in (S.WAITING, S.PARKED, S.CALLED, S.ABSENT)
    ),
    *(
        Row(Move.CLOSED_OUT, before, S.UNSERVED, CLOSE)
        for before in (S.WAITING, S.PARKED, S.CALLED)
    ),
    Row(Move.CLOSED_OUT, S.SERVING, S.DONE, CLOSE),
    Row(Move.CLOSED_OUT, S.ABSENT, S.NO_SHOW, CLOSE),
    Row(Move.CLOSED_OUT, S.BOOKED, S.NO_SHOW, CLOSE),
]
_REBOOKED = (S.BOOKED, S.WAITING, S.CALLED, S.ABSENT, S.NO_SHOW)
WITH_THE_HUB = {
    *((Move.PROVEN, state, state) for state in (S.WAITING, S.CALLED, S.ABSENT, S.PARKED)),
    *((Move.REBOOKED, state, after) for state in _REBOOKED for after in (state, S.BOOKED)),
    *((Move.WITHDRAWN, state, S.CANCELLED) for state in (S.BOOKED, S.WAITING, S.CALLED, S.ABSENT)),
    (Move.PLACED, S.BOOKED, S.WAITING),
    (Move.ARRIVED, S.BOOKED, S.WAITING),
    (Move.STRUCK_OUT, S.BOOKED, S.NO_SHOW),
    (Move.UNPLACED, S.WAITING, S.BOOKED),
}
"""Arrivals and terms come with the booking (`test_bookings`, `test_arrivals`, `test_placing`)."""
BY_TRANSFER = {(Move.RETURNED, S.PARKED, S.WAITING)}
"""A parked ticket goes back to a queue by a transfer; the table allows it to be returned too."""


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_row_of_the_table_is_made_by_a_use_case(tmp_path: Path, row: Row) -> None:
    office = office_with(tmp_path, confirm_arrival=row.confirm_arrival)
    opened(office, "1", "2")
    before = (_bring if row.confirm_arrival else _bring_at_once)(office, row.before)
    row.deed(office, before)  # type: ignore[arg-type]
    event = [e for e in log(office) if e.kind == row.move][-1]
    assert event.data.get("from") == (row.before and row.before.value)
    assert event.data["to"] == row.after
    stored = office.database.read().execute(
        "SELECT state FROM tickets WHERE id = ?", (event.ticket,)
    )
    assert stored.fetchone()[0] == row.after


def test_no_row_of_the_table_is_left_out() -> None:
    driven = {(row.move, row.before, row.after) for row in ROWS}
    table = {(move, before, after) for move, pairs in MOVES.items() for before, after in pairs}
    assert table - driven == WITH_THE_HUB | BY_TRANSFER
    assert driven - table == set()


def test_one_move_leaves_one_event(tmp_path: Path) -> None:
    office = office_with(tmp_path)
    opened(office, "1")
    begun = len(log(office))
    take(office)
    serve(office)
    assert [e.kind for e in log(office)][begun:] == [
        "ticket_issued",
        "ticket_called",
        "ticket_came",
        "ticket_finished",
    ]


ALLOWED: list[tuple[Deed, set[State]]] = [
    (_at_one(came), {S.CALLED}),
    (_at_one(absent), {S.CALLED}),
    (_at_one(park), {S.SERVING}),
    (_at_one(return_to_queue), {S.CALLED, S.SERVING}),
    (_at_one(finish), {S.SERVING}),
    (_of_ticket(finish_parked), {S.PARKED}),
    (_back_at_one(take_back), {S.PARKED}),
    (_back_at_one(call_back), {S.PARKED}),
    (_back_at_one(call_chosen), {S.WAITING, S.ABSENT}),
    (_of_ticket(transfer, AWAY), {S.WAITING, S.CALLED, S.SERVING, S.PARKED}),
    (_of_ticket(restore), {S.ABSENT, S.NO_SHOW}),
    (_of_ticket(cancel), {S.WAITING, S.PARKED}),
    (_of_ticket(leave), {S.WAITING, S.PARKED, S.CALLED, S.ABSENT}),
    (
        _of_ticket(close_out, "no time left"),
        {S.WAITING, S.PARKED, S.CALLED, S.SERVING, S.ABSENT},
    ),
]


@pytest.mark.parametrize("state", [s for s in State if s is not State.BOOKED])
def test_from_any_other_state_a_deed_is_refused_and_changes_nothing(
    tmp_path: Path, state: State
) -> None:
    office = office_with(tmp_path)
    opened(office, "1", "2")
    ticket = _bring(office, state)
    assert ticket is not None
    assert ticket.state is state
    unchanged = everything(office)
    for deed, states in ALLOWED:
        if state not in states:
            with pytest.raises(Refused):
                deed(office, ticket)
            assert everything(office) == unchanged
