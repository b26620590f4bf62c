"""A full card, as a kiosk and a program meet it: refused in words, nothing half-written."""

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.store.operators import new_api_key
from edge_node.store.unit import Office
from queue_core.web.live import Signals
from tests.edge_node.office.desk import everything

LONG = "x" * 200


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return create_app(office, Signals()).test_client()


def fill(office: Office) -> None:
    """Leave no page free: what is there cannot grow any more."""
    with office.database.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_program_is_told_by_a_stable_code(office: Office, client: FlaskClient) -> None:
    with office.database.write() as connection:
        key = new_api_key(connection, "desk", ["reception"], office.clock.now())
    fill(office)
    status, code, rows = 201, "", ""
    for _ in range(300):
        rows = everything(office)
        answer = client.post(
            "/api/v1/tickets",
            json={"service": "id_cards", "note": LONG},
            headers={"Authorization": f"Bearer {key}", "Accept-Language": "pl"},
        )
        status, told = answer.status_code, answer.get_json()
        code = told.get("code", "")
        if status != 201:
            break
    assert (status, code) == (507, "disk_full")
    assert len(told["detail"]) > 20
    assert everything(office) == rows


def test_what_is_there_can_still_be_looked_at(office: Office, client: FlaskClient) -> None:
    fill(office)
    assert client.get("/kiosk/1").status_code == 200
    assert client.get("/healthz").status_code == 200
