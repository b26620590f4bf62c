"""Booking in a real Chromium: with and without scripts, by keys alone, at phone and desk size."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from werkzeug.serving import make_server

from cloud_hub.app import create_app
from cloud_hub.config import Defence
from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.visit_qr import looks_like_visit
from tests.axe import too_wide, violations
from tests.cloud_hub.pages.conftest import CONFIG
from tests.cloud_hub.pages.test_booking_wizard import sent_code
from tests.cloud_hub.sample import fill, new_hub

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
HOUR = "button.hour"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """The sample city on a Monday at nine."""
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    migrate(database)
    hub = new_hub(database)
    fill(hub)
    yield hub
    database.close()


@pytest.fixture
def defence() -> Defence:
    """The limits of the hub; override it where they matter."""
    return CONFIG.defence


@pytest.fixture
def address(hub: Hub, defence: Defence) -> Iterator[str]:
    """Where the hub answers."""
    app = create_app(hub, replace(CONFIG, defence=defence))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


class Walk:
    """A person on the way to a visit; `seen` is called on every page."""

    def __init__(self, page: Page, address: str, hub: Hub) -> None:
        self.page = page
        self.address = address
        self.hub = hub
        self.pages: list[str] = []

    def seen(self, name: str) -> None:
        """Override to look at the page."""
        self.pages.append(name)

    def to_the_end(self) -> None:
        """The five steps, with one wrong turn at the data."""
        page = self.page
        page.goto(self.address)
        self.seen("matters")
        page.get_by_role("link", name="Dowód osobisty: wniosek").click()
        self.seen("matter")
        page.get_by_role("button", name="Wybierz tę sprawę").click()
        self.seen("place")
        page.get_by_label("Plaza").check()
        page.get_by_role("button", name="Dalej").click()
        self.seen("day")
        page.locator("a.day-free").first.click()
        self.seen("hours")
        page.locator(HOUR).nth(2).click()
        self.seen("data")
        page.get_by_role("button", name="Dalej").click()
        self.seen("data-wrong")
        page.get_by_label("Imię i nazwisko").fill("Anna Żółć")
        page.get_by_label("Telefon komórkowy").fill("600 700 800")
        page.get_by_label("Wiem, jak będą użyte moje dane").check()
        page.get_by_role("button", name="Dalej").click()
        self.seen("check")
        page.get_by_role("button", name="Wyślij mi kod").click()
        self.seen("code")
        page.get_by_label("Sześć cyfr kodu").fill(sent_code(self.hub))
        page.get_by_role("button", name="Potwierdź wizytę").click()
        self.seen("booked")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_visit_is_booked(browser: Browser, address: str, hub: Hub, scripts: bool) -> None:
    with browser.new_context(locale="pl-PL", java_script_enabled=scripts) as context:
        page = context.new_page()
        Walk(page, address, hub).to_the_end()
        expect(page.get_by_role("heading", name="Wizyta jest umówiona")).to_be_visible()


class Axed(Walk):
    """The same, and axe looks at every page."""

    def seen(self, name: str) -> None:
        """No violation, nothing to scroll sideways."""
        super().seen(name)
        assert violations(self.page) == [], name
        assert too_wide(self.page, PHONE, DESK) == [], name


def test_axe_finds_nothing_on_the_way(browser: Browser, address: str, hub: Hub) -> None:
    with browser.new_context(locale="pl-PL", viewport=PHONE) as context:
        walk = Axed(context.new_page(), address, hub)
        walk.to_the_end()
        assert len(walk.pages) == 10


def test_the_square_of_the_confirmation_is_read_by_a_scanner(
    browser: Browser, address: str, hub: Hub, tmp_path: Path
) -> None:
    with browser.new_context(locale="pl-PL", viewport=PHONE) as context:
        page = context.new_page()
        Walk(page, address, hub).to_the_end()
        page.locator(".ticket-qr").screenshot(path=str(tmp_path / "qr.png"))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "qr.png")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert looks_like_visit(read.stdout)


def test_the_keys_alone_reach_the_hour(browser: Browser, address: str) -> None:
    with browser.new_context(locale="pl-PL", viewport=DESK) as context:
        page = context.new_page()
        page.goto(f"{address}/?service=id_card&office=plaza")
        for goal in ("a.day-free", HOUR):
            press_tab_until(page, goal)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Twoje dane")).to_be_visible()


def press_tab_until(page: Page, goal: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(goal) => document.activeElement.matches(goal)", goal):
            return
    raise AssertionError(f"{goal} is out of reach of the keys")


@pytest.mark.parametrize("defence", [Defence(calm_holds=0, work=20_000)])
def test_the_page_proves_its_work_by_itself(browser: Browser, address: str) -> None:
    with browser.new_context(locale="pl-PL") as context:
        page = context.new_page()
        page.goto(f"{address}/?service=id_card&office=plaza")
        page.locator("a.day-free").first.click()
        page.locator(HOUR).first.click()
        expect(page.get_by_role("heading", name="Twoje dane")).to_be_visible()


def test_the_search_narrows_while_a_person_types(browser: Browser, address: str) -> None:
    with browser.new_context(locale="pl-PL") as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Znajdź swoją sprawę").press_sequentially("dowod")
        expect(page.get_by_role("link", name="Dowód osobisty: wniosek")).to_be_visible()
        expect(page.get_by_role("link", name="Meldunki")).to_be_hidden()


class Painted(Walk):
    """The same, and every page becomes a picture."""

    folder: Path

    def seen(self, name: str) -> None:
        """Paint it."""
        self.page.screenshot(path=str(self.folder / f"hub-{name}.png"), full_page=True)


def test_screens_of_booking(browser: Browser, address: str, hub: Hub, screens: Path) -> None:
    with browser.new_context(locale="pl-PL", viewport=PHONE) as context:
        walk = Painted(context.new_page(), address, hub)
        walk.folder = screens
        walk.to_the_end()
