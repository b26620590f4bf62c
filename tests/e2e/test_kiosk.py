"""The kiosk in a real Chromium: one tap, one ticket; the count, the keys, the scanner; axe."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from edge_node.office.alarm import raise_evacuation
from edge_node.office.kiosks import block_kiosk
from edge_node.store.devices import report_device
from edge_node.store.print_jobs import next_job, set_job
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.clock import FixedClock
from queue_core.domain.printing import PrinterCondition, PrintState
from tests.axe import AXE_WITH_7_TO_1, violations
from tests.edge_node.panels.kiosk_town import TOWN
from tests.edge_node.sample import build_office, opened, take

pytestmark = pytest.mark.browser

PORTRAIT = {"width": 1080, "height": 1920}
LANDSCAPE = {"width": 1280, "height": 1024}
PAGES = {
    "choice": "/kiosk/{id}",
    "several": "/kiosk/{id}?several=1&chosen=id_cards&chosen=residence",
    "lower-half": "/kiosk/{id}?low=1",
    "dark": "/kiosk/{id}?dark=1&lang=uk",
    "aloud": "/kiosk/{id}?aloud=1",
    "curtain": "/kiosk/{id}?aloud=1&curtain=1",
    "folder": "/kiosk/{id}?folder=vehicles",
    "booking": "/kiosk/{id}/booking",
    "opens-later": "/kiosk/{id}/matter/cash",
    "information": "/kiosk/{id}/matter/where",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path, TOWN)
    opened(office, "1", "2", "3", "4")
    for service in ["id_cards"] * 3 + ["residence"] * 12 + ["licences"]:
        take(office, service)
    return office


@pytest.fixture
def kiosk(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/1")
    return browser_page


def numbers(office: Office) -> list[str]:
    return [ticket.number for ticket in tickets_of_day(office.database.read(), "2026-11-20")]


@use_case
def settle_paper(unit: Unit, state: PrintState) -> None:
    """What the printer's process would write about the oldest job that waits."""
    job = next_job(unit.connection, "main")
    while job is not None:
        set_job(unit, job.id, state)
        job = next_job(unit.connection, "main")


def test_one_tap_shows_the_number_and_follows_its_paper(kiosk: Page, office: Office) -> None:
    settle_paper(office, Command(), PrintState.PRINTED)
    kiosk.get_by_role("button", name=re.compile("Dowody osobiste")).click()
    expect(kiosk.get_by_role("heading", name="Twój numer A004")).to_be_visible()
    expect(kiosk.locator("main")).to_contain_text("Przed Tobą: 3 osoby")
    expect(kiosk.locator("main")).to_contain_text("Drukujemy")
    expect(kiosk.get_by_role("img", name="Kod QR biletu")).to_be_visible()
    settle_paper(office, Command(), PrintState.PRINTED)
    expect(kiosk.locator("main")).to_contain_text("Prosimy odebrać bilet.")


def test_ten_taps_in_a_row_give_one_ticket(kiosk: Page, office: Office) -> None:
    before, sent = len(numbers(office)), []
    kiosk.on("request", lambda asked: sent.append(asked.method))
    kiosk.evaluate(
        """() => { for (let tap = 0; tap < 10; tap++)
            document.querySelector("#matter-id_cards").click(); }"""
    )
    expect(kiosk.get_by_role("heading", name="Twój numer A004")).to_be_visible()
    assert len(numbers(office)) == before + 1
    assert sent.count("POST") == 1


def test_a_lost_answer_is_asked_for_again_and_gives_the_same_ticket(
    kiosk: Page, office: Office
) -> None:
    before, asked = len(numbers(office)), []

    def lose_the_first(route: Route) -> None:
        asked.append(route.request.post_data)
        if len(asked) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    kiosk.route("**/tickets", lose_the_first)
    kiosk.locator("#matter-id_cards").click()
    expect(kiosk.get_by_text("Brak odpowiedzi")).to_be_visible()
    expect(kiosk.get_by_role("heading", name="Twój numer A004")).to_be_visible()
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert len(numbers(office)) == before + 1


def test_paper_out_is_said_at_once_and_the_number_stays(kiosk: Page, office: Office) -> None:
    out = PrinterCondition.PAPER_OUT.value
    report_device(office, Command(), "printer:main", "printer", out)
    kiosk.locator("#matter-id_cards").click()
    expect(kiosk.get_by_text("Bilet się nie wydrukował.")).to_be_visible()
    expect(kiosk.get_by_role("heading", name="Twój numer A004")).to_be_visible()


