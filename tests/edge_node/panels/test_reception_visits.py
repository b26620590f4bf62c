"""Booked visits at the reception: found by what a person can say, and let in by the rule."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from edge_node.office.calling import came
from edge_node.store.print_jobs import print_jobs
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Office, set_fact
from queue_core.domain.tickets import State
from queue_core.wire.records import Personal
from tests.edge_node.office.desk import call
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    VISIT,
    at,
    by_code,
    cancelled,
    office_of_visits,
    place,
    put,
    qr,
    tell,
    the_ticket,
    told,
)
from tests.edge_node.panels.clerk_office import at_counter, browser
from tests.edge_node.panels.desk import signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import by, opened, take

RIGHTS = ("reception", "override_arrival")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    put(office)
    other = msgspec.structs.replace(
        VISIT, booking="b2", number="BR01", service="residence", code_mac="", eticket=""
    )
    later = msgspec.structs.replace(other, start=HALF_PAST_NINE + timedelta(hours=2))
    tell(office, later, Personal(name="Jan Nowak", phone_tail="11111"))
    return office


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return signed_in(office, *RIGHTS).open("/reception")


def find(ewa: PlainBrowser, words: str) -> PlainBrowser:
    return ewa.open("/reception").press("Szukaj", q=words)


@pytest.mark.parametrize(
    "words", ["123456", "56789", "600 356 789", "lecka", "Łęc", "AR01", "9:30", qr()]
)
def test_a_visit_is_found_by_what_a_person_can_say(ewa: PlainBrowser, words: str) -> None:
    page = find(ewa, words)
    assert "9:30" in page.text
    assert "Aleksandra Łęcka" in page.text
    assert "Dowody osobiste" in page.text
    assert "ul. Przykładowa 1" in page.text
    assert page.page.request.path == "/reception/visit/b1"


@pytest.mark.parametrize("words", ["6789", "łę", "Kowalska", "654321", "23:59"])
def test_what_says_too_little_or_nothing_known_finds_nobody(ewa: PlainBrowser, words: str) -> None:
    assert "znaleziono 0 biletów" in find(ewa, words).text


def test_several_are_listed_with_what_the_rule_says(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    page = find(ewa, "9:00-12:00").text
    assert "znaleziono 2 wizyty, znaleziono 1 bilet" in page
    assert "Jan Nowak Meldunki Za wcześnie" in page


def test_a_name_stands_in_no_address(ewa: PlainBrowser) -> None:
    page = find(ewa, "Aleksandra")
    assert "leksandra" not in page.page.request.url


def test_the_reception_confirms_and_prints(ewa: PlainBrowser, office: Office) -> None:
    at(office, -20)
    page = find(ewa, "123456")
    assert "W porę" in page.text
    assert "potwierdzenie od 09:00 do 09:40" in page.text
    page.press("Osoba przyszła", printer="main")
    assert "Potwierdzono przyjście" in page.text
    assert (the_ticket(office).state, the_ticket(office).arrived) == (State.WAITING, True)
    assert len(print_jobs(office.database.read())) == 1
    page.press("Cofnij potwierdzenie")
    assert the_ticket(office).state is State.BOOKED


def test_outside_the_rule_a_reason_and_a_right_are_needed(
    ewa: PlainBrowser, office: Office
) -> None:
    at(office, -60)
    page = find(ewa, "123456")
    assert "Za wcześnie" in page.text
    page.press("Przyjmij", reason="")
    assert the_ticket(office).state is State.BOOKED
    page.press("Przyjmij", reason="stanowisko jest wolne")
    assert the_ticket(office).state is State.WAITING
    assert "stanowisko jest wolne" in ewa.open(f"/reception/ticket/{the_ticket(office).id}").text


def test_without_the_right_nobody_is_let_in_outside_the_rule(office: Office) -> None:
    at(office, 30)
    place(office)
    page = signed_in(office, "reception").open("/reception/visit/b1")
    assert "Za późno" in page.text
    assert "wymaga osobnego uprawnienia" in page.text
    assert "Przyjmij" not in page.buttons()
    forged = next(iter(page.buttons().values()))
    page.send(forged, url="/reception/visit/b1/override", reason="bo tak")
    assert the_ticket(office).state is State.NO_SHOW


def test_one_who_came_too_late_gets_a_ticket_for_the_queue(
    ewa: PlainBrowser, office: Office
) -> None:
    at(office, 30)
    place(office)
    page = find(ewa, "123456").press("Bilet do kolejki zamiast wizyty")
    assert "A001" in page.text
    assert [t.number for t in tickets_of_day(office.database.read(), "2026-11-20")][-1] == "A001"


def test_a_visit_not_known_at_its_hour_is_listed_and_let_in(
    ewa: PlainBrowser, office: Office
) -> None:
    at(office, 15)
    put(office, booking="b3", number="AR03", code_mac="", eticket="")
    page = ewa.open("/reception")
    assert "Nieznane o swojej godzinie 1" in page.text
    ewa.open("/reception/visit/b3").press("Przyjmij", reason="nieznana o swojej godzinie")
    assert the_ticket(office, "b3").state is State.WAITING
    assert "Nieznane o swojej godzinie" not in ewa.open("/reception").text


def test_a_cancelled_visit_is_told_as_such(ewa: PlainBrowser, office: Office) -> None:
    cancelled(office)
    assert "Odwołana" in find(ewa, "123456").text


def test_a_qr_code_of_another_office_is_told_with_its_place(ewa: PlainBrowser) -> None:
    assert "Urząd Portowy, ul. Portowa 5" in find(ewa, qr(office="harbour")).text


def test_a_badge_says_that_the_hub_is_silent(ewa: PlainBrowser, office: Office) -> None:
    assert "offline" not in ewa.open("/reception").text
    at(office, 0)
    assert "offline" in ewa.open("/reception").text
    with office.database.write() as connection:
        set_fact(connection, "hub_seen", office.clock.now().isoformat())
    assert "offline" not in ewa.open("/reception").text


def test_only_the_reception_sees_visits(office: Office) -> None:
    clerk = signed_in(office, "call").open("/reception/visit/b1")
    assert clerk.page.status_code == 403
    assert "Łęcka" not in clerk.text


def test_the_clerk_sees_who_booked(office: Office) -> None:
    """B-49."""
    at(office, 0)
    by_code(office)
    anna = at_counter(_clerk(office), "1").press("Wezwij następny")
    assert "Aleksandra Łęcka, tel. …56789" in anna.text


def test_the_clerk_is_told_why_the_called_person_is_gone(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    put(office)
    at(office, 0)
    place(office)
    anna = at_counter(_clerk(office), "1").press("Wezwij następny")
    assert the_ticket(office).state is State.CALLED
    cancelled(office)
    assert "Rezerwację AR01 odwołano lub przeniesiono" in anna.open("/clerk/1").text


def _clerk(office: Office) -> PlainBrowser:
    signed_in(office, "call", "call_chosen")
    return browser(office, "ewa")


def test_an_arrived_visitor_who_is_served_is_over(ewa: PlainBrowser, office: Office) -> None:
    at(office, 0)
    by_code(office)
    opened(office, "1")
    call(office)
    came(office, by("1"), "1")
    assert "Wizyta trwa lub już się skończyła" in find(ewa, "123456").text


def test_one_who_came_on_the_wrong_day_gets_a_ticket_and_the_hub_is_asked_to_cancel(
    ewa: PlainBrowser, office: Office
) -> None:
    put(office, version=2, start=HALF_PAST_NINE + timedelta(days=3))
    page = find(ewa, "123456")
    assert "Wizyta z tamtego dnia zostanie wtedy odwołana." in page.text
    page.press("Bilet do kolejki zamiast wizyty")
    assert "A001" in ewa.text
    assert [asked["wish"] for asked in told(office, "booking_request")] == ["cancel"]
