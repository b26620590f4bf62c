"""Counters open, pause, close and change hands; a person at one is never left standing."""

import pytest

from edge_node.office.calling import call_chosen, call_next, came
from edge_node.office.counters import (
    close_counter,
    open_counter,
    pause,
    resume,
    take_over_counter,
)
from edge_node.office.serving import finish
from edge_node.store.counters import counter_state
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import call, log, refused, serving
from tests.edge_node.sample import at, by, opened, take

ONE = by("1")


def state(office: Office, counter: str = "1") -> str:
    return counter_state(office.database.read(), office.document, counter).state


def test_a_counter_opens_for_its_clerk(office: Office) -> None:
    now = open_counter(office, at("1", "anna"), "1")
    assert (now.state, now.clerk) == ("open", "anna")


def test_the_same_browser_may_open_it_again(office: Office) -> None:
    opened(office, "1")
    assert open_counter(office, ONE, "1").state == "open"


def test_a_program_without_a_session_may_open_it_again(office: Office) -> None:
    program = Command(clerk="api:desk", route="api")
    open_counter(office, program, "1")
    assert open_counter(office, program, "1").state == "open"


def test_another_session_is_told_who_sits_there_and_can_take_over(office: Office) -> None:
    opened(office, "1")
    take(office)
    called = call(office)
    with refused(office, "counter_taken"):
        open_counter(office, at("1", "barbara"), "1")
    take_over_counter(office, at("1", "barbara"), "1")
    with refused(office, "counter_taken"):
        came(office, ONE, "1")
    assert came(office, at("1", "barbara"), "1").id == called.id


@pytest.mark.parametrize("arrived", [False, True], ids=["called", "serving"])
def test_it_neither_closes_nor_pauses_while_somebody_is_there(
    office: Office, arrived: bool
) -> None:
    opened(office, "1")
    take(office)
    (serving if arrived else call)(office)
    with refused(office, "counter_busy"):
        close_counter(office, ONE, "1")
    with refused(office, "counter_busy"):
        pause(office, ONE, "1", "lunch")
    with refused(office, "counter_busy"):
        call_next(office, ONE, "1")


def test_on_a_break_nobody_is_called(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    assert pause(office, ONE, "1", "lunch").reason == "lunch"
    with refused(office, "counter_closed"):
        call_next(office, ONE, "1")
    with refused(office, "counter_closed"):
        call_chosen(office, ONE, "1", ticket.id)
    assert resume(office, ONE, "1").state == "open"
    call(office)


def test_only_a_break_can_be_ended(office: Office) -> None:
    opened(office, "1")
    with refused(office, "not_allowed_now"):
        resume(office, ONE, "1")


def test_a_closed_counter_neither_pauses_nor_calls(office: Office) -> None:
    with refused(office, "counter_closed"):
        pause(office, ONE, "1", "lunch")
    with refused(office, "counter_closed"):
        call_next(office, ONE, "1")


def test_closing_twice_is_closing_once(office: Office) -> None:
    opened(office, "1")
    close_counter(office, ONE, "1")
    close_counter(office, ONE, "1")
    assert state(office) == "closed"
    assert [event.kind for event in log(office)].count("counter_closed") == 1


def test_after_closing_the_next_clerk_just_opens_it(office: Office) -> None:
    opened(office, "1")
    close_counter(office, ONE, "1")
    assert open_counter(office, at("1", "barbara"), "1").clerk == "barbara"


def test_a_button_acts_for_the_counter_itself(office: Office) -> None:
    opened(office, "1")
    take(office)
    button = Command(route="button", counter="1")
    called = call_next(office, button, "1")
    assert called is not None
    came(office, button, "1")
    assert finish(office, button, "1").state == "done"
