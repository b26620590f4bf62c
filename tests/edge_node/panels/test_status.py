"""Devices and status: lost devices, papers, alarms, and who may do what about them."""

import pytest

from edge_node.office.alarm import evacuation, panics, raise_evacuation, raise_panic
from edge_node.store.devices import report_device
from edge_node.store.print_jobs import print_jobs, set_job
from edge_node.store.unit import Command, Office, Unit, set_fact, use_case
from queue_core.domain.printing import PrintState
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import opened, take


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return signed_in(office, "devices", "end_alarm")


@use_case
def paper_became(unit: Unit, job: int, state: str) -> None:
    set_job(unit, job, PrintState(state))


def test_a_device_that_falls_silent_is_told(ewa: PlainBrowser, office: Office) -> None:
    report_device(office, Command(), "board:1", "board", "ok")
    assert "Tablica 1 działa" in ewa.open("/status").text
    pass_minutes(office, 2)
    assert "Tablica 1 nie daje znaku" in ewa.open("/status/now").text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("paper_low", "mało papieru"),
        ("paper_out", "brak papieru"),
        ("cover_open", "otwarta pokrywa"),
        ("unknown", "działa, nie podaje stanu papieru"),
    ],
)
def test_every_state_of_a_printer_has_its_words(
    ewa: PlainBrowser, office: Office, state: str, words: str
) -> None:
    report_device(office, Command(), "printer:main", "printer", state)
    assert f"Drukarka main {words}" in ewa.open("/status").text


def test_an_office_alone_says_nothing_of_a_link(ewa: PlainBrowser) -> None:
    assert "Łącze z rezerwacjami" not in ewa.open("/status").text


def test_a_silent_hub_is_told_with_the_hour_of_its_last_word(
    ewa: PlainBrowser, office: Office
) -> None:
    with office.database.write() as connection:
        for name in ("linked", "hub_seen"):
            set_fact(connection, name, office.clock.now().isoformat())
    assert "Łącze z rezerwacjami działa" in ewa.open("/status").text
    pass_minutes(office, 3)
    assert "Łącze z rezerwacjami brak znaku od 09:00" in ewa.open("/status/now").text


def test_a_device_that_never_reported_is_shown(ewa: PlainBrowser) -> None:
    assert "Głośnik 1 jeszcze się nie zgłosił(a)" in ewa.open("/status").text


def test_a_test_print_is_queued(ewa: PlainBrowser, office: Office) -> None:
    ewa.open("/status").press("Wydruk próbny na main")
    job = print_jobs(office.database.read())[0]
    assert (job.kind, job.printer, job.state) == ("test", "main", PrintState.QUEUED)


def test_papers_are_printed_again_or_given_up(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    paper_became(office, Command(), 1, "unknown")
    ewa.open("/status").press("Drukuj ponownie A001")
    assert print_jobs(office.database.read())[0].state is PrintState.QUEUED
    ewa.press("Zaniechaj wydruku A001")
    assert print_jobs(office.database.read())[0].state is PrintState.DROPPED


def test_an_evacuation_is_ended_in_two_steps(ewa: PlainBrowser, office: Office) -> None:
    raise_evacuation(office, Command())
    assert "EWAKUACJA" in ewa.open("/status").text
    ewa.open("/status/evacuation").press("Zakończ i zachowaj kolejkę")
    assert evacuation(office.database.read()) is None


def test_an_evacuation_may_end_the_day(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    raise_evacuation(office, Command())
    ewa.open("/status/evacuation").press("Zakończ i zamknij dzień")
    assert evacuation(office.database.read()) is None
    assert "osób: 1" not in ewa.text


def test_a_call_for_help_is_ended(ewa: PlainBrowser, office: Office) -> None:
    raise_panic(office, Command(), "2")
    assert "Stanowisko 2 wzywa pomocy" in ewa.open("/status").text
    ewa.press("Zagrożenie minęło")
    assert panics(office.database.read()) == []


def test_people_whom_nobody_serves_and_a_free_counter_are_told(
    ewa: PlainBrowser, office: Office
) -> None:
    take(office)
    assert "a tej sprawy nikt nie obsługuje : Dowody osobiste" in ewa.open("/status").text
    opened(office, "1")
    assert "stanowisko jest wolne" not in ewa.open("/status").text
    pass_minutes(office, 0.2)
    assert "stanowisko jest wolne : stanowisko 1" in ewa.open("/status").text


def test_only_who_may_end_an_alarm_is_offered_it(office: Office) -> None:
    raise_evacuation(office, Command())
    ewa = signed_in(office, "devices")
    assert "Zakończ ewakuację" not in ewa.open("/status").text
    assert ewa.open("/status/evacuation").page.status_code == 403
