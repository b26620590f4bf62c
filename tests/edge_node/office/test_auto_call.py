"""A counter that calls by itself: after its rest, never on a break, never in an evacuation."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.alarm import end_evacuation, raise_evacuation
from edge_node.office.auto_call import call_for_rested
from edge_node.office.calling import call_next, came
from edge_node.office.counters import close_counter, pause, resume
from edge_node.office.reception import cancel
from edge_node.office.serving import finish
from edge_node.office.undo import undo
from edge_node.store.events import events_of_counter
from edge_node.store.tickets import active_ticket
from edge_node.store.unit import Command, Office
from edge_node.views.clerk import clerk_view
from queue_core.clock import FixedClock
from queue_core.domain.office_check import faults
from tests.edge_node.sample import COUNTERS, SAMPLE, build_office, by, opened, take

RESTED = (replace(COUNTERS[0], auto_call_seconds=30), *COUNTERS[1:])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path, replace(SAMPLE, counters=RESTED))
    opened(office, "1", "2")
    return office


def seconds_later(office: Office, seconds: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(seconds=seconds)
    call_for_rested(office)


def at_counter(office: Office, counter: str = "1") -> str | None:
    active = active_ticket(office.database.read(), counter)
    return active.number if active else None


def test_after_its_rest_a_free_counter_calls_the_next_person(office: Office) -> None:
    take(office)
    seconds_later(office, 28)
    assert at_counter(office) is None
    seconds_later(office, 1)
    assert at_counter(office) == "A001"


def test_a_counter_without_the_setting_never_calls_by_itself(office: Office) -> None:
    take(office, "residence")
    seconds_later(office, 3600)
    assert at_counter(office, "2") is None


def test_the_rest_begins_with_the_end_of_a_service(office: Office) -> None:
    take(office), take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    seconds_later(office, 600)
    finish(office, by("1"), "1")
    seconds_later(office, 29)
    assert at_counter(office) is None
    seconds_later(office, 1)
    assert at_counter(office) == "A002"


def test_who_comes_to_a_rested_counter_is_called_at_once(office: Office) -> None:
    seconds_later(office, 600)
    take(office)
    seconds_later(office, 1)
    assert at_counter(office) == "A001"


def on_a_break(office: Office) -> None:
    pause(office, by("1"), "1", "break")


def closed(office: Office) -> None:
    close_counter(office, by("1"), "1")


def evacuated(office: Office) -> None:
    raise_evacuation(office, by("2"))


def nobody_left(office: Office) -> None:
    (only,) = clerk_view(office, "1", login="", session="").here
    cancel(office, Command(), only.id, "x")


@pytest.mark.parametrize("what", [on_a_break, closed, evacuated, nobody_left])
def test_nobody_is_called(office: Office, what: Callable[[Office], None]) -> None:
    take(office)
    what(office)
    seconds_later(office, 3600)
    assert at_counter(office) is None


def test_after_a_break_and_an_evacuation_the_rest_begins_anew(office: Office) -> None:
    take(office)
    raise_evacuation(office, by("1"))
    seconds_later(office, 100)
    pause(office, by("1"), "1", "break")
    end_evacuation(office, by("1"))
    seconds_later(office, 100)
    resume(office, by("1"), "1")
    seconds_later(office, 29)
    assert at_counter(office) is None
    seconds_later(office, 1)
    assert at_counter(office) == "A001"


def test_the_clerk_may_undo_it_and_has_the_rest_again(office: Office) -> None:
    take(office)
    seconds_later(office, 30)
    undo(office, by("1"), "1")
    assert at_counter(office) is None
    seconds_later(office, 29)
    assert at_counter(office) is None
    seconds_later(office, 1)
    assert at_counter(office) == "A001"


def test_the_log_says_that_the_system_called(office: Office) -> None:
    take(office)
    seconds_later(office, 30)
    event = next(events_of_counter(office.database.read(), "2026-11-20", "1"))
    assert (event.kind, event.clerk, event.data["route"]) == ("ticket_called", "clerk1", "auto")


def test_the_panel_says_when_it_calls(office: Office) -> None:
    def calls_at() -> object:
        return clerk_view(office, "1", login="clerk1", session="browser of clerk1").calls_at

    assert calls_at() is None
    take(office)
    begin = office.clock.now()
    assert calls_at() is not None
    assert 0 < (calls_at() - begin).total_seconds() <= 30  # type: ignore[operator]


@pytest.mark.parametrize("seconds", [-1, 4, 601])
def test_a_rest_that_makes_no_sense_is_refused(seconds: int) -> None:
    counters = (replace(COUNTERS[0], auto_call_seconds=seconds), *COUNTERS[1:])
    assert faults(replace(SAMPLE, counters=counters)) == [
        'counter "1": auto_call_seconds must be 0 (off) or 5 to 600'
    ]
