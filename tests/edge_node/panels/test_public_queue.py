"""The queue as everybody may see it, also inside the office's own web page."""

import pytest
from flask.testing import FlaskClient

from edge_node.app import create_app
from edge_node.office.calling import call_next
from edge_node.office.serving import serve_without_ticket
from edge_node.store.unit import Office
from queue_core.web.live import Signals
from tests.edge_node.sample import by, opened, take

FAR_AWAY = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def citizen(office: Office) -> FlaskClient:
    """A browser somewhere outside the office."""
    app = create_app(office, Signals())
    app.testing = True
    client = app.test_client()
    client.environ_base.update(FAR_AWAY)
    return client


def test_everybody_sees_who_waits_and_who_is_served(office: Office, citizen: FlaskClient) -> None:
    opened(office, "1")
    for _ in range(3):
        take(office)
    call_next(office, by("1"), "1")
    page = citizen.get("/queue?lang=pl").text
    assert "2 osoby" in page
    assert "A001" in page
    assert "A002" not in page


def test_a_visit_without_a_ticket_is_nobodys_number(office: Office, citizen: FlaskClient) -> None:
    opened(office, "1")
    visit = serve_without_ticket(office, by("1"), "1", "id_cards")
    assert visit.number not in citizen.get("/queue/now?lang=pl").text


def test_the_page_says_of_what_hour_it_is_and_where_the_data_are(citizen: FlaskClient) -> None:
    page = citizen.get("/queue?lang=pl").text
    assert "Stan z godziny 9:00." in page
    assert 'href="/api/v1/queue"' in page


def test_the_page_may_stand_in_a_frame_of_the_offices_site(citizen: FlaskClient) -> None:
    headers = citizen.get("/queue").headers
    assert "frame-ancestors *" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers


@pytest.mark.parametrize("address", ["/queue", "/queue/now"])
def test_an_unchanged_queue_costs_one_short_answer(citizen: FlaskClient, address: str) -> None:
    etag = citizen.get(address).headers["ETag"]
    assert citizen.get(address, headers={"If-None-Match": etag}).status_code == 304
