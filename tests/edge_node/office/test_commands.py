"""A command that comes again (double press, resend, power cut) changes nothing."""

from dataclasses import replace

import pytest

from edge_node.office.calling import call_next, came
from edge_node.office.counters import pause
from edge_node.office.day import open_day
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.retention import tidy
from edge_node.office.serving import finish_and_call
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused
from tests.edge_node.office.desk import clock, everything, pass_time, refused
from tests.edge_node.sample import by, opened, take

ORDER = Order("id_cards", kiosk="1")
PRESS = replace(by("1"), id="press 1")


def test_one_tap_is_one_ticket_and_one_paper(office: Office) -> None:
    first = issue_ticket(office, Command(id="tap"), ORDER)
    after_one = everything(office)
    assert issue_ticket(office, Command(id="tap"), ORDER) == first
    assert everything(office) == after_one


def test_one_press_never_calls_two(office: Office) -> None:
    opened(office, "1")
    first, second = take(office), take(office)
    called = call_next(office, PRESS, "1")
    again = call_next(office, PRESS, "1")
    assert called is not None
    assert called.id == first.id
    assert again == called
    assert second.state == "waiting"


def test_nobody_waits_is_an_answer_too(office: Office) -> None:
    opened(office, "1")
    assert call_next(office, PRESS, "1") is None
    take(office)
    assert call_next(office, PRESS, "1") is None
    assert call_next(office, replace(PRESS, id="press 2"), "1") is not None


def test_a_repeated_answer_is_what_it_was_then(office: Office) -> None:
    opened(office, "1")
    take(office), take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    called = finish_and_call(office, PRESS, "1")
    came(office, by("1"), "1")
    pass_time(office, minutes=4)
    assert finish_and_call(office, PRESS, "1") == called


def test_the_same_id_for_another_verb_is_refused(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, PRESS, "1")
    with refused(office, "key_reused"):
        came(office, PRESS, "1")


def test_the_same_id_with_other_contents_is_refused(office: Office) -> None:
    issue_ticket(office, Command(id="tap"), ORDER)
    with refused(office, "key_reused"):
        issue_ticket(office, Command(id="tap"), replace(ORDER, service="residence"))


def test_a_refusal_is_not_remembered(office: Office) -> None:
    with refused(office, "counter_closed"):
        pause(office, PRESS, "1", "lunch")
    opened(office, "1")
    assert pause(office, PRESS, "1", "lunch").state == "paused"


def test_a_command_without_an_id_is_new_each_time(office: Office) -> None:
    numbers = [issue_ticket(office, Command(), ORDER).number for _ in range(2)]
    assert numbers == ["A001", "A002"]


def test_an_unknown_thing_is_refused_by_name(office: Office) -> None:
    with refused(office, "unknown_service"):
        issue_ticket(office, Command(), Order("passports"))
    with refused(office, "unknown_counter"):
        call_next(office, by("9"), "9")
    with refused(office, "unknown_kiosk"):
        issue_ticket(office, Command(), Order("id_cards", kiosk="9"))


def test_answers_are_kept_for_two_days(office: Office) -> None:
    issue_ticket(office, Command(id="tap"), ORDER)
    for kept in (1, 0):
        pass_time(office, hours=24)
        open_day(office, Command())
        tidy(office, lambda: True)
        assert _kept(office) == kept


def test_an_event_knows_its_command_and_its_clock(office: Office) -> None:
    clock(office).synced = False
    issue_ticket(office, Command(id="tap"), ORDER)
    event = office.database.read().execute("SELECT * FROM events ORDER BY seq DESC").fetchone()
    assert (event["command"], event["clock_synced"]) == ("tap", 0)


def test_a_fault_in_the_middle_leaves_nothing_behind(office: Office) -> None:
    before = everything(office)
    with pytest.raises(Refused, match="unknown_service"):
        issue_ticket(office, Command(), Order("id_cards", more_services=("passports",)))
    assert everything(office) == before


def _kept(office: Office) -> int:
    rows = office.database.read().execute("SELECT count(*) FROM commands WHERE id = 'tap'")
    return int(rows.fetchone()[0])
