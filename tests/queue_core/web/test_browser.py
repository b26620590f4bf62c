"""The live parts in a real Chromium: signal to screen, shared stream, lost link, keyboard."""

import statistics
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.axe import violations
from tests.queue_core.web.demo import Office, Server

pytestmark = pytest.mark.browser

# Written by the page itself, so that no polling of the test is measured.
SEEN = """() => {
    window.seen = {};
    document.addEventListener("okienko:fragment", (event) => requestAnimationFrame(() => {
        window.seen[event.target.querySelector(".number").textContent] = Date.now();
    }));
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="pl-PL") as fresh:
        yield fresh


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Page:
    opened = context.new_page()
    opened.goto(f"{server.url}/clerk")
    return opened


def wait_until(true: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def joined(office: Office, streams: int = 1) -> None:
    wait_until(lambda: office.signals.streams == streams)


def test_a_signal_shows_the_new_number(page: Page, office: Office) -> None:
    joined(office)
    office.call("B017")
    expect(page.locator("#now .number")).to_have_text("B017", timeout=1000)


def test_a_board_shows_at_once_and_says_what_it_painted(
    context: BrowserContext, server: Server, office: Office
) -> None:
    office.device = "board-1"
    board = context.new_page()
    board.goto(f"{server.url}/board")
    joined(office)
    board.evaluate(SEEN)
    delays = []
    for number in range(2, 32):
        name, before = f"A{number:03}", time.time() * 1000
        office.call(name)
        board.wait_for_function("name => window.seen[name]", arg=name)
        delays.append(board.evaluate("name => window.seen[name]", name) - before)
    print(f"signal to DOM: p50 {statistics.median(delays):.0f} ms, max {max(delays):.0f} ms")
    assert statistics.median(delays) < 100
    wait_until(lambda: office.painted[-1]["number"] == "A031")


def test_eight_tabs_share_one_stream_and_outlive_its_owner(
    context: BrowserContext, server: Server, office: Office
) -> None:
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(f"{server.url}/clerk")
    joined(office)
    office.call("C001")
    for tab in tabs:
        expect(tab.locator("#now .number")).to_have_text("C001", timeout=3000)
    assert office.streams_opened == 1
    tabs[0].close()
    wait_until(lambda: office.streams_opened == 2)
    office.call("C002")
    for tab in tabs[1:]:
        expect(tab.locator("#now .number")).to_have_text("C002", timeout=3000)


def test_a_lost_link_is_said_in_words_and_comes_back_by_itself(
    context: BrowserContext, server: Server, office: Office
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{server.url}/clerk")
    joined(office)
    band = page.locator("[data-link-lost]")
    expect(band).to_be_hidden()
    server.stop()
    page.clock.run_for(21_500)
    expect(band).to_be_visible()
    expect(band).to_contain_text("Brak łączności")
    office.number = "D001"
    server.start()
    wait_until(lambda: page.clock.run_for(1000) or band.is_hidden(), 20)
    expect(page.locator("#now .number")).to_have_text("D001")
    wait_until(lambda: page.clock.run_for(1000) or office.signals.streams == 1, 20)


def test_focus_and_typed_text_stay_while_the_fragment_changes(page: Page, office: Office) -> None:
    joined(office)
    page.locator("#more summary").click()
    note = page.locator("#note")
    note.fill("wózek")
    office.call("B018")
    expect(page.locator("#now .number")).to_have_text("B018")
    assert note.input_value() == "wózek"
    assert page.evaluate("document.activeElement.id") == "note"
    assert page.locator("#more").get_attribute("open") is not None


def test_focus_on_a_button_that_goes_away_moves_to_the_main_one(page: Page, office: Office) -> None:
    joined(office)
    page.locator("#pause").focus()
    office.call("Z001")
    expect(page.locator("#pause")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "next"


def test_a_tab_whose_stream_was_taken_away_listens_again(page: Page, office: Office) -> None:
    joined(office)
    page.evaluate("navigator.locks.request('okienko-live', { steal: true }, () => {})")
    wait_until(lambda: office.streams_opened == 2)
    office.call("B020")
    expect(page.locator("#now .number")).to_have_text("B020", timeout=1000)


def test_a_function_key_calls_once_and_the_page_stays(page: Page, office: Office) -> None:
    joined(office)
    page.locator("#next").focus()
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    expect(page.locator("#now .number")).to_have_text("A002")
    assert office.calls == 1
    assert page.evaluate("document.activeElement.id") == "next"


def test_function_keys_can_be_switched_off(page: Page, office: Office) -> None:
    joined(office)
    page.get_by_label("Klawisze funkcyjne").uncheck()
    page.keyboard.press("F2")
    page.reload()
    page.keyboard.press("F2")
    expect(page.get_by_label("Klawisze funkcyjne")).not_to_be_checked()
    assert office.calls == 0


def test_a_refusal_is_shown_in_words_without_leaving_the_page(page: Page, office: Office) -> None:
    joined(office)
    page.keyboard.press("F8")
    expect(page.locator("[data-messages]")).to_contain_text("To stanowisko ma jeszcze bilet A001.")
    assert page.url.endswith("/clerk")


def test_the_confirmation_opens_as_a_dialog_and_closes_again(page: Page) -> None:
    page.get_by_role("link", name="Zamknij dzień").click()
    dialog = page.get_by_role("dialog", name="Zamknąć dzień?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("link", name="Nie").click()
    expect(dialog).to_be_hidden()


def test_the_same_form_works_without_scripts(browser: Browser, server: Server) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{server.url}/clerk")
        page.locator("#next").click()
        expect(page.locator("#now .number")).to_have_text("A002")


@pytest.mark.parametrize("path", ["/", "/wrong", "/clerk", "/board", "/nothing"])
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_axe_finds_nothing(
    context: BrowserContext, server: Server, office: Office, path: str, language: str
) -> None:
    office.device = "board-1" if path == "/board" else None
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{server.url}{path}?lang={language}")
    assert violations(page) == []
    assert [text for text in complaints if "404" not in text] == []


def test_the_error_page_moves_the_focus_to_its_summary(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/wrong?lang=pl")
    assert page.title().startswith("Błąd: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Prosimy wpisać telefon.").click()
    assert page.evaluate("document.activeElement.id") == "phone"
