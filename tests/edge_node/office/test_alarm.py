"""Evacuation and panic: what stops, who may end it, and what it leaves in the figures."""

from pathlib import Path

import pytest

from edge_node.office.alarm import (
    accept_panic,
    end_evacuation,
    end_panic,
    evacuation,
    panics,
    raise_evacuation,
    raise_panic,
)
from edge_node.office.calling import absent, call_chosen, call_next, came, recall
from edge_node.office.day import close_day, end_evacuation_and_day
from edge_node.office.forecasts import learn_durations
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.reception import restore
from edge_node.office.serving import (
    call_back,
    finish,
    finish_and_call,
    serve_without_ticket,
    take_back,
)
from edge_node.store.forecasts import learned
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Command, Office
from tests.edge_node.office.desk import (
    call,
    everything,
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
from tests.edge_node.sample import by, opened, take

ANYBODY = Command(clerk="anna")
MANAGER = Command(clerk="kierownik")
ONE = by("1")


def test_kiosks_stop_and_nobody_is_called(office: Office) -> None:
    opened(office, "1", "2")
    aside, chosen = take(office), take(office)
    parked(office)
    called = take(office)
    call(office, "2")
    raise_evacuation(office, ANYBODY)
    with refused(office, "alarm_active"):
        issue_ticket(office, ANYBODY, Order("id_cards"))
    with refused(office, "alarm_active"):
        call_next(office, ONE, "1")
    with refused(office, "alarm_active"):
        call_chosen(office, ONE, "1", chosen.id)
    with refused(office, "alarm_active"):
        call_back(office, ONE, "1", aside.id)
    with refused(office, "alarm_active"):
        take_back(office, ONE, "1", aside.id)
    with refused(office, "alarm_active"):
        serve_without_ticket(office, ONE, "1", "id_cards")
    with refused(office, "alarm_active"):
        recall(office, by("2"), "2")
    assert now(office, called).state == "waiting"


def test_a_visit_can_be_ended_but_nobody_is_called_after_it(tmp_path: Path) -> None:
    office = office_with(tmp_path, recall_at_finish=True)
    opened(office, "1")
    gone, _served, _waiting = take(office), take(office), take(office)
    miss(office)
    serving(office)
    raise_evacuation(office, ANYBODY)
    with refused(office, "alarm_active"):
        finish_and_call(office, ONE, "1")
    assert finish(office, ONE, "1").state == "done"
    assert now(office, gone).state == "absent"


def test_a_second_press_is_none(office: Office) -> None:
    raise_evacuation(office, ANYBODY)
    before = everything(office)
    raise_evacuation(office, Command(clerk="barbara"))
    assert everything(office) == before


def test_with_keep_the_queue_goes_on_as_it_was(office: Office) -> None:
    opened(office, "1")
    first = take(office)
    raise_evacuation(office, ANYBODY)
    pass_time(office, minutes=20)
    end_evacuation(office, MANAGER)
    assert evacuation(office.database.read()) is None
    assert call(office).id == first.id


def test_everybody_keeps_a_right_to_return_all_day(tmp_path: Path) -> None:
    office = office_with(tmp_path, return_within_tickets=1)
    opened(office, "1")
    missed = take(office)
    missed_three_times(office)
    for _ in range(2):
        take(office)
        serve(office)
    with refused(office, "too_late_to_return"):
        restore(office, ANYBODY, missed.id, "within")
    raise_evacuation(office, ANYBODY)
    end_evacuation(office, MANAGER)
    assert restore(office, ANYBODY, missed.id, "within").state == "waiting"


def test_its_time_is_left_out_of_the_figures(office: Office) -> None:
    opened(office, "1")
    take(office)
    serving(office)
    raise_evacuation(office, ANYBODY)
    pass_time(office, minutes=40)
    end_evacuation(office, MANAGER)
    assert not finish(office, ONE, "1").time_reliable
    assert now(office, take(office)).time_reliable
    pass_time(office, minutes=5)
    learn_durations(office)
    assert learned(office.database.read()) == {}


def test_closing_the_day_ends_it_with_everybody(office: Office) -> None:
    take(office), take(office)
    raise_evacuation(office, ANYBODY)
    assert end_evacuation_and_day(office, MANAGER) == 2
    assert open_tickets(office.database.read(), "2026-11-20") == []
    assert evacuation(office.database.read()) is None


@pytest.mark.parametrize("end", [end_evacuation, end_evacuation_and_day])
def test_a_late_press_ends_nothing(office: Office, end: object) -> None:
    take(office)
    with refused(office, "not_allowed_now"):
        end(office, MANAGER)  # type: ignore[operator]


def test_an_evacuation_outlasts_the_day(office: Office) -> None:
    raise_evacuation(office, ANYBODY)
    close_day(office, Command(), "end of day")
    assert evacuation(office.database.read()) is not None


def test_one_colleague_accepts_a_panic_and_the_others_see_who(office: Office) -> None:
    raise_panic(office, ONE, "1")
    raise_panic(office, ONE, "1")
    (alarm,) = panics(office.database.read())
    accept_panic(office, by("2"), alarm.id, "2")
    with refused(office, "taken_by_other"):
        accept_panic(office, by("3"), alarm.id, "3")
    assert panics(office.database.read())[0].accepted_by == "2"
    end_panic(office, by("2"), alarm.id)
    assert panics(office.database.read()) == []
    with refused(office, "unknown_alarm"):
        end_panic(office, by("2"), alarm.id)


def test_a_panic_stops_nothing(office: Office) -> None:
    opened(office, "1")
    raise_panic(office, ONE, "1")
    take(office)
    call(office)
    came(office, ONE, "1")


def test_a_panic_needs_a_counter_that_exists(office: Office) -> None:
    with refused(office, "unknown_counter"):
        raise_panic(office, ANYBODY, "9")


def test_an_evacuation_cannot_be_ended_as_if_it_were_a_panic(office: Office) -> None:
    raise_evacuation(office, ANYBODY)
    alarm = evacuation(office.database.read())
    assert alarm is not None
    with refused(office, "unknown_alarm"):
        end_panic(office, ANYBODY, alarm.id)


def test_a_person_who_ran_is_still_only_absent(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    call(office)
    raise_evacuation(office, ANYBODY)
    absent(office, ONE, "1")
    assert now(office, ticket).state == "absent"
