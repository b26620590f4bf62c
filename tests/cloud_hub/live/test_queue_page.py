"""The queue of each office for everybody: as a page, in a frame, as data."""

import pytest
from flask.testing import FlaskClient

from cloud_hub.store.unit import Hub
from tests.cloud_hub.live.story import LiveService, Node, ticket
from tests.cloud_hub.sample import MONDAY, clock

DATA = "/api/v1/offices/plaza/queue"


def residence(client: FlaskClient) -> dict[str, object]:
    """The row of residence registration."""
    told = client.get(DATA).json
    assert told is not None
    return next(s for s in told["services"] if s["id"] == "residence")


def test_the_data_tell_waiting_range_served_and_counters(client: FlaskClient, node: Node) -> None:
    node.says(ticket("1"))
    node.says(ticket("2"))
    node.says(ticket("3"))
    node.says(ticket("1", 2, "called", counter="2", called_at=MONDAY))
    node.shows({"residence": LiveService(waiting=2, wait=(10, 20), counters=("1", "2"))})
    row = residence(client)
    assert (row["waiting"], row["wait_range_minutes"]) == (2, [10, 20])
    assert (row["now_served"], row["last_called"]) == (["B001"], "B001")
    assert row["open_counters"] == ["1", "2"]


def test_the_data_say_their_age_and_that_the_office_is_silent(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    told = client.get(DATA).json
    assert told is not None
    assert (told["age_seconds"], told["silent"], told["seen_at"]) == (None, True, None)
    node.is_here()
    clock(hub).advance(seconds=30)
    told = client.get(DATA).json
    assert told is not None
    assert (told["age_seconds"], told["silent"]) == (30, False)
    assert told["seen_at"] == "2026-11-23T08:00:00Z"
    clock(hub).advance(seconds=61)
    told = client.get(DATA).json
    assert told is not None
    assert told["silent"]


def test_any_site_may_read_the_data_and_a_proxy_may_keep_them_for_seconds(
    client: FlaskClient, node: Node
) -> None:
    node.is_here()
    answer = client.get(DATA)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    again = client.get(DATA, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_may_stand_in_a_frame_and_says_who_is_served(
    client: FlaskClient, node: Node
) -> None:
    node.says(ticket("1"))
    node.says(ticket("1", 2, "serving", counter="2"))
    answer = client.get("/offices/plaza")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "B001" in answer.text
    assert "Punkt Informacyjny CHR Plaza" in answer.text


def test_the_page_says_since_when_the_office_is_silent(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.is_here()
    assert "brak łączności" not in client.get("/offices/plaza/now").text
    clock(hub).advance(minutes=2)
    assert "brak łączności od 9:00" in client.get("/offices/plaza/now").text


def test_yesterdays_numbers_are_gone_in_the_morning(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ticket("1"))
    node.shows({"residence": LiveService(waiting=1)})
    clock(hub).advance(days=1)
    row = residence(client)
    assert (row["waiting"], row["wait_range_minutes"], row["last_called"]) == (0, None, None)


def test_a_changed_queue_is_a_new_part_and_an_unchanged_one_is_not(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ticket("1"))
    etag = client.get("/offices/plaza/now").headers["ETag"]
    clock(hub).advance(seconds=30)
    node.is_here()
    same = client.get("/offices/plaza/now", headers={"If-None-Match": etag})
    assert same.status_code == 304
    node.says(ticket("2"))
    changed = client.get("/offices/plaza/now", headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_the_offices_are_listed_with_those_who_wait_or_when_they_open(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ticket("1"))
    assert "Otwarcie dziś o 10:00." in client.get("/offices").text
    clock(hub).advance(hours=2)
    node.is_here()
    words = client.get("/offices").text
    assert "<strong>1 osoba</strong>" in words
    assert "W tej chwili nie mamy wiadomości z tego urzędu." in words


@pytest.mark.parametrize("path", ["/offices/nowhere", "/offices/nowhere/now"])
def test_an_unknown_office_is_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
