"""The reception as a person uses it, without scripts: search, issuing, repairs, trace, rights."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.calling import absent, call_next
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.kiosks import block_kiosk
from edge_node.office.papers import TOO_OLD
from edge_node.store.events import events_of_ticket
from edge_node.store.print_jobs import latest_job, print_job, set_job
from edge_node.store.tickets import ticket, tickets_of_day
from edge_node.store.unit import Command, Office, Unit, set_fact, use_case
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Priority, State
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import SAMPLE, SERVICES, build_office, by, opened, take

TODAY = "2026-11-20"


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    """At the reception, with every right of it."""
    rights = ("reception", "set_priority", "block_kiosk", "paper_day")
    return signed_in(office, *rights).open("/reception")


@use_case
def paper_failed(unit: Unit, job: int) -> None:
    set_job(unit, job, PrintState.FAILED, "paper_out")


@use_case
def paper_dropped(unit: Unit, job: int) -> None:
    set_job(unit, job, PrintState.DROPPED, TOO_OLD)


def test_one_match_opens_and_several_are_listed(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    take(office, "residence")
    assert ewa.open("/reception?q=a+1").page.request.path.startswith("/reception/ticket/")
    assert "znaleziono 2 bilety" in ewa.open("/reception?q=1").text
    assert "znaleziono 0 biletów" in ewa.open("/reception?q=C9").text


def test_a_walk_in_is_issued_with_priority_need_and_note(ewa: PlainBrowser, office: Office) -> None:
    ewa.press(
        "Wydaj",
        services="residence",
        priority="1",
        need="wheelchair",
        note="Z psem",
        printer="main",
    )
    assert "Wydano B001" in ewa.text
    issued = tickets_of_day(office.database.read(), TODAY)[0]
    assert (issued.priority, issued.need, issued.note) == (Priority.FIRST, "wheelchair", "Z psem")
    paper = latest_job(office.database.read(), issued.id)
    assert paper is not None
    assert (paper.printer, paper.copy) == ("main", False)
    assert events_of_ticket(office.database.read(), issued.id)[0].clerk == "ewa"


def test_several_matters_give_their_tickets_at_once(ewa: PlainBrowser) -> None:
    button = ewa.buttons()["Wydaj"]
    button.fields += [("services", "id_cards"), ("services", "residence")]
    ewa.send(button)
    assert "A001" in ewa.text
    assert "B001" in ewa.text


def test_a_blocked_kiosk_does_not_stop_the_reception(ewa: PlainBrowser, office: Office) -> None:
    block_kiosk(office, Command(), "1", "Przerwa")
    assert "A001" in ewa.press("Wydaj", services="id_cards").text
    with pytest.raises(Refused, match="kiosk_blocked"):
        issue_ticket(office, Command(), Order("id_cards", kiosk="1"))


def test_no_matter_and_an_unknown_printer_are_refused_in_words(
    ewa: PlainBrowser, office: Office
) -> None:
    assert "Prosimy sprawdzić" in ewa.press("Wydaj").text
    ewa.open("/reception").press("Wydaj", services="id_cards", printer="nowhere")
    assert tickets_of_day(office.database.read(), TODAY) == []


def test_priority_at_issue_needs_its_right(office: Office) -> None:
    signed_in(office, "reception").open("/reception").press(
        "Wydaj", services="id_cards", priority="1"
    )
    assert tickets_of_day(office.database.read(), TODAY) == []


def test_a_void_ticket_names_its_reason_in_the_trace(ewa: PlainBrowser, office: Office) -> None:
    ghost = take(office)
    ewa.open(f"/reception/ticket/{ghost.id}").press("Unieważnij", reason="pomyłka")
    assert ticket(office.database.read(), ghost.id).state is State.CANCELLED
    assert "Unieważnione – Ewa Zięba pomyłka" in ewa.text


def test_a_reason_is_needed_to_void(ewa: PlainBrowser, office: Office) -> None:
    ghost = take(office)
    ewa.open(f"/reception/ticket/{ghost.id}").press("Unieważnij", reason=" ")
    assert ticket(office.database.read(), ghost.id).state is State.WAITING


def test_giving_up_is_not_a_no_show(ewa: PlainBrowser, office: Office) -> None:
    tired = take(office)
    ewa.open(f"/reception/ticket/{tired.id}").press("Osoba rezygnuje")
    assert ticket(office.database.read(), tired.id).state is State.LEFT


@pytest.mark.parametrize("place", ["within", "original", "last"])
def test_a_missed_person_is_put_back(ewa: PlainBrowser, office: Office, place: str) -> None:
    missed = take(office)
    opened(office, "1")
    call_next(office, by("1"), "1")
    absent(office, by("1"), "1")
    pass_minutes(office, 5)
    ewa.open(f"/reception/ticket/{missed.id}").press("Przywróć", place=place)
    back = ticket(office.database.read(), missed.id)
    assert back.state is State.WAITING
    assert (back.queue_time > missed.queue_time) == (place == "last")


def test_matter_priority_and_note_are_changed(ewa: PlainBrowser, office: Office) -> None:
    taken = take(office)
    page = f"/reception/ticket/{taken.id}"
    ewa.open(page).press("Przekieruj", service="residence", place="original")
    ewa.open(page).press("Ustaw pierwszeństwo", priority="2")
    ewa.open(page).press("Zapisz notatkę", note="Niedosłyszy", need="loop")
    now = ticket(office.database.read(), taken.id)
    assert (now.service, now.number, now.priority) == ("residence", "A001", Priority.SECOND)
    assert (now.note, now.need) == ("Niedosłyszy", "loop")


def test_a_ticket_without_paper_is_told_and_printed_again_as_a_copy(
    ewa: PlainBrowser, office: Office
) -> None:
    taken = take(office)
    paper_failed(office, Command(), 1)
    assert "Bilety bez wydruku 1 A001 niewydrukowany, brak papieru" in ewa.open("/reception").text
    ewa.press("Drukuj ponownie A001")
    paper = latest_job(office.database.read(), taken.id)
    assert paper is not None
    assert (paper.copy, paper.state) == (True, PrintState.QUEUED)


def test_a_paper_that_waits_too_long_for_its_printer_is_told(
    ewa: PlainBrowser, office: Office
) -> None:
    take(office)
    assert "bez wydruku" not in ewa.open("/reception/now").text
    pass_minutes(office, 0.5)
    assert "A001 czeka na drukarkę" in ewa.open("/reception/now").text


def test_a_copy_for_the_office_that_failed_is_told_until_somebody_decides(tmp_path: Path) -> None:
    matters = tuple(replace(service, staff_copy=True) for service in SERVICES)
    office = build_office(tmp_path, replace(SAMPLE, services=matters))
    ewa = signed_in(office, "reception")
    take(office), take(office)
    for job in (2, 4):
        paper_failed(office, Command(), job)
    alert = "Kopie dla urzędu bez wydruku 2 A001 niewydrukowany, brak papieru"
    assert alert in ewa.open("/reception").text
    assert "Kopie dla urzędu bez wydruku 1 A002" in ewa.press("Drukuj ponownie kopię A001").text
    assert print_job(office.database.read(), 2).state is PrintState.QUEUED
    assert "Kopie dla urzędu" not in ewa.press("Zrezygnuj z kopii A002").text


def test_a_copy_that_came_too_late_can_be_given_up(tmp_path: Path) -> None:
    kiosk = replace(SAMPLE.kiosks[0], staff_copy=True)
    office = build_office(tmp_path, replace(SAMPLE, kiosks=(kiosk,)))
    take(office)
    paper_dropped(office, Command(), 2)
    ewa = signed_in(office, "reception").open("/reception")
    assert "Kopie dla urzędu" not in ewa.press("Zrezygnuj z kopii A001").text


def test_a_kiosk_is_blocked_with_a_text_and_released(ewa: PlainBrowser) -> None:
    ewa.press("Zablokuj", text="Przerwa techniczna")
    assert "zablokowany, pokazuje: Przerwa techniczna" in ewa.text
    assert "pokazuje" not in ewa.press("Odblokuj").text


def test_a_clock_nobody_trusts_and_a_restored_database_are_told(
    ewa: PlainBrowser, office: Office
) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.synced = False
    with office.database.write() as connection:
        set_fact(connection, "restored", f"{office.clock.now().isoformat()} office-1.db")
    told = ewa.open("/reception/now").text
    assert "Zegar tego urządzenia nie jest potwierdzony" in told
    assert "odtworzona z kopii" in told


def test_the_floor_names_counters_tickets_and_clerks(ewa: PlainBrowser, office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    assert "Stanowisko 1 A001 wezwany od 09:00 clerk1" in ewa.open("/reception/now").text


@pytest.mark.parametrize("page", ["/reception", "/reception/now", "/reception/ticket/1"])
def test_a_clerk_has_no_business_here(office: Office, page: str) -> None:
    assert signed_in(office, "call").open(page).page.status_code == 403
