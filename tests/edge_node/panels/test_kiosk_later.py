""" "Umów wizytę na inny dzień" at the kiosk: day, hour, phone if wanted, number and paper."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from edge_node.app import create_app
from edge_node.office.alarm import raise_evacuation
from edge_node.office.kiosks import block_kiosk
from edge_node.store.bookings import bookings_of_day
from edge_node.store.document import store_document
from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Command, Office
from queue_core.web.live import Signals
from tests.edge_node.office.desk import clock, pass_time
from tests.edge_node.office.hub import BOOKED, office_of_visits, told, with_booking
from tests.edge_node.office.leases import EIGHT, QUARTER, cells, grant, sell
from tests.edge_node.panels.kiosk_town import guard

OFFER = "Umów wizytę na inny dzień"
AT_EIGHT = "/kiosk/1/later/id_cards/at/20261123T0700"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    grant(office)
    return office


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return create_app(office, Signals()).test_client()


def book(client: FlaskClient, page: str = AT_EIGHT, **fields: str) -> TestResponse:
    form = guard(client, page) | fields
    return client.post(f"{page}/booked", data=form, follow_redirects=True)


def links(page: str) -> list[str]:
    return re.findall(r'class="(?:matter|press)[^"]*" href="([^"]+)"', page)


def test_matter_day_and_hour_lead_to_a_number_and_a_paper(
    client: FlaskClient, office: Office
) -> None:
    assert OFFER in client.get("/kiosk/1").text
    assert "/kiosk/1/later/id_cards" in links(client.get("/kiosk/1/later").text)
    days = client.get("/kiosk/1/later/id_cards").text
    assert "poniedziałek, 23 listopada 2026" in days
    hours = client.get("/kiosk/1/later/id_cards/2026-11-23").text
    assert re.findall(r">(\d+:\d\d)</a>", hours) == ["8:00", "8:15", "8:30", "8:45"]
    page = book(client).text
    assert "Wizyta jest umówiona" in page
    for told_on_screen in ("poniedziałek, 23 listopada 2026", "8:00", "AR05", "111111"):
        assert told_on_screen in page
    assert [(job.kind, job.printer) for job in print_jobs(office.database.read())] == [
        ("visit", "main")
    ]


def test_where_one_matter_is_left_its_days_come_at_once(
    client: FlaskClient, office: Office
) -> None:
    sell(office, service="residence")
    assert client.get("/kiosk/1/later").headers["Location"].startswith("/kiosk/1/later/id_cards")


def test_the_phone_is_kept_for_the_reminder_and_stands_in_no_address(
    client: FlaskClient, office: Office
) -> None:
    pressed = guard(client, AT_EIGHT) | {"phone": "60070081", "digit": "2"}
    page = client.post(AT_EIGHT, data=pressed)
    assert page.status_code == 200
    assert 'value="600700812"' in page.text
    shown = book(client, phone="600700812")
    assert "600700812" not in shown.request.path + str(shown.request.query_string)
    row = office.database.read().execute("SELECT personal FROM outgoing WHERE personal NOT NULL")
    assert '"phone":"600700812"' in row.fetchone()[0]


def test_a_number_that_is_too_short_is_asked_for_again(client: FlaskClient, office: Office) -> None:
    page = book(client, phone="6007")
    assert page.request.path == AT_EIGHT
    assert "Ten numer telefonu jest niepełny" in page.text
    assert told(office, "leased_sale") == []


def test_an_hour_that_is_gone_leads_back_to_the_hours(client: FlaskClient, office: Office) -> None:
    form = guard(client, AT_EIGHT)
    sell(office)
    page = client.post(f"{AT_EIGHT}/booked", data=form, follow_redirects=True)
    assert page.request.path == "/kiosk/1/later/id_cards/2026-11-23"
    assert "Ktoś inny zajął ten termin przed chwilą" in page.text
    assert ">8:15</a>" in page.text


def test_the_same_press_again_books_once(client: FlaskClient, office: Office) -> None:
    form = guard(client, AT_EIGHT)
    for _ in range(2):
        page = client.post(f"{AT_EIGHT}/booked", data=form, follow_redirects=True)
        assert "AR05" in page.text
    assert len(bookings_of_day(office.database.read(), "2026-11-23")) == 1


def test_a_script_is_told_where_to_go(client: FlaskClient) -> None:
    form = guard(client, AT_EIGHT)
    headers = {"X-Requested-With": "kiosk"}
    answer = client.post(f"{AT_EIGHT}/booked", data=form, headers=headers)
    assert answer.status_code == 200
    assert "AR05" in client.get(answer.text).text


def test_the_visit_leaves_the_screen_and_is_shown_at_no_other_kiosk(
    client: FlaskClient, office: Office
) -> None:
    address = book(client).request.path
    assert "111111" not in client.get(address.replace("/kiosk/1", "/kiosk/2")).text
    pass_time(office, minutes=3, seconds=1)
    assert client.get(address).status_code == 302


def test_it_is_offered_only_where_the_office_lets_its_kiosks_book(
    client: FlaskClient, office: Office
) -> None:
    booked = replace(BOOKED, rules=replace(BOOKED.rules, kiosk_books=False))
    with office.database.write() as connection:
        document = replace(with_booking(), booking=booked, version=2)
        store_document(connection, document, office.clock.now())
    assert OFFER not in client.get("/kiosk/1").text
    assert client.get("/kiosk/1/later").status_code == 302
    assert client.get(AT_EIGHT).status_code == 409


def test_it_is_not_offered_without_a_seat_on_another_day(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    noon = office.clock.now() + timedelta(hours=3)
    grant(office, day="2026-11-20", seats=cells(1, noon))
    client = create_app(office, Signals()).test_client()
    assert OFFER not in client.get("/kiosk/1").text


def test_a_kiosk_books_only_the_matters_it_shows(client: FlaskClient, office: Office) -> None:
    document = with_booking()
    kiosks = (replace(document.kiosks[0], services=("residence",)), document.kiosks[1])
    with office.database.write() as connection:
        store_document(connection, replace(document, kiosks=kiosks, version=2), clock(office).now())
    assert client.get(AT_EIGHT).status_code == 409
    assert client.get(AT_EIGHT.replace("kiosk/1", "kiosk/2")).status_code == 200


def test_it_helps_when_no_tickets_are_left_today(client: FlaskClient, office: Office) -> None:
    pass_time(office, hours=6, minutes=10)
    page = client.get("/kiosk/1").text
    assert "Dziś już nie wydajemy" in page
    assert OFFER in page


def test_an_evacuation_or_a_block_books_nothing(client: FlaskClient, office: Office) -> None:
    form = guard(client, AT_EIGHT)
    block_kiosk(office, Command(), "1", "Przerwa techniczna")
    assert (
        "Przerwa techniczna"
        in client.post(f"{AT_EIGHT}/booked", data=form, follow_redirects=True).text
    )
    raise_evacuation(office, Command(clerk="anna"))
    client.post(f"{AT_EIGHT}/booked", data=form)
    assert told(office, "leased_sale") == []


@pytest.mark.parametrize(
    "page",
    [
        "/kiosk/1/later/unheard",
        "/kiosk/1/later/id_cards/tomorrow",
        "/kiosk/1/later/id_cards/at/now",
        "/kiosk/9/later",
    ],
)
def test_an_address_that_means_nothing_is_a_page_that_goes_home(
    client: FlaskClient, page: str
) -> None:
    assert client.get(page).status_code in (404, 409)


def test_days_and_hours_are_turned_page_by_page(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    for n in (0, 1, 2, 3, 4, 7, 8):
        first = EIGHT + timedelta(days=n)
        grant(office, lease=f"l{n}", day=first.date().isoformat(), seats=cells(14, first))
    client = create_app(office, Signals()).test_client()
    days = client.get("/kiosk/1/later/id_cards").text
    assert days.count('later-day"') == 6
    assert "listopada" in client.get("/kiosk/1/later/id_cards?page=2").text
    assert client.get("/kiosk/1/later/id_cards?page=2").text.count('later-day"') == 1
    hours = client.get("/kiosk/1/later/id_cards/2026-11-23?page=2").text
    assert re.findall(r">(\d+:\d\d)</a>", hours) == ["11:00", "11:15"]


def test_in_other_languages(client: FlaskClient) -> None:
    assert "Book a visit for another day" in client.get("/kiosk/1?lang=en").text
    page = book(client, AT_EIGHT)
    assert page.status_code == 200
    form = guard(client, f"/kiosk/1/later/id_cards/at/{(EIGHT + QUARTER):%Y%m%dT%H%M}?lang=uk")
    there = f"/kiosk/1/later/id_cards/at/{(EIGHT + QUARTER):%Y%m%dT%H%M}/booked?lang=uk"
    assert "понеділок" in client.post(there, data=form, follow_redirects=True).text
