"""A booked visit at the kiosk in a real Chromium: keypad, scanner, each answer, axe, pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edge_node.store.unit import Office
from tests.axe import AXE_WITH_7_TO_1, violations
from tests.e2e.test_kiosk import LANDSCAPE, PORTRAIT, sizes_in_mm
from tests.edge_node.office.hub import HALF_PAST_NINE, at, office_of_visits, put, qr
from tests.edge_node.sample import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    opened(office, "1", "2")
    put(office)
    put(office, booking="b2", number="AR09", code_mac="", start=HALF_PAST_NINE, eticket="")
    return office


@pytest.fixture
def kiosk(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/1")
    return browser_page


def type_code(kiosk: Page, code: str = "123456") -> None:
    kiosk.get_by_role("link", name="Mam rezerwację").click()
    expect(kiosk.get_by_role("heading", name="Mam rezerwację")).to_be_visible()
    kiosk.wait_for_load_state()  # until the scripts are there, the server takes the digits
    for digit in code:
        kiosk.get_by_role("button", name=digit, exact=True).click()


def scan(kiosk: Page, text: str) -> None:
    kiosk.evaluate(
        """(text) => { for (const key of [...text, "Enter"])
            dispatchEvent(new KeyboardEvent("keydown", { key })); }""",
        text,
    )


def test_six_digits_bring_the_booked_number(kiosk: Page, office: Office) -> None:
    at(office, -5)
    type_code(kiosk)
    expect(kiosk.get_by_role("heading", name="Twój numer AR01")).to_be_visible()
    expect(kiosk.locator("main")).to_contain_text("Wizyta o 9:30")


def test_a_qr_code_under_the_scanner_does_the_same_from_the_first_screen(
    kiosk: Page, office: Office
) -> None:
    at(office, -5)
    scan(kiosk, qr())
    expect(kiosk.get_by_role("heading", name="Twój numer AR01")).to_be_visible()


def test_too_late_leads_to_a_ticket_for_the_queue(kiosk: Page, office: Office) -> None:
    at(office, 11)
    type_code(kiosk)
    kiosk.get_by_role("button", name="Pobierz bilet do kolejki").click()
    expect(kiosk.get_by_role("heading", name="Twój numer A001")).to_be_visible()


def test_it_works_without_scripts(browser: Browser, served: str, office: Office) -> None:
    at(office, 0)
    with browser.new_context(java_script_enabled=False, locale="pl-PL") as plain:
        page = plain.new_page()
        page.goto(f"{served}/kiosk/1/booking?code=12345&digit=6")
        page.get_by_role("button", name="Potwierdź wizytę").click()
        expect(page.get_by_role("heading", name="Twój numer AR01")).to_be_visible()


def test_by_keyboard_alone(kiosk: Page, office: Office) -> None:
    at(office, 0)
    kiosk.get_by_role("link", name="Mam rezerwację").focus()
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("textbox")).to_be_focused()
    kiosk.keyboard.type("123456")
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("heading", name="Twój numer AR01")).to_be_visible()


def go_home(kiosk: Page) -> None:
    kiosk.get_by_role("link", name="Wstecz", exact=True).click()
    expect(kiosk.get_by_role("heading", name="Wybierz sprawę")).to_be_visible()
    kiosk.wait_for_load_state()


def answers(kiosk: Page, office: Office) -> Iterator[str]:
    """Bring each answer onto the screen, one after the other."""
    put(office, version=2, start=HALF_PAST_NINE + timedelta(hours=2))
    type_code(kiosk)
    yield "too-early"
    put(office, version=3, start=HALF_PAST_NINE + timedelta(days=3))
    go_home(kiosk)
    type_code(kiosk)
    yield "other-day"
    go_home(kiosk)
    scan(kiosk, qr(office="harbour"))
    yield "other-office"
    go_home(kiosk)
    at(office, 11)
    scan(kiosk, qr(version=4))
    yield "too-late"
    go_home(kiosk)
    type_code(kiosk, "654321")
    yield "unknown-code"


def test_every_answer_is_accessible_and_fits(kiosk: Page, office: Office) -> None:
    for name in answers(kiosk, office):
        expect(kiosk.locator(".kiosk-content [role=alert]").first).to_be_visible()
        assert violations(kiosk, options=AXE_WITH_7_TO_1) == [], name
        assert [t for t, w, h in sizes_in_mm(kiosk, 3.78) if min(w, h) < 19.9] == [], name
        fits = "e => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1"
        assert kiosk.locator(".kiosk-content").evaluate(fits), name


@contextmanager
def lying(kiosk: Page) -> Iterator[None]:
    kiosk.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
    yield
    kiosk.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]


def test_screens_of_the_answers(kiosk: Page, office: Office, screens: Path) -> None:
    for name in answers(kiosk, office):
        expect(kiosk.locator(".kiosk-content [role=alert]").first).to_be_visible()
        kiosk.screenshot(path=screens / f"kiosk-visit-{name}.png")
        with lying(kiosk):
            kiosk.screenshot(path=screens / f"kiosk-visit-{name}-landscape.png")


def test_screens_of_the_booked_number(kiosk: Page, office: Office, screens: Path) -> None:
    at(office, 0)
    type_code(kiosk)
    expect(kiosk.get_by_role("heading", name="Twój numer AR01")).to_be_visible()
    kiosk.screenshot(path=screens / "kiosk-visit-number.png")
