"""Booked visits at the reception and the clerk's panel in Chromium: keyboard, axe, pictures."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Page, ViewportSize, expect

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from queue_core.wire.records import Personal
from tests.axe import too_wide, violations
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    VISIT,
    at,
    by_code,
    office_of_visits,
    place,
    put,
    tell,
)
from tests.edge_node.sample import take

pytestmark = pytest.mark.browser

FULL: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
VISITS = {"early": "b2", "in-time": "b1", "unheard": "b3"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    rights = ("reception", "override_arrival", "call", "call_chosen", "block_kiosk")
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", rights)
    take(office)
    put(office)
    for booking, name, hours in (("b2", "Jan Nowak", 2), ("b3", "Iga Kowal", -1)):
        at(office, -9)
        start = HALF_PAST_NINE + timedelta(hours=hours)
        others = {"service": "residence", "code_mac": "", "eticket": "", "persons": 3}
        known = {"booking": booking, "number": f"BR0{booking[1]}", "start": start}
        tell(office, structs.replace(VISIT, **known, **others), Personal(name=name))
    place(office)
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


def test_a_visitor_is_let_in_by_keyboard_alone(page: Page) -> None:
    expect(page.get_by_label("Kod, telefon")).to_be_focused()
    page.keyboard.type("łęcka")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="W porę")).to_be_visible()
    expect(page.get_by_role("button", name="Osoba przyszła")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Potwierdzono przyjście")).to_be_visible()


def test_axe_finds_nothing(page: Page, served: str) -> None:
    for path in ("/reception", *(f"/reception/visit/{id}" for id in VISITS.values())):
        page.goto(served + path)
        assert violations(page) == [], path
        assert too_wide(page, FULL, NARROW) == [], path


def open_counter(page: Page) -> None:
    page.get_by_role("button", name="Otwórz stanowisko").click()
    expect(page.locator("#primary")).to_contain_text("Wezwij następny")
    page.reload()  # the same button takes no second press for a moment


def test_the_primary_button_stays_where_it_is_beside_a_long_booking(
    page: Page, served: str, office: Office
) -> None:
    at(office, 0)
    by_code(office)
    page.goto(f"{served}/clerk/1")
    open_counter(page)
    primary = page.locator("#primary")
    idle = primary.bounding_box()
    primary.click()
    expect(page.get_by_text("Aleksandra Łęcka, tel. …56789")).to_be_visible()
    assert primary.bounding_box() == idle
    assert violations(page) == []


def test_screens_of_visits(page: Page, served: str, office: Office, screens: Path) -> None:
    for name, id in VISITS.items():
        for size, suffix in ((FULL, ""), (NARROW, "-narrow")):
            page.set_viewport_size(size)
            page.goto(f"{served}/reception/visit/{id}")
            page.screenshot(path=screens / f"reception-visit-{name}{suffix}.png")
    page.set_viewport_size(FULL)
    page.goto(f"{served}/reception")
    page.get_by_label("Kod, telefon").fill("8:00-13:00")
    page.keyboard.press("Enter")
    expect(page.get_by_text("znaleziono 3 wizyty")).to_be_visible()
    page.screenshot(path=screens / "reception-visits-found.png", full_page=True)
    at(office, 0)
    by_code(office)
    page.goto(f"{served}/clerk/1")
    open_counter(page)
    page.locator("#primary").click()
    expect(page.get_by_text("Aleksandra Łęcka, tel. …56789")).to_be_visible()
    page.screenshot(path=screens / "clerk-visit.png")
    page.set_viewport_size({"width": 340, "height": 640})
    page.goto(f"{served}/clerk/1/strip")
    page.screenshot(path=screens / "clerk-visit-strip.png")
