"""The register in a real Chromium: with and without scripts, by keys alone, at desk and tablet."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from werkzeug.serving import make_server

from cloud_hub.app import create_app
from cloud_hub.booking.by_staff import book_by_phone
from cloud_hub.booking.leasing import grant_due
from cloud_hub.booking.register import list_of_day, search
from cloud_hub.booking.wishes import Contact, StaffBooking
from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from cloud_hub.store.unit import Command, Hub
from tests.axe import too_wide, violations
from tests.cloud_hub.booking.story import booked, starts
from tests.cloud_hub.pages.conftest import CONFIG
from tests.cloud_hub.register.conftest import hire
from tests.cloud_hub.register.test_conflicts import meet
from tests.cloud_hub.sample import fill, new_hub

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
STAFF = Command(actor="rejestr", route="staff")
NAMES = ("Anna Żółć", "Jan Nowak", "Maria Wiśniewska-Kowalczyk", "Biuro Rachunkowe „Wisła” s.c.")
DAY = "2026-11-24"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """The sample city on a Monday at nine, with visits on Tuesday and one conflict."""
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    migrate(database)
    hub = new_hub(database)
    fill(hub)
    hire(hub)
    _book(hub)
    yield hub
    database.close()


def _book(hub: Hub) -> None:
    tuesday = [s for s in starts(hub) if s.date().isoformat() == DAY]
    for number, name in enumerate(NAMES):
        contact = Contact(name, phone=f"600 700 80{number}", accepted_rules=True)
        service = ("residence", "id_card")[number % 2]
        booked(hub, name, tuesday[number * 3], contact=contact, place=("plaza", service))
    wish = StaffBooking("plaza", "id_card", tuesday[0], Contact("Ewa Lis"), note="Wózek")
    view = book_by_phone(hub, STAFF, wish)
    grant_due(hub, Command(route="work"), "plaza")
    meet(hub, Command(route="link"), "plaza", "leased_seat_gone", view.id)


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    """Where the hub answers."""
    server = make_server("127.0.0.1", 0, create_app(hub, CONFIG), threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


Seen = Callable[[str], None]


class Shift:
    """A manager's half hour at the register; `seen` is called on every page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = f"{address}/staff/register"
        self.pages: list[str] = []
        page.goto(f"{address}/staff/login")
        page.get_by_label("Login").fill("kierownik")
        page.get_by_label("Hasło").fill("kierownik")
        with page.expect_navigation():
            page.get_by_role("button", name="Zaloguj się").click()

    def seen(self, name: str) -> None:
        """Override to look at the page."""
        self.pages.append(name)

    def open(self, path: str, name: str) -> None:
        """Go to a page and look at it."""
        self.page.goto(f"{self.address}{path}")
        self.seen(name)

    def press(self, button: str, name: str) -> None:
        """Press a button and look at what follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).click()
        self.seen(name)

    def work(self) -> None:
        """List, search, phone booking with a slip, overbooking, change, cancel, back, settle."""
        self.look_around()
        self.take_a_call()
        self.book_beyond()
        self.change_a_visit()
        self.open("/conflicts", "conflicts")
        self.press("Załatwione", "conflicts-none")

    def look_around(self) -> None:
        """The pages that only show."""
        self.open(f"/?day={DAY}&office=plaza", "list")
        self.open("/?day=2026-11-29", "list-empty")
        self.page.get_by_role("searchbox").fill("zolc")
        self.press("Szukaj", "found")
        self.open(f"/calendar?day={DAY}&office=plaza", "calendar")
        self.open(f"/week?day={DAY}&office=plaza", "week")
        self.open(f"/print?day={DAY}&office=plaza", "print")
        self.open(f"/print?day={DAY}&office=plaza&size=large", "print-large")

    def take_a_call(self) -> None:
        """Matter, term, person with a wrong phone first."""
        page = self.page
        self.open("/phone", "phone")
        page.get_by_role("link", name="Meldunki").last.click()
        self.seen("phone-term")
        page.locator(".picker-next a").first.click()
        self.seen("phone-person")
        page.get_by_label("Imię i nazwisko").fill("Zofia Nałkowska")
        page.get_by_role("textbox", name="Telefon (").fill("12")
        self.press("Zarezerwuj", "phone-wrong")
        page.get_by_role("textbox", name="Telefon (").fill("600 123 456")
        self.press("Zarezerwuj", "phone-told")
        expect(page.get_by_role("heading", name="Przeczytaj rozmówcy")).to_be_visible()

    def book_beyond(self) -> None:
        """The full term of Ewa Lis, once more, on purpose."""
        page = self.page
        self.open(f"/phone/plaza/id_card?day={DAY}", "phone-full")
        page.locator("a.picker-beyond").first.click()
        self.seen("phone-beyond")
        page.get_by_label("Imię i nazwisko").fill("Leopold Staff")
        page.get_by_label("Wiem o tym").check()
        self.press("Zarezerwuj ponad limit", "phone-beyond-told")

    def change_a_visit(self) -> None:
        """Anna's visit: contacts, another term, cancelled and taken back."""
        page = self.page
        self.open(f"/?day={DAY}&office=plaza", "list-again")
        page.get_by_role("row", name="Anna Żółć").get_by_role("link").click()
        self.seen("visit")
        page.get_by_role("link", name="Popraw dane osoby").click()
        self.seen("person")
        page.get_by_label("E-mail").fill("anna@example.org")
        self.press("Zapisz", "person-kept")
        page.get_by_role("link", name="Zmień termin lub sprawę").click()
        self.seen("move")
        page.locator(".picker-hours a").last.click()
        self.seen("move-ask")
        self.press("Przenieś wizytę", "moved-told")
        page.get_by_role("link", name="Strona rezerwacji").click()
        page.get_by_role("link", name="Odwołaj wizytę").click()
        self.seen("cancel")
        self.press("Odwołaj wizytę", "cancelled")
        self.press("Cofnij odwołanie", "taken-back")
        expect(page.get_by_text("Wizyta jest znów umówiona")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_shift_at_the_register(browser: Browser, address: str, hub: Hub, scripts: bool) -> None:
    with browser.new_context(locale="pl-PL", java_script_enabled=scripts) as context:
        Shift(context.new_page(), address).work()
    assert [row.phone for row in search(hub, ["plaza"], "Nałkowska")] == ["+48600123456"]
    assert [row.beyond for row in search(hub, ["plaza"], "Leopold")] == [True]


class Axed(Shift):
    """The same, and axe looks at every page."""

    def seen(self, name: str) -> None:
        """No violation, nothing to scroll sideways."""
        super().seen(name)
        assert violations(self.page) == [], name
        assert too_wide(self.page, TABLET, DESK) == [], name


def test_axe_finds_nothing_at_the_register(browser: Browser, address: str) -> None:
    with browser.new_context(locale="pl-PL", viewport=TABLET) as context:
        shift = Axed(context.new_page(), address)
        shift.work()
        assert len(shift.pages) == 27


def test_a_call_is_taken_by_the_keys_alone(browser: Browser, address: str, hub: Hub) -> None:
    with browser.new_context(locale="pl-PL", viewport=DESK) as context:
        page = context.new_page()
        Shift(page, address)
        page.goto(f"{address}/staff/register/phone")
        page.keyboard.type("alkohol")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        with page.expect_navigation():
            page.keyboard.press("F2")
        page.keyboard.type("Bolesław Prus")
        page.keyboard.press("Tab")
        page.keyboard.type("601 222 333")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Przeczytaj rozmówcy")).to_be_visible()
        with page.expect_navigation():
            page.keyboard.press("F8")
        expect(page.get_by_role("heading", name="Jakiej sprawy dotyczy wizyta?")).to_be_visible()
    (row,) = search(hub, ["ewidencja"], "Prus")
    assert row.phone == "+48601222333"


def test_the_list_and_the_calendar_agree(browser: Browser, address: str, hub: Hub) -> None:
    with browser.new_context(locale="pl-PL", viewport=DESK) as context:
        page = context.new_page()
        Shift(page, address)
        page.goto(f"{address}/staff/register/calendar?office=plaza&day={DAY}")
        tuesday = hub.clock.now().date() + timedelta(days=1)
        for row in list_of_day(hub, "plaza", tuesday):
            cell = page.get_by_role("cell", name=f"{row.booking.number} {row.name}")
            expect(cell).to_be_visible()


class Painted(Shift):
    """The same, and every page becomes a picture."""

    folder: Path

    def seen(self, name: str) -> None:
        """Paint it."""
        self.page.screenshot(path=str(self.folder / f"register-{name}.png"), full_page=True)


def test_screens_of_the_register(browser: Browser, address: str, screens: Path) -> None:
    with browser.new_context(locale="pl-PL", viewport=DESK) as context:
        shift = Painted(context.new_page(), address)
        shift.folder = screens
        shift.work()
