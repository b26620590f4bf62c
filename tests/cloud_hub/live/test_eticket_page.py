"""The e-ticket says where a ticket stands, in a sentence, also when nobody knows."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from cloud_hub.booking.from_node import apply_ticket
from cloud_hub.store.unit import Hub
from tests.cloud_hub.booking.story import booked, starts
from tests.cloud_hub.live.story import LINK, LiveService, Node, eticket_of, of_visit, ticket
from tests.cloud_hub.sample import MONDAY, clock

ME = ticket("7", number="B007")


def shown(client: FlaskClient, token: str = ME.token, part: str = "") -> str:
    """The words of the page, without marks."""
    answer = client.get(f"/t/{token}{part}")
    assert answer.status_code == 200, answer.text
    main = answer.text.partition("<main")[2] or answer.text
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def test_a_waiting_ticket_tells_people_before_and_the_range(
    client: FlaskClient, node: Node
) -> None:
    for id in ("1", "2", "3"):
        node.says(ticket(id))
    node.says(ME)
    node.shows({"residence": LiveService(waiting=4, wait=(25, 40))})
    words = shown(client)
    assert "B007" in words
    assert "Czekasz na swoją kolej." in words
    assert "Przed Tobą: 3 osoby" in words
    assert "około 20–35 min" in words


def test_those_of_a_better_class_stand_before_although_they_came_later(
    client: FlaskClient, node: Node
) -> None:
    node.says(ME)
    node.says(ticket("8", priority=1))
    node.says(ticket("9", first_in_line=True))
    node.says(ticket("4"))
    assert "Przed Tobą: 2 osoby" in shown(client)


@pytest.mark.parametrize(
    ("state", "facts", "said"),
    [
        ("called", {"counter": "3", "called_at": MONDAY}, "Podejdź do stanowiska 3."),
        ("called", {"counter": "3", "called_at": MONDAY}, "Twój numer wezwano o 9:00."),
        ("serving", {"counter": "3"}, "Trwa obsługa przy stanowisku 3."),
        ("absent", {"counter": "3", "calls": 1}, "Wezwiemy go jeszcze raz po następnej osobie."),
        ("absent", {"counter": "3", "calls": 1}, "To było wezwanie 1 z 3."),
        ("parked", {"counter": "3"}, "Zostań blisko stanowiska 3."),
        ("done", {}, "Sprawa załatwiona."),
        ("no_show", {"calls": 3}, "Twój numer wezwano kilka razy i nikt nie podszedł."),
        ("cancelled", {}, "Ten bilet jest anulowany."),
        ("left", {}, "Zrezygnowano z miejsca w kolejce."),
        ("unserved", {}, "Urząd zakończył pracę, zanim przyszła Twoja kolej."),
    ],
)
def test_each_state_is_a_sentence(
    client: FlaskClient, node: Node, state: str, facts: dict[str, object], said: str
) -> None:
    node.says(ticket("7", 2, state, **facts))
    words = shown(client)
    assert said in words
    assert "Przed Tobą" not in words


def test_a_ticket_not_heard_of_says_so_and_names_the_silent_offices(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.is_here()
    clock(hub).advance(minutes=2)
    words = shown(client, "a-token-never-heard-of")
    assert "Nie mamy jeszcze wiadomości o tym bilecie." in words
    assert "Punkt Informacyjny CHR Plaza – brak łączności od 9:00" in words
    assert "Patrz na tablicę" in words


def test_what_is_no_token_at_all_is_no_page(client: FlaskClient) -> None:
    assert client.get("/t/short").status_code == 404
    assert client.get("/t/%2e%2e-etc-passwd-or-so").status_code == 404


def test_an_office_that_fell_silent_is_said_with_the_hour_and_comes_back(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    assert "brak łączności" not in shown(client)
    clock(hub).advance(minutes=2)
    words = shown(client)
    assert "brak łączności od 9:00. Pokazujemy stan z tej godziny. Patrz na tablicę" in words
    assert "Czekasz na swoją kolej." in words
    node.is_here()
    assert "brak łączności" not in shown(client)


def test_the_page_and_its_part_say_how_old_the_news_are(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    clock(hub).advance(seconds=40)
    for part in ("", "/now"):
        assert client.get(f"/t/{ME.token}{part}").headers["X-Data-Age"] == "40"
    assert "9:00" in shown(client)


def test_an_unchanged_ticket_is_not_sent_again(client: FlaskClient, node: Node, hub: Hub) -> None:
    node.says(ME)
    etag = client.get(f"/t/{ME.token}/now").headers["ETag"]
    clock(hub).advance(seconds=20)
    again = client.get(f"/t/{ME.token}/now", headers={"If-None-Match": etag})
    assert (again.status_code, again.headers["X-Data-Age"]) == (304, "20")
    node.says(ticket("7", 2, "called", counter="1"))
    changed = client.get(f"/t/{ME.token}/now", headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_nobody_else_learns_the_address(client: FlaskClient, node: Node) -> None:
    node.says(ME)
    headers = client.get(f"/t/{ME.token}").headers
    assert headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "waiting for your turn"), ("uk", "Ви чекаєте")]
)
def test_the_ticket_speaks_three_languages(
    client: FlaskClient, node: Node, language: str, said: str
) -> None:
    node.says(ME)
    assert said in shown(client, f"{ME.token}?lang={language}")


def test_yesterdays_ticket_does_not_pretend_to_wait(
    client: FlaskClient, node: Node, hub: Hub
) -> None:
    node.says(ME)
    clock(hub).advance(days=1)
    words = shown(client)
    assert "Dzień tego biletu już minął." in words
    assert "Przepuszczam" not in words


def test_a_booked_visit_shows_its_hour_before_the_office_has_a_ticket(
    client: FlaskClient, hub: Hub
) -> None:
    start = starts(hub)[0]
    view = booked(hub, "anna", start)
    token = eticket_of(hub, view.id)
    words = shown(client, token)
    assert "Twoja wizyta: poniedziałek, 23 listopada 2026, godz. 10:15." in words
    assert view.number in words
    assert view.code not in words
    assert "Anna" not in words
    assert view.token not in client.get(f"/t/{token}").text


def test_a_booked_visit_is_followed_by_its_ticket(
    client: FlaskClient, hub: Hub, node: Node
) -> None:
    view = booked(hub, "anna", starts(hub)[0])
    token = eticket_of(hub, view.id)
    told = of_visit(view, token, "waiting")
    node.says(told)
    apply_ticket(hub, LINK, "plaza", told)
    assert "Jesteś na liście. Wezwiemy Cię około" in shown(client, token)
    told = of_visit(view, token, "called", counter="2", version=2)
    node.says(told)
    assert "Podejdź do stanowiska 2." in shown(client, token)
