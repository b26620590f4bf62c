"""Reception, paper day, end of day, figures and status in Chromium: keys, axe, life, pictures."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from edge_node.office.alarm import end_evacuation, raise_evacuation
from edge_node.office.calling import absent, call_next, came
from edge_node.office.counters import pause
from edge_node.office.forecasts import refresh_forecasts
from edge_node.office.paper_day import PaperEntry, enter_paper_ticket
from edge_node.office.reception import set_note
from edge_node.office.serving import finish
from edge_node.office.transferring import Destination, transfer
from edge_node.store.devices import report_device
from edge_node.store.operators import set_operator
from edge_node.store.print_jobs import set_job
from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.clock import FixedClock
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Priority
from tests.axe import violations
from tests.edge_node.sample import MORNING, build_office, by, opened, take

pytestmark = pytest.mark.browser

FULL: ViewportSize = {"width": 1280, "height": 900}
HEIGHTS = {"reception": 1250, "report-day": 1500, "paper-list": 1300, "status": 1050}
"""Of the pictures that are higher than the window."""
EVERYTHING = (
    "reception", "set_priority", "block_kiosk", "paper_day", "confirm_clock",
    "reports", "devices", "manage", "end_alarm",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose clerks have names; one counter is on a break later."""
    office = build_office(tmp_path)
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", EVERYTHING)
    for login, name in (
        ("clerk1", "Anna Nowak"),
        ("clerk2", "Jan Kowalski"),
        ("clerk3", "Iga Lis"),
    ):
        set_operator(office, Command(), login, name, "tajne", ("call",))
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    return signed_in(browser_page, served)


def signed_in(page: Page, served: str) -> Page:
    page.goto(f"{served}/login?next=/reception")
    page.fill("#login", "ewa")
    page.fill("#password", "tajne")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/reception")
    return page


