"""A program books, moves and cancels as a citizen does on the pages, and is refused as plainly."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cloud_hub.booking.holding import held
from cloud_hub.store.unit import Hub
from tests.cloud_hub.booking.story import code_of, starts
from tests.cloud_hub.sample import clock

API = "/api/v1"
ANNA = {"name": "Anna Żółć", "phone": "600 700 800", "accepted_rules": True}


def wish(hub: Hub, nth: int = 0, **more: Any) -> dict[str, Any]:
    start = starts(hub)[nth].isoformat()
    return {"office": "plaza", "service": "residence", "start": start, **more}


def a_hold(client: FlaskClient, hub: Hub, nth: int = 0) -> dict[str, Any]:
    answer = client.post(f"{API}/holds", json=wish(hub, nth))
    assert answer.status_code == 201, answer.text
    return dict(answer.json or {})


def a_booking(client: FlaskClient, hub: Hub) -> dict[str, Any]:
    id = a_hold(client, hub)["id"]
    sent = client.post(f"{API}/holds/{id}/contact", json=ANNA)
    assert (sent.status_code, (sent.json or {})["channel"]) == (200, "sms")
    booking = held(hub, id)
    assert booking is not None
    code = code_of(hub, booking.id)
    answer = client.post(f"{API}/holds/{id}/confirm", json={"code": code})
    assert answer.status_code == 201, answer.text
    return dict(answer.json or {})


def refused(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def test_from_the_term_to_the_booking(client: FlaskClient, hub: Hub) -> None:
    booking = a_booking(client, hub)
    assert booking["state"] == "confirmed"
    assert booking["ticket_number"]
    assert len(booking["code"]) == 6
    assert (client.get(f"{API}/bookings/{booking['token']}").json or {}) == booking


def test_nobody_is_named_in_any_answer(client: FlaskClient, hub: Hub) -> None:
    booking = a_booking(client, hub)
    shown = client.get(f"{API}/bookings/{booking['token']}").text
    assert "Anna" not in shown
    assert "600" not in shown


def test_the_same_key_holds_one_term(client: FlaskClient, hub: Hub) -> None:
    key = {"Idempotency-Key": "9b2f63f4-9a52-4c56-8c0e-2f6f0f6d5a11"}
    first = client.post(f"{API}/holds", json=wish(hub), headers=key)
    again = client.post(
        f"{API}/holds", json=wish(hub, 0) | {"start": first.json["start"]}, headers=key
    )  # type: ignore[index]
    assert first.json == again.json


def test_a_key_that_can_be_guessed_is_refused(client: FlaskClient, hub: Hub) -> None:
    answer = client.post(f"{API}/holds", json=wish(hub), headers={"Idempotency-Key": "1"})
    assert refused(answer) == (422, "invalid_fields")


def test_a_hold_is_extended_once_and_given_back(client: FlaskClient, hub: Hub) -> None:
    hold = a_hold(client, hub)
    longer = client.post(f"{API}/holds/{hold['id']}/extend").json or {}
    assert longer["expires_at"] > hold["expires_at"]
    assert refused(client.post(f"{API}/holds/{hold['id']}/extend")) == (409, "already_extended")
    assert client.delete(f"{API}/holds/{hold['id']}").status_code == 204
    assert refused(client.get(f"{API}/holds/{hold['id']}")) == (404, "unknown_booking")


def test_a_hold_ends_by_itself(client: FlaskClient, hub: Hub) -> None:
    hold = a_hold(client, hub)
    clock(hub).advance(minutes=11)
    assert refused(client.get(f"{API}/holds/{hold['id']}"))[0] == 404


def test_wrong_data_are_told_one_by_one(client: FlaskClient, hub: Hub) -> None:
    hold = a_hold(client, hub)
    answer = client.post(f"{API}/holds/{hold['id']}/contact", json={"phone": "12"})
    assert refused(answer) == (422, "invalid_fields")
    faults = {entry["field"]: entry["fault"] for entry in (answer.json or {})["fields"]}
    assert faults == {"name": "missing", "phone": "not_a_phone", "accepted_rules": "missing"}


def test_a_wrong_code_says_how_many_tries_are_left(client: FlaskClient, hub: Hub) -> None:
    id = a_hold(client, hub)["id"]
    client.post(f"{API}/holds/{id}/contact", json=ANNA)
    answer = client.post(f"{API}/holds/{id}/confirm", json={"code": "000000"})
    assert refused(answer) == (422, "wrong_code")
    assert (answer.json or {})["left"] > 0


def test_a_term_that_is_gone_names_the_nearest(client: FlaskClient, hub: Hub) -> None:
    wanted = wish(hub)
    while client.post(f"{API}/holds", json=wanted).status_code == 201:
        pass
    answer = client.post(f"{API}/holds", json=wanted)
    assert refused(answer) == (409, "term_taken")
    assert (answer.json or {})["nearest"]


def test_a_booking_is_moved_and_cancelled(client: FlaskClient, hub: Hub) -> None:
    token = a_booking(client, hub)["token"]
    other = starts(hub)[5].isoformat()
    moved = client.post(f"{API}/bookings/{token}/move", json={"start": other})
    assert moved.status_code == 200, moved.text
    gone = client.delete(f"{API}/bookings/{(moved.json or {})['token']}")
    assert (gone.json or {})["state"] == "cancelled"


def test_a_lost_booking_is_found_by_code_and_phone(client: FlaskClient, hub: Hub) -> None:
    booking = a_booking(client, hub)
    lost = {"code": booking["code"], "contact": "600700800"}
    found = client.post(f"{API}/bookings/find", json=lost)
    assert (found.json or {})["token"] == booking["token"]
    wrong = client.post(f"{API}/bookings/find", json=lost | {"contact": "600700801"})
    assert wrong.status_code == 404


@pytest.mark.parametrize("path", ["/services", "/offices", "/offices/plaza/queue"])
def test_open_data_may_be_read_by_any_site_and_kept(client: FlaskClient, path: str) -> None:
    first = client.get(API + path)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(API + path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_booking_may_be_read_by_no_other_site(client: FlaskClient, hub: Hub) -> None:
    token = a_booking(client, hub)["token"]
    answer = client.get(f"{API}/bookings/{token}")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_another_sites_page_cannot_book(client: FlaskClient, hub: Hub) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post(f"{API}/holds", json=wish(hub), headers=headers)
    assert answer.status_code == 403


def test_terms_are_told_day_by_day(client: FlaskClient) -> None:
    days = "first_day=2026-11-23&last_day=2026-11-29"
    told = client.get(f"{API}/terms?office=plaza&service=residence&{days}").json or {}
    assert told["days"][0]["day"] == "2026-11-23"
    assert any(day["terms"] for day in told["days"])
    assert told["days"][-1]["closed"]
