"""Reception and clerks book a visit for a later day while the person stands there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.devices.print_table import PrintTable
from edge_node.store.bookings import bookings_of_day, person_of
from edge_node.store.print_jobs import print_jobs
from edge_node.store.tickets import ticket
from edge_node.store.unit import Office
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import State
from tests.edge_node.office.hub import office_of_visits, put, told
from tests.edge_node.office.leases import AT_KIOSK, EIGHT, cells, grant, sell
from tests.edge_node.panels.desk import signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import take

AT_EIGHT = "/book-visit?service=id_cards&start=20261123T0700"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    grant(office)
    return office


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return signed_in(office, "reception")


def hours(page: str) -> list[str]:
    return re.findall(r'start=20[^"]*"[^>]*>(\d\d:\d\d)</a>', page)


def test_the_reception_finds_the_free_hours_and_books_one(
    ewa: PlainBrowser, office: Office
) -> None:
    assert "Umów wizytę" in ewa.open("/reception").text
    shown = ewa.open("/book-visit?service=id_cards")
    assert "poniedziałek, 23 listopada 2026" in shown.text
    assert hours(shown.page.text) == ["08:00", "08:15", "08:30", "08:45"]
    page = ewa.open(AT_EIGHT).press("Umów tę wizytę", name="Jan Łoś", phone="600 700 812")
    assert "Wizyta jest umówiona" in page.text
    for word in ("AR05", "111111", "Jan Łoś", "…00812", "08:00"):
        assert word in page.text
    assert "600" not in page.page.request.url
    (visit,) = bookings_of_day(office.database.read(), "2026-11-23")
    person = person_of(office.database.read(), visit.id)
    assert person is not None
    assert person.name == "Jan Łoś"
    assert [job.booking for job in print_jobs(office.database.read())] == [visit.id]
    assert told(office, "leased_sale")[0]["made_at"] == "reception"


def test_name_phone_and_paper_may_be_left_out(ewa: PlainBrowser, office: Office) -> None:
    ewa.open(AT_EIGHT).press("Umów tę wizytę", printer="")
    assert "AR05" in ewa.text
    assert print_jobs(office.database.read()) == []


def test_a_wrong_phone_keeps_the_hour_and_books_nothing(ewa: PlainBrowser, office: Office) -> None:
    page = ewa.open(AT_EIGHT).press("Umów tę wizytę", phone="12")
    assert "Ten numer telefonu jest niepełny" in page.text
    assert "Umów tę wizytę" in page.buttons()
    assert told(office, "leased_sale") == []


def test_an_hour_that_is_gone_leads_back_to_the_free_hours(
    ewa: PlainBrowser, office: Office
) -> None:
    ewa.open(AT_EIGHT)
    sell(office)
    page = ewa.press("Umów tę wizytę")
    assert "Ktoś inny zajął ten termin przed chwilą" in page.text
    assert hours(page.page.text) == ["08:15", "08:30", "08:45"]


def test_a_clerk_books_the_next_visit_of_whoever_is_served(office: Office) -> None:
    anna = signed_in(office, "call")
    page = anna.open("/book-visit?service=residence&start=20261123T0700").press("Umów tę wizytę")
    assert "BR01" in page.text
    assert "Wróć do mojego stanowiska" in page.text
    assert told(office, "leased_sale")[0]["made_at"] == "staff"


def test_nobody_without_a_right_of_the_desk_books(office: Office) -> None:
    assert signed_in(office, "reports").open("/book-visit").page.status_code == 403


def test_a_waiting_ticket_becomes_a_booked_visit(ewa: PlainBrowser, office: Office) -> None:
    waiting = take(office)
    shown = ewa.open(f"/reception/ticket/{waiting.id}")
    assert "Zamiast tego wizyta w innym terminie" in shown.text
    page = ewa.open(f"{AT_EIGHT}&ticket={waiting.id}")
    assert "Zamiast biletu A001" in page.text
    page.press("Umów tę wizytę")
    assert "AR05" in ewa.text
    assert ticket(office.database.read(), waiting.id).state is State.CANCELLED


def test_several_persons_and_later_days(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    for n in range(5):
        first = EIGHT + timedelta(days=n)
        grant(office, lease=f"l{n}", day=first.date().isoformat(), seats=cells(2, first))
    grant(office, lease="later", day="2026-11-30", seats=cells(1, EIGHT + timedelta(days=7)))
    ewa = signed_in(office, "reception")
    page = ewa.open("/book-visit?service=id_cards")
    assert "30 listopada" not in page.text
    assert "since=2026-11-30" in page.page.text
    assert "30 listopada" in ewa.open("/book-visit?service=id_cards&since=2026-11-30").text


def test_without_a_free_hour_it_says_so(tmp_path: Path) -> None:
    ewa = signed_in(office_of_visits(tmp_path), "reception")
    assert "Tutaj nie ma już wolnych godzin" in ewa.open("/book-visit?service=id_cards").text


def test_the_confirmation_is_printed_again(ewa: PlainBrowser, office: Office) -> None:
    ewa.open(AT_EIGHT).press("Umów tę wizytę")
    ewa.press("Wydrukuj potwierdzenie jeszcze raz")
    assert [job.copy for job in print_jobs(office.database.read())] == [True, False]


def test_the_reception_is_told_of_a_confirmation_that_did_not_come_out(
    ewa: PlainBrowser, office: Office
) -> None:
    sell(office, at=AT_KIOSK)
    table = PrintTable(office, {})
    job = table.take_next("main", office.clock.now())
    assert job is not None
    table.finish(job.id, PrintState.FAILED, "paper_out")
    page = ewa.open("/reception")
    assert "Potwierdzenia wizyt bez wydruku 1 AR05" in page.text
    page.press("Zrezygnuj z potwierdzenia AR05")
    assert "Potwierdzenia wizyt bez wydruku" not in ewa.open("/reception").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("service=unheard", 200),
        ("service=id_cards&start=now&persons=x&since=never&language=xx", 200),
        ("service=id_cards&ticket=nobody", 404),
    ],
)
def test_an_address_that_means_nothing_changes_nothing(
    ewa: PlainBrowser, query: str, status: int
) -> None:
    assert ewa.open(f"/book-visit?{query}").page.status_code == status


def test_a_visit_of_the_hub_is_not_shown_as_booked_here(ewa: PlainBrowser, office: Office) -> None:
    put(office)
    assert ewa.open("/book-visit/b1").page.status_code == 404
