"""A visit for another day at the kiosk in a real Chromium: touch, keys, no scripts, axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edge_node.store.bookings import bookings_of_day
from edge_node.store.document import store_document
from edge_node.store.unit import Office
from tests.axe import AXE_WITH_7_TO_1, violations
from tests.e2e.test_kiosk import LANDSCAPE, PORTRAIT, sizes_in_mm
from tests.e2e.test_kiosk_aloud import A_PERSON_MS
from tests.edge_node.office.hub import office_of_visits, with_booking
from tests.edge_node.office.leases import EIGHT, cells, grant, sell
from tests.edge_node.sample import opened

pytestmark = pytest.mark.browser

OFFER = "Umów wizytę na inny dzień"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Eight days of its own seats, some hours of the first one sold."""
    office = office_of_visits(tmp_path)
    opened(office, "1", "2")
    for n in (0, 1, 2, 3, 4, 7, 8, 9):
        first = EIGHT + timedelta(days=n)
        numbers = tuple((f"{p}R{k:02}", f"{n}{k:05}") for p in "AB" for k in range(1, 16))
        day = first.date().isoformat()
        grant(office, lease=f"l{n}", day=day, seats=cells(15, first), numbers=numbers)
    sell(office, EIGHT + timedelta(minutes=30))
    return office


@pytest.fixture
def kiosk(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/1")
    return browser_page


def steps(kiosk: Page) -> Iterator[str]:
    """Go through the steps by touch, and say which page is shown."""
    kiosk.get_by_role("link", name=OFFER).click()
    expect(kiosk.get_by_role("heading", name=OFFER)).to_be_visible()
    yield "matters"
    kiosk.get_by_role("link", name="Dowody osobiste").click()
    expect(kiosk.get_by_role("heading", name="Wybierz dzień")).to_be_visible()
    yield "days"
    kiosk.get_by_role("link", name="poniedziałek, 23 listopada 2026").click()
    expect(kiosk.get_by_role("heading", name="Wybierz godzinę")).to_be_visible()
    yield "hours"
    kiosk.get_by_role("link", name="8:15", exact=True).click()
    expect(kiosk.get_by_role("heading", name="Czy to ta wizyta?")).to_be_visible()
    kiosk.wait_for_load_state()  # until the scripts are there, the server takes the digits
    for digit in "600700812":
        kiosk.get_by_role("button", name=digit, exact=True).click()
    expect(kiosk.get_by_role("textbox")).to_have_value("600700812")
    yield "phone"
    kiosk.get_by_role("button", name="Umów tę wizytę").click()
    expect(kiosk.get_by_role("heading", name="Wizyta jest umówiona")).to_be_visible()
    yield "booked"


def test_by_touch_to_a_visit_with_number_and_code(kiosk: Page, office: Office) -> None:
    assert list(steps(kiosk))[-1] == "booked"
    expect(kiosk.locator("main")).to_contain_text("8:15")
    expect(kiosk.locator("main")).to_contain_text("AR02")
    assert "600700812" not in kiosk.url
    assert len(bookings_of_day(office.database.read(), "2026-11-23")) == 2


def test_a_sold_hour_is_not_offered_and_later_days_are_a_page_away(kiosk: Page) -> None:
    kiosk.get_by_role("link", name=OFFER).click()
    kiosk.get_by_role("link", name="Dowody osobiste").click()
    kiosk.get_by_role("link", name="Późniejsze dni").click()
    expect(kiosk.get_by_role("link", name="środa, 2 grudnia 2026")).to_be_visible()
    kiosk.get_by_role("link", name="Wcześniejsze dni").click()
    kiosk.get_by_role("link", name="poniedziałek, 23 listopada 2026").click()
    expect(kiosk.get_by_role("link", name="8:15", exact=True)).to_be_visible()
    expect(kiosk.get_by_role("link", name="8:30", exact=True)).to_have_count(0)


def test_an_hour_sold_meanwhile_is_said_and_others_are_shown(kiosk: Page, office: Office) -> None:
    walk = steps(kiosk)
    while next(walk) != "phone":
        pass
    sell(office, EIGHT + timedelta(minutes=15))
    kiosk.get_by_role("button", name="Umów tę wizytę").click()
    expect(kiosk.get_by_text("Ktoś inny zajął ten termin przed chwilą.")).to_be_visible()
    expect(kiosk.get_by_role("heading", name="Wybierz godzinę")).to_be_visible()
    expect(kiosk.get_by_role("link", name="8:15", exact=True)).to_have_count(0)


def test_it_works_without_scripts(browser: Browser, served: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="pl-PL") as plain:
        page = plain.new_page()
        page.goto(f"{served}/kiosk/1")
        assert list(steps(page))[-1] == "booked"
        assert "600700812" not in page.url


def test_by_keyboard_alone(kiosk: Page) -> None:
    for name in (OFFER, "Dowody osobiste", "poniedziałek, 23 listopada 2026", "8:15"):
        kiosk.get_by_role("link", name=name, exact=name == "8:15").focus()
        kiosk.keyboard.press("Enter")
        kiosk.wait_for_load_state()
    kiosk.get_by_role("textbox").focus()
    kiosk.keyboard.type("600700812")
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("heading", name="Wizyta jest umówiona")).to_be_visible()


def test_by_the_keys_of_a_person_who_hears_the_screen(kiosk: Page, served: str) -> None:
    """Two is "next", five is "choose": no field catches them before the visit is booked."""
    kiosk.goto(f"{served}/kiosk/1/later/id_cards/at/20261123T0715?aloud=1")
    for key in "25":
        kiosk.keyboard.press(key)
        kiosk.wait_for_timeout(A_PERSON_MS)
    expect(kiosk.get_by_role("heading", name="Wizyta jest umówiona")).to_be_visible()


def test_nobody_there_leads_back_to_the_first_screen(kiosk: Page) -> None:
    for _page in steps(kiosk):
        assert kiosk.locator("[data-idle]").get_attribute("data-home") == "/kiosk/1"
        expect(kiosk.locator("[data-idle]")).to_be_visible()


def test_every_step_is_accessible_and_fits(kiosk: Page, served: str) -> None:
    kiosk.goto(f"{served}/kiosk/1?aloud=1")  # the keys for the reader take the most room
    for name in steps(kiosk):
        assert violations(kiosk, options=AXE_WITH_7_TO_1) == [], name
        assert [t for t, w, h in sizes_in_mm(kiosk, 3.78) if min(w, h) < 19.9] == [], name
        fits = "e => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1"
        assert kiosk.locator(".kiosk-content").evaluate(fits), name


@contextmanager
def lying(kiosk: Page) -> Iterator[None]:
    kiosk.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
    yield
    kiosk.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]


def test_screens_of_the_steps(kiosk: Page, screens: Path) -> None:
    kiosk.screenshot(path=screens / "kiosk-later-offer.png")
    for name in steps(kiosk):
        kiosk.screenshot(path=screens / f"kiosk-later-{name}.png")
        with lying(kiosk):
            kiosk.screenshot(path=screens / f"kiosk-later-{name}-landscape.png")


def test_screens_when_no_tickets_are_left(
    browser_page: Page, served: str, office: Office, screens: Path
) -> None:
    limited = tuple(replace(service, daily_limit=0) for service in with_booking().services)
    with office.database.write() as connection:
        document = replace(with_booking(), services=limited, version=2)
        store_document(connection, document, office.clock.now())
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/1")
    browser_page.screenshot(path=screens / "kiosk-later-no-tickets.png")