def test_the_count_goes_home_unless_more_time_is_asked_for(kiosk: Page) -> None:
    kiosk.clock.install()
    kiosk.get_by_role("link", name="Mam rezerwację").click()
    count = kiosk.locator("[data-seconds]")
    expect(count).to_have_text("20")
    kiosk.clock.run_for(15_000)
    expect(count).to_have_text("5")
    kiosk.get_by_role("button", name="Potrzebuję więcej czasu").click()
    expect(count).to_have_text("120")
    kiosk.clock.run_for(121_000)
    expect(kiosk).to_have_url(re.compile(r"/kiosk/1$"))
    expect(kiosk.locator("[data-idle]")).to_have_count(0)


def test_back_in_the_history_leads_home(kiosk: Page) -> None:
    kiosk.get_by_role("link", name="Obsługa z pierwszeństwem").click()
    kiosk.get_by_role("link", name="Mam rezerwację").click()
    expect(kiosk.get_by_role("heading", name="Mam rezerwację")).to_be_visible()
    kiosk.evaluate("history.back()")
    expect(kiosk).to_have_url(re.compile(r"/kiosk/1$"))


def test_the_keypad_under_the_fingers_takes_a_ticket(kiosk: Page, office: Office) -> None:
    for key in ("*", "2", "2", "8", "ArrowDown", "5"):
        kiosk.keyboard.press(key)
        kiosk.wait_for_timeout(150)  # a person; a faster burst would be the scanner
    expect(kiosk.locator("main h1")).to_contain_text("Twój numer")
    assert numbers(office)[-1] in kiosk.locator("main h1").inner_text()


def test_a_scanner_types_a_code_on_the_first_screen(kiosk: Page) -> None:
    kiosk.evaluate(
        """() => { for (const key of [..."258258", "Enter"])
            dispatchEvent(new KeyboardEvent("keydown", { key })); }"""
    )
    expect(kiosk.locator("#code-error")).to_contain_text("Nie znamy tego kodu")


def test_six_digits_are_sent_by_themselves(kiosk: Page) -> None:
    kiosk.get_by_role("link", name="Mam rezerwację").click()
    for digit in "12345":
        kiosk.get_by_role("button", name=digit, exact=True).click()
    expect(kiosk.get_by_label("Wpisz sześć cyfr")).to_have_value("12345")
    kiosk.get_by_role("button", name="6", exact=True).click()
    expect(kiosk.locator("#code-error")).to_contain_text("Zapraszamy do recepcji")


def test_numbers_and_states_change_by_themselves(kiosk: Page, office: Office) -> None:
    expect(kiosk.locator("#matter-id_cards .matter-waiting strong")).to_have_text("3")
    take(office, "id_cards")
    expect(kiosk.locator("#matter-id_cards .matter-waiting strong")).to_have_text("4")
    raise_evacuation(office, Command())
    expect(kiosk.get_by_role("heading", name="Ewakuacja")).to_be_visible(timeout=1500)


def test_the_clock_is_hidden_when_the_node_is_silent(browser_page: Page, served: str) -> None:
    silent = re.compile(r"/(live|clock|now)$")
    browser_page.clock.install()
    browser_page.goto(f"{served}/kiosk/1")
    expect(browser_page.locator(".kiosk-clock")).to_be_visible()
    browser_page.route(silent, lambda route: route.abort())
    browser_page.reload()
    browser_page.clock.run_for(22_000)
    expect(browser_page.locator(".kiosk-clock")).to_be_hidden()
    expect(browser_page.get_by_text("Brak łączności")).to_be_visible()


def test_it_works_without_scripts(browser: Browser, served: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="pl-PL") as plain:
        page = plain.new_page()
        page.goto(f"{served}/kiosk/1")
        page.get_by_role("link", name="Obsługa z pierwszeństwem").click()
        page.get_by_role("button", name=re.compile("Meldunki")).click()
        expect(page.get_by_role("heading", name="Twój numer B013")).to_be_visible()
        page.goto(f"{served}/kiosk/1/booking")
        page.get_by_role("button", name="7", exact=True).click()
        page.get_by_role("button", name="3", exact=True).click()
        expect(page.get_by_label("Wpisz sześć cyfr")).to_have_value("73")


