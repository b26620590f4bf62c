"""Counters over HTTP: the whole work of a clerk, and what is refused at a wrong counter."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.app import create_app
from edge_node.office.calling import call_next
from edge_node.store.unit import Office
from queue_core.web.access import Right
from queue_core.web.live import Signals
from tests.edge_node.panels.api.conftest import Caller, caller
from tests.edge_node.sample import SAMPLE, build_office, by, opened, take


def test_a_visit_from_the_call_to_its_end(api: Caller, office: Office) -> None:
    take(office)
    assert api.post("/counters/1/open")["state"] == "open"
    called = api.post("/counters/1/call-next")
    assert (called["number"], called["state"], called["calls"]) == ("A001", "called", 1)
    assert api.get("/counters/1")["ticket"]["number"] == "A001"
    assert api.post("/counters/1/recall")["calls"] == 1
    assert api.post("/counters/1/came")["state"] == "serving"
    assert api.post("/counters/1/finish", {"services": ["id_cards"]})["state"] == "done"
    assert api.post("/counters/1/close")["state"] == "closed"


def test_a_counter_tells_its_languages_and_whether_it_calls_by_itself(tmp_path: Path) -> None:
    counter = replace(SAMPLE.counters[0], languages=("uk",), auto_call_seconds=30)
    office = build_office(tmp_path, replace(SAMPLE, counters=(counter,)))
    told = caller(office, create_app(office, Signals()).test_client(), *Right).get("/counters/1")
    assert (told["languages"], told["auto_call_seconds"]) == (["uk"], 30)


def test_nobody_waiting_is_no_refusal(api: Caller, office: Office) -> None:
    opened(office, "1")
    answer = api.ask("POST", "/counters/1/call-next")
    assert (answer.status_code, answer.get_data()) == (204, b"")


def test_finish_and_call_brings_the_next_or_nobody(api: Caller, office: Office) -> None:
    take(office), take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/came")
    assert api.post("/counters/1/finish-and-call")["number"] == "A002"
    api.post("/counters/1/came")
    assert api.ask("POST", "/counters/1/finish-and-call").status_code == 204


def test_one_press_sent_twice_calls_one_person(api: Caller, office: Office) -> None:
    take(office), take(office)
    opened(office, "1")
    first = api.post("/counters/1/call-next", Idempotency_Key="press")
    assert api.post("/counters/1/call-next", Idempotency_Key="press") == first
    assert api.get("/office")["services"][0]["waiting"] == 1


def test_a_transfer_sent_twice_moves_one_ticket(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    to = {"service": "residence", "note": "przekazano"}
    first = api.post("/counters/1/transfer", to, Idempotency_Key="t")
    again = api.post("/counters/1/transfer", to, Idempotency_Key="t")
    assert (first["service"], again["id"], first["note"]) == (
        "residence",
        first["id"],
        "przekazano",
    )


def test_a_ticket_put_aside_is_taken_back_called_back_and_finished(
    api: Caller, office: Office
) -> None:
    ticket = take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/came")
    assert api.post("/counters/1/park", {"note": "po druk"})["state"] == "parked"
    assert api.post("/counters/1/take-back", {"ticket": ticket.id})["state"] == "serving"
    api.post("/counters/1/park")
    assert api.post("/counters/1/call-back", {"ticket": ticket.id})["state"] == "called"
    api.post("/counters/1/came")
    api.post("/counters/1/park", {})
    assert api.post(f"/tickets/{ticket.id}/finish-parked")["state"] == "done"


def test_undo_gives_the_ticket_back(api: Caller, office: Office) -> None:
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    assert api.post("/counters/1/undo")["state"] == "waiting"
    assert api.refused("/counters/1/undo") == "undo_nothing"


def test_absent_return_and_service_without_a_ticket(api: Caller, office: Office) -> None:
    take(office), take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    assert api.post("/counters/1/absent")["state"] == "absent"
    api.post("/counters/1/call-next")
    assert api.post("/counters/1/return")["state"] == "waiting"
    visit = api.post("/counters/1/serve-without-ticket", {"service": "id_cards"})
    assert (visit["state"], visit["origin"]) == ("serving", "without_ticket")


def test_a_break_has_a_reason_and_an_end(api: Caller, office: Office) -> None:
    opened(office, "1")
    paused = api.post("/counters/1/pause", {"reason": "przerwa"})
    assert (paused["state"], paused["reason"]) == ("paused", "przerwa")
    assert api.refused("/counters/1/call-next") == "counter_closed"
    assert api.post("/counters/1/resume")["state"] == "open"


def test_a_counter_of_somebody_else_is_taken_over_on_purpose(api: Caller, office: Office) -> None:
    opened(office, "1")
    assert api.refused("/counters/1/open") == "counter_taken"
    assert api.post("/counters/1/take-over")["state"] == "open"


def test_a_chosen_ticket_is_called_out_of_turn(api: Caller, office: Office) -> None:
    take(office)
    second = take(office)
    opened(office, "1")
    assert api.post("/counters/1/call", {"ticket": second.id})["number"] == "A002"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/counters/9/open", None, "unknown_counter"),
        ("/counters/9/call-next", None, "unknown_counter"),
        ("/counters/2/call-next", None, "counter_closed"),
        ("/counters/1/call-next", None, "counter_busy"),
        ("/counters/2/finish", None, "not_allowed_now"),
        ("/counters/1/finish", {"services": ["fishing"]}, "not_allowed_now"),
        ("/counters/1/close", None, "counter_busy"),
        ("/counters/1/pause", {"reason": " "}, "invalid_fields"),
        ("/counters/1/transfer", {}, "invalid_fields"),
        ("/counters/1/transfer", {"service": "fishing"}, "unknown_service"),
        ("/counters/3/call", {"ticket": "nothing"}, "unknown_ticket"),
        ("/counters/3/serve-without-ticket", {"service": "fishing"}, "unknown_service"),
    ],
)
def test_a_wrong_wish_is_refused_by_name(
    api: Caller, office: Office, path: str, body: object, code: str
) -> None:
    take(office)
    opened(office, "1", "3")
    call_next(office, by("1"), "1")
    assert api.refused(path, body) == code


def test_a_parked_ticket_belongs_to_its_counter(api: Caller, office: Office) -> None:
    ticket = take(office)
    opened(office, "1", "3")
    api.post("/counters/1/call-next")
    api.post("/counters/1/came")
    api.post("/counters/1/park")
    assert api.refused("/counters/2/take-back", {"ticket": ticket.id}) == "counter_closed"


def test_a_quantity_needs_a_matter_that_is_counted(api: Caller, office: Office) -> None:
    take(office)
    api.post("/counters/1/open")
    api.post("/counters/1/call-next")
    api.post("/counters/1/came")
    pieces = [{"service": "id_cards", "quantity": 3}]
    refusal = api.ask("POST", "/counters/1/finish", json={"quantities": pieces})
    assert (refusal.status_code, (refusal.json or {})["code"]) == (422, "invalid_fields")
    assert api.post("/counters/1/finish")["state"] == "done"
