"""A visit booked at the desk in a real Chromium: keyboard alone, axe, pictures."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from tests.axe import violations
from tests.edge_node.office.hub import office_of_visits
from tests.edge_node.office.leases import EIGHT, cells, grant
from tests.edge_node.sample import take

pytestmark = pytest.mark.browser

FULL: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Six days of its own seats, and one person waiting."""
    office = office_of_visits(tmp_path)
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", ("reception", "call"))
    for n in (0, 1, 2, 3, 4, 7):
        first = EIGHT + timedelta(days=n)
        numbers = tuple((f"{p}R{k:02}", f"{n}{k:05}") for p in "AB" for k in range(1, 13))
        day = first.date().isoformat()
        grant(office, lease=f"l{n}", day=day, seats=cells(9, first), numbers=numbers)
    take(office)
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    browser_page.goto(f"{served}/login?next=/reception")
    browser_page.get_by_label("Login").fill("ewa")
    browser_page.get_by_label("Hasło").fill("tajne")
    browser_page.get_by_role("button", name="Zaloguj").click()
    expect(browser_page.get_by_role("heading", name="Recepcja")).to_be_visible()
    return browser_page


def steps(page: Page) -> Iterator[str]:
    """From the reception to a booked visit in place of the waiting ticket."""
    page.get_by_label("Kod, telefon").fill("A001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bilet A001")).to_be_visible()
    yield "ticket"
    page.get_by_role("link", name="Zamiast tego wizyta w innym terminie").click()
    expect(page.get_by_role("heading", name="Wolne godziny tego urzędu")).to_be_visible()
    yield "hours"
    page.get_by_role("link", name="08:30").first.click()
    expect(page.get_by_role("button", name="Umów tę wizytę")).to_be_visible()
    page.get_by_label("Imię i nazwisko").fill("Jan Łoś")
    page.get_by_label("Telefon do przypomnienia").fill("600 700 812")
    yield "who"
    page.get_by_role("button", name="Umów tę wizytę").click()
    expect(page.get_by_role("heading", name="Wizyta jest umówiona")).to_be_visible()
    yield "booked"


def test_a_waiting_ticket_becomes_a_visit(page: Page) -> None:
    assert list(steps(page))[-1] == "booked"
    expect(page.get_by_role("main")).to_contain_text("AR01")
    assert "600" not in page.url


def test_by_keyboard_alone_the_name_is_optional(page: Page, served: str) -> None:
    page.goto(f"{served}/book-visit?service=id_cards&start=20261123T0700")
    expect(page.get_by_role("button", name="Umów tę wizytę")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wizyta jest umówiona")).to_be_focused()


@pytest.mark.parametrize("size", [FULL, NARROW], ids=["full", "narrow"])
def test_axe_finds_nothing(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    for name in steps(page):
        assert violations(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide, name


def test_screens_of_the_steps(page: Page, screens: Path) -> None:
    page.screenshot(path=screens / "desk-booking-reception.png")
    for name in steps(page):
        page.screenshot(path=screens / f"desk-booking-{name}.png")
        page.set_viewport_size(NARROW)
        page.screenshot(path=screens / f"desk-booking-{name}-narrow.png", full_page=True)
        page.set_viewport_size(FULL)