def sizes_in_mm(page: Page, pixels_per_mm: float) -> list[tuple[str, float, float]]:
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("main a[href], main button")]
            .filter((e) => e.offsetParent).map((e) => {
                const box = e.getBoundingClientRect();
                return [e.innerText, box.width, box.height];
            })"""
    )
    return [(text, w / pixels_per_mm, h / pixels_per_mm) for text, w, h in boxes]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("id", "size"), [("1", PORTRAIT), ("2", LANDSCAPE)])
def test_every_target_is_20_mm_and_all_is_on_the_screen(
    browser_page: Page, served: str, name: str, id: str, size: dict[str, int]
) -> None:
    browser_page.set_viewport_size(size)  # type: ignore[arg-type]
    browser_page.goto(served + PAGES[name].format(id=id))
    pixels = 2.71 if id == "1" else 3.78
    small = [(t, w, h) for t, w, h in sizes_in_mm(browser_page, pixels) if min(w, h) < 19.9]
    assert small == []
    fits = "e => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1"
    assert browser_page.locator(".kiosk-content").evaluate(fits)
    assert browser_page.locator("html").evaluate(fits)


def test_the_lower_half_holds_all_matters(browser_page: Page, served: str) -> None:
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/1?low=1")
    top = browser_page.locator("#matters").bounding_box()
    assert top is not None
    assert top["y"] > PORTRAIT["height"] / 2


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_even_at_7_to_1(browser_page: Page, served: str, path: str) -> None:
    browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    complaints: list[str] = []
    browser_page.on("console", lambda said: complaints.append(said.text))
    browser_page.goto(served + path.format(id="1"))
    assert violations(browser_page, options=AXE_WITH_7_TO_1) == []
    assert complaints == []


def test_axe_finds_nothing_beside_a_number(kiosk: Page) -> None:
    kiosk.locator("#matter-id_cards").click()
    expect(kiosk.locator(".kiosk-ticket")).to_be_visible()
    assert violations(kiosk, options=AXE_WITH_7_TO_1) == []


def test_screens_of_the_choice(browser_page: Page, served: str, screens: Path) -> None:
    for name, path in PAGES.items():
        browser_page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
        browser_page.goto(served + path.format(id="1"))
        browser_page.screenshot(path=screens / f"kiosk-{name}.png")
    browser_page.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
    browser_page.goto(f"{served}/kiosk/2")
    browser_page.screenshot(path=screens / "kiosk-choice-landscape.png")


def test_screens_of_the_ticket(kiosk: Page, office: Office, screens: Path) -> None:
    settle_paper(office, Command(), PrintState.PRINTED)
    kiosk.locator("#matter-id_cards").click()
    expect(kiosk.locator(".kiosk-ticket")).to_be_visible()
    settle_paper(office, Command(), PrintState.PRINTED)
    expect(kiosk.locator("main")).to_contain_text("odebrać")
    kiosk.screenshot(path=screens / "kiosk-ticket.png")
    settle_paper(office, Command(), PrintState.PRINTED)
    report_device(office, Command(), "printer:main", "printer", "paper_out")
    kiosk.goto(kiosk.url.split("/tickets")[0])
    kiosk.locator("#matter-id_cards").click()
    expect(kiosk.locator("main")).to_contain_text("nie wydrukował")
    kiosk.screenshot(path=screens / "kiosk-paper-out.png")


def test_screens_of_the_stops(kiosk: Page, office: Office, screens: Path) -> None:
    block_kiosk(office, Command(), "1", "Trwa wymiana papieru. Bilety wydaje recepcja.")
    kiosk.reload()
    kiosk.screenshot(path=screens / "kiosk-blocked.png")
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(seconds=11 * 3600)
    kiosk.goto(kiosk.url.replace("/kiosk/1", "/kiosk/2"))
    kiosk.screenshot(path=screens / "kiosk-closed.png")
    raise_evacuation(office, Command())
    kiosk.reload()
    kiosk.screenshot(path=screens / "kiosk-evacuation.png")


def test_screens_of_the_hall(browser_page: Page, served: str, screens: Path) -> None:
    browser_page.set_viewport_size({"width": 1920, "height": 1080})
    browser_page.goto(f"{served}/hall")
    browser_page.screenshot(path=screens / "hall.png")
