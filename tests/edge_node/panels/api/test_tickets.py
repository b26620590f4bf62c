"""Tickets over HTTP: what is told of them, and that a repeated wish changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.store.document import store_document
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Office
from queue_core.clock import FixedClock
from queue_core.web.access import Right
from queue_core.web.live import Signals
from tests.edge_node.office.desk import parked
from tests.edge_node.panels.api.conftest import Caller, caller
from tests.edge_node.sample import SAMPLE, build_office, grouped, opened, take

FIELDS = {
    *("id", "number", "service", "state", "priority", "language", "origin", "booking"),
    *("queue_time", "issued_at", "called_at", "counter", "calls", "people_before"),
    *("wait_range_minutes", "eticket_url", "print", "note"),
}


def test_a_ticket_has_every_promised_field(api: Caller) -> None:
    ticket = api.post("/tickets", {"service": "id_cards", "note": "wózek", "language": "uk"}, 201)
    assert ticket.keys() >= FIELDS
    assert (ticket["number"], ticket["state"], ticket["origin"]) == ("A001", "waiting", "walk_in")
    assert (ticket["language"], ticket["note"], ticket["people_before"]) == ("uk", "wózek", 0)
    assert ticket["issued_at"].endswith("Z")


def test_paper_is_asked_for_where_a_kiosk_is_named(api: Caller) -> None:
    assert api.post("/tickets", {"service": "id_cards"}, 201)["print"] is None
    assert api.post("/tickets", {"service": "id_cards", "kiosk": "1"}, 201)["print"] == "queued"


def test_the_same_key_gets_the_same_ticket_although_the_queue_moved_on(
    api: Caller, office: Office
) -> None:
    wish = {"service": "id_cards"}
    first = api.post("/tickets", wish, 201, Idempotency_Key="k")
    take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    assert api.post("/tickets", wish, 201, Idempotency_Key="k") == first
    assert len(tickets_of_day(office.database.read(), "2026-11-20")) == 2


def test_people_before_count_those_of_the_same_service(api: Caller, office: Office) -> None:
    for service in ("id_cards", "residence", "id_cards"):
        take(office, service)
    told = {t["number"]: t["people_before"] for t in api.get("/tickets")["tickets"]}
    assert told == {"A001": 0, "B001": 0, "A002": 1}


def test_a_waiting_ticket_is_told_its_own_range(api: Caller, office: Office) -> None:
    opened(office, "1")
    for _ in range(6):
        take(office)
    waits = [t["wait_range_minutes"] for t in api.get("/tickets")["tickets"]]
    assert all(low <= high for low, high in waits)
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_tickets_come_page_by_page(api: Caller, office: Office) -> None:
    numbers = [take(office).number for _ in range(5)]
    seen, cursor = [], 0
    while cursor is not None:
        page = api.get(f"/tickets?limit=2&cursor={cursor}")
        seen += [ticket["number"] for ticket in page["tickets"]]
        cursor = page["next_cursor"]
    assert seen == numbers


def test_tickets_are_chosen_by_state_service_and_number(api: Caller, office: Office) -> None:
    gone, stays = take(office), take(office)
    take(office, "residence")
    api.post(f"/tickets/{gone.id}/leave")

    def found(query: str) -> list[str]:
        return [ticket["number"] for ticket in api.get(f"/tickets?{query}")["tickets"]]

    assert found("state=left") == [gone.number]
    assert found("service=id_cards&state=waiting") == [stays.number]
    assert found("number=B001") == ["B001"]


def test_one_ticket_tells_its_whole_story(api: Caller, office: Office) -> None:
    ticket = take(office)
    opened(office, "1")
    for deed in ("call-next", "came", "finish"):
        api.post(f"/counters/1/{deed}")
    story = [event["kind"] for event in api.get(f"/tickets/{ticket.id}")["events"]]
    assert story == ["ticket_issued", "ticket_called", "ticket_came", "ticket_finished"]


def test_reception_changes_a_ticket(api: Caller, office: Office) -> None:
    path = f"/tickets/{take(office).id}"
    assert api.post(f"{path}/priority", {"priority": 1})["priority"] == 1
    noted = api.post(f"{path}/note", {"note": "głośno", "need": "induction_loop"})
    assert (noted["note"], noted["need"]) == ("głośno", "induction_loop")
    assert api.post(f"{path}/note", {"note": "cicho"})["need"] == "induction_loop"
    assert api.post(f"{path}/note", {"note": "cicho", "need": ""})["need"] is None
    sent = api.post(f"{path}/transfer", {"service": "residence", "place": "last"})
    assert (sent["service"], sent["number"]) == ("residence", "A001")
    assert api.post(f"{path}/reprint", {"printer": "main"})["print"] == "queued"
    assert api.refused(f"{path}/reprint", {"printer": "nowhere"}) == "unknown_printer"
    assert api.post(f"{path}/cancel", {"reason": "pomyłka"})["state"] == "cancelled"
    assert api.refused(f"{path}/leave") == "not_allowed_now"


def test_a_missed_person_comes_back(api: Caller, office: Office) -> None:
    ticket = take(office)
    opened(office, "1")
    api.post("/counters/1/call-next")
    api.post("/counters/1/absent")
    assert api.post(f"/tickets/{ticket.id}/restore", {"place": "last"})["state"] == "waiting"


def test_an_eticket_has_its_address_where_the_office_has_one(tmp_path: Path) -> None:
    document = replace(SAMPLE, eticket_base_url="https://kolejka.example/t/")
    office = build_office(tmp_path, document)
    client = create_app(office, Signals()).test_client()
    ticket = caller(office, client, Right.RECEPTION).post("/tickets", {"service": "id_cards"}, 201)
    assert ticket["eticket_url"].startswith("https://kolejka.example/t/")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"service": "fishing"}, "unknown_service"),
        ({"service": "id_cards", "kiosk": "9"}, "unknown_kiosk"),
        ({"service": "id_cards", "more_services": ["fishing"]}, "unknown_service"),
    ],
)
def test_what_the_office_does_not_know_is_refused(api: Caller, body: object, code: str) -> None:
    assert api.refused("/tickets", body) == code


def test_one_ticket_holds_several_matters_only_where_the_office_says_so(tmp_path: Path) -> None:
    wish = {"service": "id_cards", "more_services": ["residence"]}
    office = build_office(tmp_path, grouped("ticket_each"))
    api = caller(office, create_app(office, Signals()).test_client(), Right.RECEPTION)
    assert api.refused("/tickets", wish) == "invalid_fields"
    assert tickets_of_day(office.database.read(), "2026-11-20") == []
    with office.database.write() as connection:
        store_document(connection, replace(grouped("one_ticket"), version=2), office.clock.now())
    assert api.post("/tickets", wish, 201)["more_services"] == ["residence"]


def test_a_closed_service_gives_no_ticket(api: Caller, office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(hours=6, minutes=15)
    assert api.refused("/tickets", {"service": "id_cards"}) == "last_ticket_hour_passed"
    office.clock.advance(hours=4)
    assert api.refused("/tickets", {"service": "id_cards"}) == "service_closed"


def test_a_limit_that_is_reached_gives_no_ticket(tmp_path: Path) -> None:
    limited = replace(SAMPLE.services[0], daily_limit=1)
    office = build_office(tmp_path, replace(SAMPLE, services=(limited, SAMPLE.services[1])))
    api = caller(office, create_app(office, Signals()).test_client(), Right.RECEPTION)
    api.post("/tickets", {"service": "id_cards"}, 201)
    assert api.refused("/tickets", {"service": "id_cards"}) == "limit_reached"
    assert api.get("/office")["services"][0]["issuing"]["state"] == "limit_reached"


def test_a_refused_wish_leaves_nothing_behind(api: Caller, office: Office) -> None:
    api.post("/alarm", {"kind": "evacuation"})
    assert api.refused("/tickets", {"service": "id_cards"}) == "alarm_active"
    assert tickets_of_day(office.database.read(), "2026-11-20") == []


def test_the_right_to_call_moves_nobody_who_waits_and_ends_nobody_elses(
    office: Office, client: FlaskClient
) -> None:
    opened(office, "1")
    aside, favourite = take(office), take(office)
    parked(office)
    clerk = caller(office, client, Right.CALL)
    front = {"counter": "2", "place": "first"}
    assert clerk.refused(f"/tickets/{favourite.id}/transfer", front) == "no_right"
    assert clerk.refused(f"/tickets/{aside.id}/finish-parked") == "parked_elsewhere"
    chooser = caller(office, client, Right.CALL_CHOSEN)
    assert chooser.post(f"/tickets/{favourite.id}/transfer", front)["state"] == "waiting"
    assert chooser.refused(f"/tickets/{aside.id}/transfer", front) == "parked_elsewhere"
    desk = caller(office, client, Right.RECEPTION)
    assert desk.post(f"/tickets/{aside.id}/finish-parked")["state"] == "done"


def test_priority_at_issue_needs_its_right(office: Office, client: FlaskClient) -> None:
    desk = caller(office, client, Right.RECEPTION)
    refusal = desk.ask("POST", "/tickets", json={"service": "id_cards", "priority": 1})
    assert (refusal.status_code, (refusal.json or {})["code"]) == (403, "no_right")
    assert tickets_of_day(office.database.read(), "2026-11-20") == []
    both = caller(office, client, Right.RECEPTION, Right.SET_PRIORITY)
    for who, priority in ((desk, 0), (both, 1)):
        issued = who.ask("POST", "/tickets", json={"service": "id_cards", "priority": priority})
        assert (issued.status_code, (issued.json or {})["priority"]) == (201, priority)
