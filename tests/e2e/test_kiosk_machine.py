"""The kiosk as its machine shows it: Chromium with the player's own flags, touched by a finger."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from board_player.browser import browser_command
from board_player.config import PlayerConfig, Screen

pytestmark = pytest.mark.browser

_TOUCHES = "window.touched = 0; addEventListener('touchstart', () => touched++, true);"
_MENUS = "addEventListener('contextmenu', (event) => (window.menu = event.defaultPrevented));"


@pytest.fixture
def chromium(browser: object) -> BrowserType:
    return browser.browser_type  # type: ignore[attr-defined, no-any-return]


def flags(config: PlayerConfig, profile: Path) -> list[str]:
    """The player's own words without the program, the profile and the address."""
    words = browser_command(config.screen, config.page_url, profile)[1:-1]
    return [word for word in words if not word.startswith(("--user-data-dir", "--kiosk"))]


def test_a_finger_takes_a_ticket_and_opens_no_menu(
    chromium: BrowserType, served: str, tmp_path: Path
) -> None:
    config = PlayerConfig(served, board="1", screen=Screen(kind="kiosk", compositor="none"))
    with chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox", *flags(config, tmp_path)],
        has_touch=True,
        viewport={"width": 1080, "height": 1920},
    ) as machine:
        page = machine.new_page()
        page.add_init_script(_TOUCHES)
        page.goto(config.page_url)
        page.evaluate(_MENUS)
        page.locator("main h1").click(button="right")
        assert page.evaluate("window.menu") is True
        page.locator("main .matter").first.tap()
        expect(page.locator("main h1")).to_contain_text(re.compile("Your number|Twój numer"))
        assert page.evaluate("window.visualViewport.scale") == 1
        page.goto(config.page_url)
        page.locator("main h1").tap()
        assert page.evaluate("touched") == 1
