"""The narrow strip in a window that stays on top of other programs, or in a small one (B-40)."""

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from tests.axe import violations
from tests.e2e.clerk_desk import FULL, opened, settle, signed_in
from tests.edge_node.sample import build_office, take

pytestmark = pytest.mark.browser

NO_WINDOWS_ON_TOP = (
    "delete Window.prototype.documentPictureInPicture; delete window.documentPictureInPicture"
)
REFUSED = "void (documentPictureInPicture.requestWindow = () => Promise.reject(new Error('no')))"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path)
    set_operator(office, Command(), "anna", "Anna Nowak", "tajne", ("call",))
    take(office)
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    return signed_in(browser_page, served, "anna")


def strip_of(top: Page) -> Frame:
    """The strip inside a window on top, once its keys are ready."""
    expect(top.frame_locator("iframe").locator("#primary")).to_be_focused()
    strip = top.frames[1]
    strip.wait_for_load_state("load")  # its scripts are there, and the keys with them
    return strip


def asked_for(page: Page) -> Page:
    """The window that opens for a clerk who has no mouse."""
    with page.context.expect_page() as window:
        page.get_by_role("link", name="Wąski pasek").focus()
        page.keyboard.press("Enter")
    return window.value


def test_it_is_opened_and_worked_with_by_the_keyboard_alone(page: Page, served: str) -> None:
    opened(page, served)
    top = asked_for(page)
    strip = strip_of(top)
    for key, stage in (("F2", "called"), ("F3", "serving"), ("F9", "idle")):
        strip.locator("#primary").press(key)
        expect(strip.locator(f".clerk-{stage}")).to_be_visible()
        expect(page.locator(f".clerk-{stage}")).to_be_visible()
        settle(top)
    assert strip.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_asked_for_again_it_is_the_same_window(page: Page, served: str) -> None:
    opened(page, served)
    strip_of(asked_for(page))
    page.get_by_role("link", name="Wąski pasek").click()
    settle(page)
    assert len(page.context.pages) == 2
    assert page.url.endswith("/clerk/2")


def test_a_session_that_ends_leads_the_panel_to_the_login_and_closes_the_strip(
    page: Page, office: Office, served: str
) -> None:
    opened(page, served)
    top = asked_for(page)
    strip_of(top)
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(hours=office.document.rules.session_hours, minutes=1)
    with top.expect_event("close"):
        page.evaluate("document.dispatchEvent(new CustomEvent('okienko:refresh'))")
    page.wait_for_url("**/login?next=/clerk/2")


@pytest.mark.parametrize("browser_says", [NO_WINDOWS_ON_TOP, REFUSED], ids=["old", "refused"])
def test_without_such_windows_it_is_a_small_one(page: Page, served: str, browser_says: str) -> None:
    opened(page, served)
    page.evaluate(browser_says)
    small = asked_for(page)
    small.wait_for_url("**/clerk/2/strip")
    expect(small.locator("#primary")).to_be_visible()
    assert page.url.endswith("/clerk/2")


def test_axe_finds_nothing_in_the_window_on_top(page: Page, served: str) -> None:
    opened(page, served)
    top = asked_for(page)
    strip_of(top)
    heading_inside = {"rules": {"page-has-heading-one": {"enabled": False}}}  # of the strip itself
    assert violations(top, options=heading_inside) == []
