"""The page that explains the API: readable by everybody, with nothing from foreign hosts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.axe import violations

pytestmark = pytest.mark.browser

SIZE = {"width": 1280, "height": 900}


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(SIZE)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/api/v1/docs")
    return browser_page


def test_axe_finds_nothing_on_the_page(page: Page) -> None:
    assert violations(page) == []


def test_the_page_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_screens_of_the_api(page: Page, screens: Path) -> None:
    page.screenshot(path=screens / "api-docs.png")
