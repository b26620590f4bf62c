""" "Mam rezerwację" at the kiosk: the number for who comes in time, a plain answer for others."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from edge_node.app import create_app
from edge_node.store.document import store_document
from edge_node.store.print_jobs import print_jobs
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Office
from queue_core.domain.tickets import State
from queue_core.web.live import Signals
from tests.edge_node.office.desk import pass_time
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    at,
    cancelled,
    office_of_visits,
    put,
    qr,
    the_ticket,
)
from tests.edge_node.panels.kiosk_town import guard


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    put(office)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return create_app(office, Signals()).test_client()


def show(client: FlaskClient, words: str, *, follow: bool = True) -> TestResponse:
    form = guard(client, "/kiosk/1/booking") | {"code": words}
    return client.post("/kiosk/1/booking", data=form, follow_redirects=follow)


@pytest.mark.parametrize("words", ["123456", " 123-456 ", qr()])
def test_code_or_qr_gives_the_booked_number_and_its_paper(
    client: FlaskClient, office: Office, words: str
) -> None:
    at(office, -5)
    page = show(client, words).text
    assert "AR01" in page
    assert "Wizyta o 9:30" in page
    assert "123456" not in page
    assert [job.printer for job in print_jobs(office.database.read())] == ["main"]


def test_the_number_leaves_the_screen_and_comes_back_with_the_code(
    client: FlaskClient, office: Office
) -> None:
    at(office, -5)
    shown = show(client, "123456")
    address = shown.request.path + "?" + shown.request.query_string.decode()
    assert "AR01" not in client.get(address.replace("/kiosk/1", "/kiosk/2")).text
    pass_time(office, minutes=3)
    assert client.get(address).status_code == 302
    assert "AR01" in show(client, "123456").text
    assert len(tickets_of_day(office.database.read(), "2026-11-20")) == 1


def test_too_early_says_both_hours(client: FlaskClient, office: Office) -> None:
    put(office, version=2, start=HALF_PAST_NINE + timedelta(hours=2))
    page = show(client, "123456")
    assert page.status_code == 409
    assert "Jest jeszcze trochę za wcześnie" in page.text
    assert "Wizyta jest o 11:30. Można ją potwierdzić od 11:00." in page.text


def test_too_late_offers_a_ticket_of_the_same_matter(client: FlaskClient, office: Office) -> None:
    at(office, 11)
    page = show(client, "123456").text
    assert "Godzina wizyty już minęła" in page
    assert "Pobierz bilet do kolejki" in page
    assert 'name="service" value="id_cards"' in page


def test_another_day_is_named(client: FlaskClient, office: Office) -> None:
    put(office, version=2, start=HALF_PAST_NINE + timedelta(days=3))
    page = show(client, "123456").text
    assert "Twoja wizyta jest w innym dniu" in page
    assert "23 listopada" in page


def test_another_office_is_named_with_its_address(client: FlaskClient) -> None:
    page = show(client, qr(office="harbour")).text
    assert "Urząd Portowy, ul. Portowa 5" in page
    assert "9:30" in page


def test_a_cancelled_visit_is_told_as_such(client: FlaskClient, office: Office) -> None:
    cancelled(office)
    page = show(client, "123456").text
    assert "Ta wizyta została odwołana" in page


def test_an_unknown_code_says_since_when_there_is_no_news(
    client: FlaskClient, office: Office
) -> None:
    at(office, 0)
    page = show(client, "654321")
    assert page.status_code == 404
    assert "nie ma nowych wiadomości o rezerwacjach od 09:00" in page.text
    assert "Zapraszamy do recepcji" in page.text


def test_guessing_gets_slower_and_never_locks(client: FlaskClient, office: Office) -> None:
    at(office, 0)
    for guess in range(3):
        assert show(client, f"00000{guess}").status_code == 404
    assert show(client, "000003").status_code == 429
    assert show(client, "123456").status_code == 429
    pass_time(office, seconds=1.1)
    assert show(client, "000004").status_code == 404
    for _ in range(9):
        pass_time(office, seconds=5.1)
        show(client, "000005")
    pass_time(office, seconds=5.1)
    assert "AR01" in show(client, "123456").text


def test_a_right_code_does_not_forgive_the_wrong_ones(client: FlaskClient, office: Office) -> None:
    at(office, 0)
    for guess in ("000001", "000002", "123456", "000003"):
        show(client, guess)
    assert show(client, "000004").status_code == 429


def test_a_phone_number_is_taken_where_the_office_says_so(
    client: FlaskClient, office: Office
) -> None:
    at(office, 0)
    assert "numer telefonu" not in client.get("/kiosk/1/booking").text
    assert show(client, "600356789").status_code == 404
    document = office.document
    rules = replace(document.booking.rules, proofs=("code", "qr", "phone", "number"))
    newer = replace(document, version=2, booking=replace(document.booking, rules=rules))
    with office.database.write() as connection:
        store_document(connection, newer, office.clock.now())
    assert "numer telefonu" in client.get("/kiosk/1/booking?code=60035678&digit=9").text
    assert "AR01" in show(client, "600356789").text
    assert "AR01" in show(client, "1").text
    assert the_ticket(office).state is State.WAITING


def test_the_same_form_twice_is_one_arrival(client: FlaskClient, office: Office) -> None:
    at(office, 0)
    form = guard(client, "/kiosk/1/booking") | {"code": "123456"}
    for _ in range(2):
        client.post("/kiosk/1/booking", data=form)
    assert len(print_jobs(office.database.read())) == 1
