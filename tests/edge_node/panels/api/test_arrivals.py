"""Arrivals through the API: one ticket for each booking, stable codes, rights of their own."""

from pathlib import Path

import pytest

from edge_node.app import create_app
from edge_node.store.operators import new_api_key
from edge_node.store.unit import Office
from queue_core.web.access import Right
from queue_core.web.live import Signals
from tests.edge_node.office.hub import at, office_of_visits, place, put, qr
from tests.edge_node.panels.api.conftest import Caller


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    put(office)
    return office


def calling(office: Office, *rights: Right) -> Caller:
    with office.database.write() as connection:
        key = new_api_key(connection, "-".join(rights), rights, office.clock.now())
    return Caller(create_app(office, Signals()).test_client(), key)


@pytest.fixture
def desk(office: Office) -> Caller:
    return calling(office, Right.RECEPTION)


def test_a_code_and_a_qr_code_give_the_one_ticket(office: Office, desk: Caller) -> None:
    at(office, 0)
    first = desk.post("/arrivals", {"code": "123456", "kiosk": "1"}, 201)
    assert (first["number"], first["state"], first["booking"]) == ("AR01", "waiting", "b1")
    assert first["print"] == "queued"
    assert desk.post("/arrivals", {"qr": qr()}, 201)["id"] == first["id"]


def test_too_early_says_from_when(desk: Caller, office: Office) -> None:
    at(office, -31)
    answer = desk.ask("POST", "/arrivals", json={"code": "123456"})
    assert answer.json is not None
    assert (answer.json["code"], answer.json["from"]) == ("too_early", "2026-11-20T08:00:00Z")


def test_an_override_needs_its_right(office: Office, desk: Caller) -> None:
    at(office, 30)
    place(office)
    body = {"booking": "b1", "override": "the lift stood still"}
    assert desk.refused("/arrivals", body) == "no_right"
    assert desk.refused("/arrivals", {"booking": "b1"}) == "too_late"
    chief = calling(office, Right.RECEPTION, Right.OVERRIDE_ARRIVAL)
    ticket = chief.post("/arrivals", body, 201)
    undone = chief.post(f"/tickets/{ticket['id']}/undo-arrival")
    assert undone["state"] == "booked"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "123456", "qr": "V1*"},
        {"code": "123456", "override": "no booking named"},
        {"code": 123456},
    ],
)
def test_exactly_one_proof_is_taken(desk: Caller, body: object) -> None:
    assert desk.refused("/arrivals", body) == "invalid_fields"


def test_guessing_gets_slower(office: Office, desk: Caller) -> None:
    at(office, 0)
    codes = [desk.refused("/arrivals", {"code": f"00000{n}"}) for n in range(4)]
    assert codes == ["unknown_code"] * 3 + ["too_many_tries"]