def pass_minutes(office: Office, minutes: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(minutes=minutes)


def visit(office: Office, counter: str, way: float = 1, service: float = 8) -> None:
    call_next(office, by(counter), counter)
    pass_minutes(office, way)
    came(office, by(counter), counter)
    pass_minutes(office, service)
    finish(office, by(counter), counter)


@use_case
def failed_paper(unit: Unit, job: int, state: str, detail: str) -> None:
    set_job(unit, job, PrintState(state), detail)


def a_day(office: Office) -> None:
    """Two hours of work: visits, a transfer, a no-show, a paper line, an evacuation."""
    opened(office, "1", "2", "3")
    for number in range(6):
        take(office, "residence" if number % 3 == 0 else "id_cards")
        pass_minutes(office, 2)
    hours = [MORNING - timedelta(minutes=m) for m in (70, 55, 46)]
    enter_paper_ticket(office, Command(clerk="ewa"), PaperEntry("residence", 40, *hours, "2"))
    visit(office, "1")
    visit(office, "2", service=14)
    raise_evacuation(office, by("1"))
    pass_minutes(office, 9)
    end_evacuation(office, Command(clerk="ewa"))
    first = call_next(office, by("3"), "3")
    assert first is not None
    came(office, by("3"), "3")
    pass_minutes(office, 3)
    transfer(office, by("3"), first.id, Destination(service="residence", note="Brak załącznika"))
    call_next(office, by("1"), "1")
    absent(office, by("1"), "1")
    visit(office, "2", way=0.5, service=6)
    for _ in range(5):
        pass_minutes(office, 3)
        take(office)
    take(office, "residence", priority=Priority.FIRST, need="wheelchair", language="uk")
    call_next(office, by("1"), "1")
    call_next(office, by("3"), "3")
    came(office, by("3"), "3")
    pause(office, by("2"), "2", "break")
    pass_minutes(office, 4)


@use_case
def all_printed(unit: Unit) -> None:
    unit.connection.execute("UPDATE print_jobs SET state = 'printed', attempts = 1")


def trouble(office: Office) -> None:
    """The printer is out of paper, one ticket has none, the voice is silent, a kiosk is low."""
    all_printed(office, Command())
    lost = take(office)
    set_note(office, Command(clerk="ewa"), lost.id, "Prosi o głośniejsze wezwanie")
    failed_paper(office, Command(), newest_job(office), "failed", "paper_out")
    report_device(office, Command(), "speaker:1", "speaker", "ok")
    pass_minutes(office, 3)
    report_device(office, Command(), "printer:main", "printer", "paper_out")
    report_device(office, Command(), "board:1", "board", "ok")
    report_device(office, Command(), "kiosk:1", "kiosk", "ok")
    report_device(office, Command(), "kiosk:2", "kiosk", "ok")


def newest_job(office: Office) -> int:
    rows = office.database.read().execute("SELECT max(id) FROM print_jobs")
    return int(rows.fetchone()[0])


def test_one_match_opens_at_once_by_keyboard_alone(page: Page, office: Office) -> None:
    take(office)
    take(office)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("a 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bilet A002")


def test_a_ticket_is_issued_and_shown_without_a_mouse(page: Page) -> None:
    page.get_by_label("Meldunki").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Wydaj", exact=True).focus()
    page.keyboard.press("Enter")
    issued = page.get_by_role("region", name="Wydano: B001")
    expect(issued).to_be_focused()
    expect(issued).to_contain_text("osób przed: 0")


def test_the_floor_lives(page: Page, office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    expect(page.locator("#post-1")).to_contain_text("A001", timeout=2000)
    expect(page.locator("#post-1")).to_contain_text("wezwany")


def test_a_missing_paper_is_told_at_once_and_printed_again_in_place(
    page: Page, office: Office
) -> None:
    take(office)
    failed_paper(office, Command(), newest_job(office), "failed", "paper_out")
    row = page.locator("#alert-unprinted")
    expect(row).to_contain_text("A001", timeout=2000)
    row.get_by_role("button", name="Drukuj ponownie A001").click()
    expect(page.locator("#alert-unprinted")).to_have_count(0)
    assert newest_job(office) == 2


def test_a_kiosk_is_blocked_with_a_text_typed_while_the_floor_reloads(
    page: Page, office: Office
) -> None:
    page.locator("#list-kiosks summary").click()
    page.locator("#kiosk-text-1").type("Przerwa techniczna")
    take(office)
    expect(page.locator("#matter-id_cards")).to_contain_text("1", timeout=2000)
    expect(page.locator("#kiosk-text-1")).to_have_value("Przerwa techniczna")
    page.keyboard.press("Enter")
    expect(page.locator("#list-kiosks")).to_contain_text(
        "zablokowany, pokazuje: Przerwa techniczna"
    )


def test_the_paper_list_prints_one_matter_a_page(page: Page, served: str, tmp_path: Path) -> None:
    page.goto(f"{served}/paper-day/list?services=id_cards&services=residence&rows=30")
    file = page.pdf(path=tmp_path / "lists.pdf", prefer_css_page_size=True)
    assert file.count(b"/Type /Page\n") == 2


def test_everything_works_without_scripts(browser: Browser, office: Office, served: str) -> None:
    take(office)
    with browser.new_context(locale="pl-PL", java_script_enabled=False) as plain:
        page = signed_in(plain.new_page(), served)
        page.fill("#q", "A001")
        page.get_by_role("button", name="Szukaj").click()
        page.locator("#deed-void summary").click()
        page.get_by_label("Powód").fill("pomyłka")
        page.get_by_role("button", name="Unieważnij").click()
        expect(page.locator(".reception-state")).to_have_text("unieważniony")
        expect(page.get_by_role("table")).to_contain_text("pomyłka")


def pages(page: Page, office: Office, served: str) -> Iterator[str]:
    """Every page of this area, full of life; yields the name of each."""
    a_day(office)
    trouble(office)
    refresh_forecasts(office)
    missed = (
        office.database.read()
        .execute("SELECT id FROM tickets WHERE state IN ('absent', 'no_show') LIMIT 1")
        .fetchone()[0]
    )
    for name, path in (
        ("reception", "/reception"),
        ("reception-found", "/reception?q=9:00-10:30"),
        ("reception-ticket", f"/reception/ticket/{missed}"),
        ("day-end", "/day-end"),
        ("day-end-ask", "/day-end/ask"),
        ("paper-day", "/paper-day"),
        ("paper-list", "/paper-day/list?services=id_cards&rows=30"),
        ("paper-entry", "/paper-day/entry?service=id_cards"),
        ("report-day", "/reports/day?limit=20"),
        ("status", "/status"),
    ):
        page.goto(f"{served}{path}")
        yield name
    raise_evacuation(office, Command(clerk="ewa"))
    assert isinstance(office.clock, FixedClock)
    office.clock.synced = False
    for name, path in (
        ("evacuation", "/status/evacuation"),
        ("status-alarm", "/status"),
        ("clock", "/day-end"),
    ):
        page.goto(f"{served}{path}")
        yield name


def test_axe_finds_nothing_on_any_page(page: Page, office: Office, served: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for name in pages(page, office, served):
        assert violations(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= FULL["width"], f"{name} is {width} px wide"
    assert complaints == []


def test_screens_of_the_reception(page: Page, office: Office, served: str, screens: Path) -> None:
    wanted = {
        "reception",
        "reception-ticket",
        "report-day",
        "paper-day",
        "paper-list",
        "paper-entry",
        "status",
    }
    for name in pages(page, office, served):
        if name in wanted | {"day-end"}:
            page.wait_for_timeout(200)
            clip = {"x": 0, "y": 0, "width": FULL["width"], "height": HEIGHTS.get(name, 900)}
            page.screenshot(path=screens / f"{name}.png", full_page=True, clip=clip)
