"""Boards, reports and webhooks over HTTP: the same values as their own pages show."""

import pytest

from edge_node.store.unit import Office
from tests.edge_node.panels.api.conftest import Caller
from tests.edge_node.sample import opened, take


def test_a_board_tells_its_call_and_who_waits(api: Caller, office: Office) -> None:
    take(office), take(office)
    opened(office, "3")
    api.post("/counters/3/call-next")
    board = api.get("/boards/1")
    hero = board["hero"]
    assert (hero["number"], hero["counter"], hero["room"], hero["coming"]) == (
        "A001",
        "3",
        "12",
        True,
    )
    assert board["lines"][0]["numbers"] == ["A002"]
    assert (board["alarm"], board["closed"], board["link"]) == (None, False, "alone")
    assert api.get("/boards/9", 404)["code"] == "unknown_board"


def test_a_board_shows_an_evacuation_and_never_a_panic(api: Caller) -> None:
    calm = api.get("/boards/1")
    api.post("/alarm", {"kind": "panic", "counter": "1"})
    assert api.get("/boards/1") == calm
    api.post("/alarm", {"kind": "evacuation"})
    assert api.get("/boards/1")["alarm"] == "evacuation"


def test_the_day_is_reported(api: Caller, office: Office) -> None:
    take(office), take(office)
    opened(office, "1")
    for deed in ("call-next", "came", "finish"):
        api.post(f"/counters/1/{deed}")
    report = api.get("/reports/day")
    assert report["day"] == "2026-11-20"
    assert (report["all"]["people"]["tickets"], report["all"]["people"]["served"]) == (2, 1)
    assert report["by_counter"]["1"]["services"]["count"] == 1
    assert api.get("/reports/day?date=2026-11-19")["all"]["people"]["tickets"] == 0
    assert api.get("/reports/day?date=yesterday", 422)["code"] == "invalid_fields"


@pytest.mark.parametrize(
    ("body", "code"),
    [({"code": "123456"}, "unknown_code"), ({"qr": "x"}, "unknown_code"), ({}, "invalid_fields")],
)
def test_an_office_alone_knows_no_booking(api: Caller, body: object, code: str) -> None:
    assert api.refused("/arrivals", body) == code


def test_a_webhook_is_made_shown_without_its_secret_and_taken_away(api: Caller) -> None:
    wish = {"url": "https://programs.example/okienko", "kinds": ["ticket_issued"]}
    made = api.post("/webhooks", wish, 201)
    assert len(made["secret"]) == 64
    path = f"/webhooks/{made['id']}"
    assert api.get(path) == {name: made[name] for name in made if name != "secret"}
    assert "secret" not in api.get("/webhooks")["webhooks"][0]
    assert api.post(f"{path}/resume")["active"] is True
    assert api.refused("/webhooks", wish) == "webhook_exists"
    assert api.ask("DELETE", path).status_code == 204
    assert api.get(path, 404)["code"] == "unknown_webhook"


@pytest.mark.parametrize(
    "wish",
    [
        {"url": "ftp://a.example/"},
        {"url": "https://anna:secret@a.example/"},
        {"url": "https://a.example/", "kinds": ["ticket_sneezed"]},
    ],
)
def test_a_webhook_that_makes_no_sense_is_refused(api: Caller, wish: object) -> None:
    assert api.refused("/webhooks", wish) == "invalid_fields"
