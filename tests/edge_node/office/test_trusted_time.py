"""Who vouches for the hour, and that the screens follow (B-153)."""

from datetime import timedelta

import pytest

from edge_node.app import create_app
from edge_node.office.day import confirm_day
from edge_node.office.trusted_time import clock_trusted, last_known_time, note_time
from edge_node.store.unit import Command, Office
from edge_node.views.health import checks
from edge_node.views.reception import reception_view
from queue_core.web.live import Signals
from tests.edge_node.office.desk import clock, pass_time
from tests.edge_node.sample import MORNING


@pytest.fixture
def alone(office: Office) -> Office:
    """An office whose machine nobody vouches for."""
    clock(office).synced = False
    return office


def board_hour(office: Office) -> object:
    client = create_app(office, Signals()).test_client()
    report = {"seq": 1, "number": "A001"}
    return (client.post("/board/1/painted", json=report).json or {})["now"]


def test_after_a_persons_word_screens_show_the_hour_and_the_alert_is_gone(alone: Office) -> None:
    assert board_hour(alone) is None
    assert not reception_view(alone).clock_trusted
    confirm_day(alone, Command(clerk="kierownik"), "2026-11-20")
    assert board_hour(alone) == MORNING.isoformat(timespec="milliseconds")
    assert reception_view(alone).clock_trusted
    assert [check.ok for check in checks(alone) if check.name == "clock"] == [True]


def test_the_word_ends_with_a_jump_of_the_clock(alone: Office) -> None:
    confirm_day(alone, Command(clerk="kierownik"), "2026-11-20")
    pass_time(alone, hours=5)
    assert clock_trusted(alone)
    clock(alone).at += timedelta(minutes=5)
    assert not clock_trusted(alone)


def test_the_last_known_hour_is_one_that_was_trusted(alone: Office) -> None:
    note_time(alone)
    assert last_known_time(alone.database.read()) is None
    clock(alone).synced = True
    note_time(alone)
    assert last_known_time(alone.database.read()) == MORNING


def test_a_person_can_take_back_an_hour_that_lay_ahead(office: Office) -> None:
    clock(office).at = MORNING + timedelta(days=40)
    note_time(office)
    clock(office).at = MORNING
    clock(office).synced = False
    confirm_day(office, Command(clerk="kierownik"), "2026-11-20")
    assert last_known_time(office.database.read()) == MORNING
