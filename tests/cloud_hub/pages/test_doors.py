"""Limits and proof of work: robots are slowed down, people hardly notice."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from cloud_hub.app import create_app
from cloud_hub.config import Defence
from cloud_hub.defence.counting import HOUR, count, forget_counts
from cloud_hub.defence.work import challenge, is_solved
from cloud_hub.store.unit import Command, Hub
from tests.cloud_hub.pages.conftest import CONFIG
from tests.cloud_hub.pages.test_booking_wizard import ANNA, choose_hour
from tests.cloud_hub.sample import clock
from tests.edge_node.panels.plain_browser import PlainBrowser


@pytest.fixture
def defence() -> Defence:
    return Defence(holds_per_address_hour=3, searches_per_address_hour=2, codes_per_contact_hour=1)


@pytest.fixture
def citizen(hub: Hub, defence: Defence) -> Iterator[PlainBrowser]:
    app = create_app(hub, replace(CONFIG, defence=defence))
    app.testing = True
    with app.test_client() as client:
        yield PlainBrowser(client)


def test_one_address_holds_so_many_terms_an_hour(citizen: PlainBrowser, hub: Hub) -> None:
    for _ in range(3):
        choose_hour(citizen)
        assert citizen.page.status_code == 200
    choose_hour(citizen)
    assert citizen.page.status_code == 429
    clock(hub).advance(minutes=61)
    choose_hour(citizen)
    assert citizen.page.status_code == 200


def test_one_address_looks_for_so_many_bookings_an_hour(citizen: PlainBrowser) -> None:
    for number in range(2):
        citizen.open("/find").press("Szukaj", code="123456", contact=f"60070080{number}")
        assert citizen.page.status_code == 404
    citizen.open("/find").press("Szukaj", code="123456", contact="600700809")
    assert citizen.page.status_code == 429


def test_one_contact_gets_so_many_codes_an_hour(citizen: PlainBrowser) -> None:
    choose_hour(citizen)
    citizen.send(citizen.buttons()["Dalej"], **ANNA)
    citizen.press("Wyślij mi kod")
    citizen.press("Wyślij kod jeszcze raz")
    assert citizen.page.status_code == 429


@pytest.mark.parametrize("defence", [Defence(calm_holds=0, work=2000)])
def test_under_pressure_a_term_costs_work(citizen: PlainBrowser) -> None:
    choose_hour(citizen)
    assert citizen.page.status_code == 409
    button = next(b for b in citizen.buttons().values() if "hour" in b.own.get("class", ""))
    citizen.send(button, altcha=solved(citizen.page.text))
    assert "Twoje dane" in citizen.text


def solved(page: str) -> str:
    """What the script of the page does."""
    found = re.search(r'data-work="(.*?)"', page)
    assert found is not None
    return work_done(html.unescape(found[1]))


def work_done(task: str) -> str:
    wanted = json.loads(task)
    number = next(
        n
        for n in range(wanted["maxnumber"] + 1)
        if hashlib.sha256(f"{wanted['salt']}{n}".encode()).hexdigest() == wanted["challenge"]
    )
    return base64.b64encode(json.dumps(wanted | {"number": number}).encode()).decode()


def test_one_proof_is_good_for_one_term(hub: Hub) -> None:
    proof = work_done(challenge(hub, 500))
    assert is_solved(hub, proof)
    assert not is_solved(hub, proof)


def test_a_proof_is_good_for_ten_minutes(hub: Hub) -> None:
    proof = work_done(challenge(hub, 500))
    clock(hub).advance(minutes=11)
    assert not is_solved(hub, proof)


@pytest.mark.parametrize("proof", ["", "nonsense", base64.b64encode(b"{}").decode()])
def test_no_proof_is_no_proof(hub: Hub, proof: str) -> None:
    assert not is_solved(hub, proof)


def test_threads_that_count_at_once_are_all_counted(hub: Hub) -> None:
    with ThreadPoolExecutor(8) as crowd:
        counted = list(crowd.map(lambda _: count(hub, Command(), "x", "y", HOUR), range(40)))
    assert sorted(counted) == list(range(1, 41))


def test_old_counts_are_forgotten(hub: Hub) -> None:
    count(hub, Command(), "x", "y", HOUR)
    clock(hub).advance(hours=2)
    assert forget_counts(hub, Command()) == 1
