"""Who may call the API, and what is refused before any rule of the queue is asked."""

import re

import pytest
from flask.testing import FlaskClient

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from queue_core.web.access import Right, undeclared_routes
from tests.edge_node.panels.api.conftest import NOWHERE, Caller, caller
from tests.edge_node.sample import opened, take

FAR = {"REMOTE_ADDR": NOWHERE}


def test_a_call_without_a_key_is_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/api/v1/office", environ_base=FAR)
    assert (answer.status_code, answer.json and answer.json["code"]) == (401, "session_expired")


def test_a_wrong_key_opens_nothing(client: FlaskClient) -> None:
    assert Caller(client, "made-up").ask("GET", "/office").status_code == 401


@pytest.mark.parametrize(
    ("path", "held", "wanted"),
    [
        ("/counters/1/pause", Right.RECEPTION, Right.CALL),
        ("/counters/1/call", Right.CALL, Right.CALL_CHOSEN),
        ("/tickets", Right.CALL, Right.RECEPTION),
        ("/kiosks/1/block", Right.MANAGE, Right.BLOCK_KIOSK),
        ("/webhooks", Right.MANAGE, Right.ADMINISTER),
        ("/paper-day/tickets", Right.RECEPTION, Right.PAPER_DAY),
        ("/day/confirm", Right.MANAGE, Right.CONFIRM_CLOCK),
    ],
)
def test_each_right_is_single(
    office: Office, client: FlaskClient, path: str, held: Right, wanted: Right
) -> None:
    assert caller(office, client, held).refused(path, {}) == "no_right"
    assert caller(office, client, wanted).ask("POST", path, json={}).status_code != 403


def test_an_evacuation_is_ended_only_with_its_own_right(
    office: Office, client: FlaskClient
) -> None:
    clerk = caller(office, client, Right.CALL)
    clerk.post("/alarm", {"kind": "evacuation"})
    assert clerk.ask("DELETE", "/alarm").status_code == 403
    assert caller(office, client, Right.END_ALARM).ask("DELETE", "/alarm").status_code == 200


def test_a_panel_session_calls_with_its_token_and_not_without(
    office: Office, client: FlaskClient
) -> None:
    set_operator(office, Command(), "anna", "Anna", "long enough", ("call",))
    entered = {"login": "anna", "password": "long enough", "csrf_token": form_token(client)}
    assert client.post("/login", data=entered).status_code == 302
    bare = client.post("/api/v1/counters/1/open")
    assert (bare.status_code, bare.json and bare.json["code"]) == (400, "form_expired")
    token = {"X-CSRFToken": form_token(client)}
    assert client.post("/api/v1/counters/1/open", headers=token).status_code == 200


def form_token(client: FlaskClient) -> str:
    form = client.get("/login").get_data(as_text=True)
    return str(re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', form)[0])


def test_every_route_says_who_may_use_it(client: FlaskClient) -> None:
    assert [r for r in undeclared_routes(client.application) if r.startswith("/api")] == []


def test_a_body_that_is_too_large_is_refused(api: Caller) -> None:
    answer = api.ask("POST", "/tickets", json={"service": "id_cards", "note": "x" * 70_000})
    assert (answer.status_code, answer.json and answer.json["code"]) == (413, "too_large")


def test_a_body_of_another_kind_is_refused(api: Caller) -> None:
    answer = api.ask("POST", "/tickets", data="service=id_cards", content_type="text/plain")
    assert (answer.status_code, answer.json and answer.json["code"]) == (415, "wrong_media_type")


@pytest.mark.parametrize("body", ["{", '{"service": "id_cards"', "\x00", '{"service": "\\ud800"}'])
def test_a_body_that_is_no_json_is_refused(api: Caller, body: str) -> None:
    answer = api.ask("POST", "/tickets", data=body, content_type="application/json")
    assert (answer.status_code, answer.json and answer.json["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "service"),
        ({"service": 5}, "service"),
        ({"service": "id_cards", "colour": "red"}, "colour"),
        ({"service": "id_cards", "priority": True}, "priority"),
        ({"service": "id_cards", "priority": 3}, "priority"),
        ({"service": "id_cards", "language": "de"}, "language"),
        ({"service": "id_cards", "note": "line\nline"}, "note"),
        ({"service": "id_cards", "more_services": ["residence"] * 21}, "more_services"),
        ([], "body"),
        (None, "service"),
    ],
)
def test_a_fault_in_a_body_is_named(api: Caller, body: object, field: str) -> None:
    answer = api.ask("POST", "/tickets", json=body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "invalid_fields"
    assert [entry["field"] for entry in answer.json["fields"]] == [field]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "state=gone", "colour=red", "limit=1&limit=2"]
)
def test_a_fault_in_an_address_is_refused(api: Caller, query: str) -> None:
    assert api.get(f"/tickets?{query}", 422)["code"] == "invalid_fields"


def test_a_refusal_speaks_the_language_asked_for_and_keeps_its_code(api: Caller) -> None:
    told = {
        language: api.ask("GET", "/tickets/nothing", headers={"Accept-Language": language}).json
        for language in ("pl", "en", "uk")
    }
    assert {answer and answer["code"] for answer in told.values()} == {"unknown_ticket"}
    assert len({answer and answer["detail"] for answer in told.values()}) == 3


def test_a_wrong_method_says_which_are_right(api: Caller) -> None:
    answer = api.ask("DELETE", "/tickets")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("key", ["", "x" * 129, "two words", "ż"])
def test_an_idempotency_key_must_be_one_plain_word(api: Caller, key: str) -> None:
    answer = api.ask("POST", "/counters/1/open", headers={"Idempotency-Key": key})
    assert answer.status_code == 422


def test_one_key_of_two_callers_is_two_wishes(office: Office, client: FlaskClient) -> None:
    first = caller(office, client, Right.RECEPTION)
    second = caller(office, client, Right.RECEPTION, Right.CALL)
    wish = {"service": "id_cards"}
    one = first.post("/tickets", wish, 201, Idempotency_Key="k")
    other = second.post("/tickets", wish, 201, Idempotency_Key="k")
    assert (one["number"], other["number"]) == ("A001", "A002")


def test_one_key_for_two_counters_or_two_contents_is_refused(api: Caller, office: Office) -> None:
    opened(office, "1", "2")
    take(office), take(office)
    api.post("/counters/1/call-next", Idempotency_Key="k")
    for path, body in (("/counters/2/call-next", None), ("/tickets", {"service": "id_cards"})):
        answer = api.post(path, body, 409, Idempotency_Key="k")
        assert answer["code"] == "key_reused"
    api.post("/tickets", {"service": "id_cards"}, 201, Idempotency_Key="t")
    other = api.post("/tickets", {"service": "residence"}, 409, Idempotency_Key="t")
    assert other["code"] == "key_reused"


def test_one_key_for_two_deeds_is_refused(api: Caller, office: Office) -> None:
    ticket = take(office)
    api.post(f"/tickets/{ticket.id}/cancel", {}, Idempotency_Key="k")
    answer = api.post(f"/tickets/{ticket.id}/leave", None, 409, Idempotency_Key="k")
    assert answer["code"] == "key_reused"
