"""Undo: the counter's latest action, by the same clerk, for two minutes (B-44)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.calling import absent, call_next, came, recall
from edge_node.office.counters import close_counter, open_counter, pause, take_over_counter
from edge_node.office.day import open_day
from edge_node.office.reception import set_note
from edge_node.office.serving import (
    call_back,
    finish,
    finish_and_call,
    finish_parked,
    park,
    return_to_queue,
    serve_without_ticket,
    take_back,
)
from edge_node.office.transferring import Destination, transfer_active
from edge_node.office.undo import undo
from edge_node.store.unit import Command, Office
from queue_core.domain.tickets import Ticket
from tests.edge_node.office.desk import (
    announcements,
    call,
    clock,
    miss,
    missed_three_times,
    now,
    office_with,
    parked,
    pass_time,
    refused,
    serve,
    serving,
)
from tests.edge_node.sample import at, by, opened, take

ONE = by("1")
Step = Callable[[Office, Ticket], object]

UNDOABLE: dict[str, tuple[Step, Step]] = {
    "a call": (lambda _o, _t: None, lambda o, _: call_next(o, ONE, "1")),
    "a second call": (lambda o, _: miss(o), lambda o, _: _second_call(o)),
    "came": (lambda o, _: call(o), lambda o, _: came(o, ONE, "1")),
    "an absence": (lambda o, _: call(o), lambda o, _: absent(o, ONE, "1")),
    "a third absence": (lambda o, _: _called_three_times(o), lambda o, _: absent(o, ONE, "1")),
    "a visit ended": (lambda o, _: serving(o), lambda o, _: finish(o, ONE, "1")),
    "put aside": (lambda o, _: serving(o), lambda o, _: park(o, ONE, "1")),
    "taken back": (lambda o, _: parked(o), lambda o, t: take_back(o, ONE, "1", t.id)),
    "called back": (lambda o, _: parked(o), lambda o, t: call_back(o, ONE, "1", t.id)),
    "ended while aside": (lambda o, _: parked(o), lambda o, t: finish_parked(o, ONE, t.id)),
    "returned": (lambda o, _: serving(o), lambda o, _: return_to_queue(o, ONE, "1")),
    "sent on": (
        lambda o, _: serving(o),
        lambda o, _: transfer_active(o, ONE, "1", Destination(service="residence", place="last")),
    ),
}


def _second_call(office: Office) -> None:
    pass_time(office, minutes=5)
    call(office)


def _called_three_times(office: Office) -> None:
    for _ in range(2):
        miss(office)
        pass_time(office, minutes=5)
    call(office)


@pytest.mark.parametrize("what", UNDOABLE)
def test_the_ticket_is_again_as_it_was_with_its_waiting_time(office: Office, what: str) -> None:
    prepare, deed = UNDOABLE[what]
    opened(office, "1")
    ticket = take(office)
    prepare(office, ticket)
    before = now(office, ticket)
    deed(office, ticket)
    assert now(office, ticket) != before
    pass_time(office, seconds=119)
    undone = undo(office, ONE, "1")
    assert replace(undone, version=before.version) == before
    assert now(office, ticket) == undone


def test_an_undone_call_is_spoken_no_more(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    undo(office, ONE, "1")
    assert announcements(office) == [("1", 1, 0, "withdrawn")]


def test_finish_and_call_is_two_actions(office: Office) -> None:
    opened(office, "1")
    first, second = take(office), take(office)
    serving(office)
    finish_and_call(office, ONE, "1")
    assert undo(office, ONE, "1").id == second.id
    assert (now(office, first).state, now(office, second).state) == ("done", "waiting")
    undo(office, ONE, "1")
    assert now(office, first).state == "serving"


def test_a_third_absence_is_one_action(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    missed_three_times(office)
    assert undo(office, ONE, "1").state == "called"
    assert now(office, ticket).calls == 3


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda o: finish(o, ONE, "1"), "parked"),
        (lambda o: park(o, ONE, "1"), "parked"),
        (lambda o: return_to_queue(o, ONE, "1"), "waiting"),
    ],
    ids=["finished", "parked", "returned"],
)
def test_when_the_counter_has_another_one_by_then(
    office: Office, end: Callable[[Office], object], state: str
) -> None:
    opened(office, "1")
    first = take(office)
    serving(office)
    end(office)
    other = serve_without_ticket(office, ONE, "1", "id_cards")
    undo(office, ONE, "1")
    assert now(office, first).state == state
    assert now(office, other).state == "serving"


def test_an_absent_one_comes_back_as_waiting_when_the_counter_has_another(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    miss(office)
    serve_without_ticket(office, ONE, "1", "id_cards")
    undo(office, ONE, "1")
    back = now(office, ticket)
    assert (back.state, back.counter, back.queue_time) == ("waiting", None, ticket.queue_time)


def test_it_is_refused_once_another_counter_has_taken_the_ticket(office: Office) -> None:
    opened(office, "1", "2")
    take(office)
    call(office)
    return_to_queue(office, ONE, "1")
    call(office, "2")
    with refused(office, "undo_taken"):
        undo(office, ONE, "1")


def test_it_is_refused_even_when_the_ticket_stands_where_it_stood(office: Office) -> None:
    opened(office, "1", "2")
    ticket = take(office)
    for counter in ("1", "2"):
        call(office, counter)
        return_to_queue(office, by(counter), counter)
    assert now(office, ticket).state == "waiting"
    with refused(office, "undo_taken"):
        undo(office, ONE, "1")


def test_a_note_or_a_recall_since_does_not_stand_in_its_way(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    call(office)
    recall(office, ONE, "1")
    set_note(office, Command(clerk="reception"), ticket.id, "porusza się o kulach")
    undo(office, ONE, "1")
    back = now(office, ticket)
    assert (back.state, back.note) == ("waiting", "porusza się o kulach")


def test_it_is_refused_after_two_minutes(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    pass_time(office, seconds=121)
    with refused(office, "undo_too_late"):
        undo(office, ONE, "1")


def test_it_is_refused_to_another_clerk(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    with refused(office, "undo_not_yours"):
        undo(office, replace(ONE, clerk="barbara"), "1")


def test_the_page_of_one_whose_counter_was_taken_over_undoes_nothing_there(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    take_over_counter(office, at("1", "barbara"), "1")
    with refused(office, "counter_taken"):
        undo(office, ONE, "1")


def test_a_button_undoes_for_whoever_sits_there(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    assert undo(office, Command(route="button", counter="1"), "1").state == "waiting"


def test_there_may_be_nothing_to_undo(office: Office) -> None:
    opened(office, "1")
    with refused(office, "undo_nothing"):
        undo(office, ONE, "1")


def test_what_the_person_saw_is_undone_and_nothing_else(office: Office) -> None:
    opened(office, "1")
    take(office)
    call(office)
    action = office.database.read().execute("SELECT max(action) FROM events").fetchone()[0]
    came(office, ONE, "1")
    with refused(office, "not_allowed_now"):
        undo(office, ONE, "1", action)


@pytest.mark.parametrize("gone", [close_counter, lambda o, c, n: pause(o, c, n, "lunch")])
def test_nobody_comes_back_to_a_counter_that_closed(
    office: Office, gone: Callable[[Office, Command, str], object]
) -> None:
    opened(office, "1")
    take(office)
    serve(office)
    gone(office, ONE, "1")
    with refused(office, "counter_closed"):
        undo(office, ONE, "1")


def test_yesterday_is_not_undone(office: Office) -> None:
    clock(office).advance(hours=14, minutes=59)
    opened(office, "1")
    serve_without_ticket(office, ONE, "1", "id_cards")
    finish(office, ONE, "1")
    pass_time(office, seconds=90)
    open_day(office, Command())
    open_counter(office, ONE, "1")
    with refused(office, "undo_nothing"):
        undo(office, ONE, "1")


def test_undone_calls_count_for_no_rule(tmp_path: Path) -> None:
    """Two priority calls in a row close the way to a third, unless one was undone."""
    office = office_with(tmp_path)
    opened(office, "1")
    urgent = [take(office, priority=1) for _ in range(3)]
    ordinary = take(office)
    serve(office)
    call(office)
    undo(office, ONE, "1")
    assert serve(office).id == urgent[1].id
    assert call(office).id == ordinary.id
    undo(office, ONE, "1")
    assert call(office).id == ordinary.id
    assert now(office, urgent[2]).state == "waiting"


def test_an_action_is_undone_once(office: Office) -> None:
    opened(office, "1")
    take(office)
    serving(office)
    undo(office, ONE, "1")
    undo(office, ONE, "1")
    with refused(office, "undo_nothing"):
        undo(office, ONE, "1")
