"""A person who cannot see the kiosk begins by hand, hears each choice, gets a number (B-171)."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, expect

from edge_node.store.print_jobs import next_job, set_job
from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.domain.printing import PrintState
from queue_core.speech.sound import loudness, read_wav
from tests.edge_node.panels.kiosk_town import TOWN
from tests.edge_node.sample import build_office, opened, take

pytestmark = pytest.mark.browser

A_PERSON_MS = 150
"""Between two keys; a faster burst would be the scanner."""
HEARING_MS, HEARING_TRIES = 20, 250
_REMEMBER_SOUNDS = """
    window.sounds = { played: [], refused: [] };
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        const source = this.src, begun = play.call(this);
        begun.then(() => sounds.played.push(source), (e) => sounds.refused.push(e.name));
        return begun;
    };
"""


class Ear:
    """What the page asked to be read, in order."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        self._page = page
        page.on("request", self._listen)

    def _listen(self, asked: Request) -> None:
        if asked.url.split("?")[0].endswith("/said"):
            self.texts.append(parse_qs(asked.post_data or "")["text"][0])

    @property
    def last(self) -> str:
        """The newest words; empty while nothing was said."""
        return self.texts[-1] if self.texts else ""

    def hears(self, words: str) -> None:
        """Wait until the newest words hold these, as a person would."""
        self._listens_until(lambda: words in self.last)
        assert words in self.last

    def hears_again(self, count: int) -> None:
        """Wait until something was said after the first `count` texts."""
        self._listens_until(lambda: len(self.texts) > count)
        assert len(self.texts) > count

    def _listens_until(self, heard: Callable[[], bool]) -> None:
        for _ in range(HEARING_TRIES):
            if heard():
                return
            self._page.wait_for_timeout(HEARING_MS)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path, TOWN)
    opened(office, "1", "2", "3", "4")
    for _ in range(3):
        take(office, "id_cards")
    return office


@pytest.fixture
def kiosk(browser_page: Page, served: str) -> Page:
    browser_page.add_init_script(_REMEMBER_SOUNDS)
    browser_page.set_viewport_size({"width": 1080, "height": 1920})
    browser_page.goto(f"{served}/kiosk/1")
    return browser_page


@pytest.fixture
def ear(kiosk: Page) -> Ear:
    return Ear(kiosk)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(A_PERSON_MS)


def begin(page: Page) -> None:
    with page.expect_response(re.compile(r"\.wav$")):
        page.keyboard.press("*")
    expect(page.locator("[data-reading=on]")).to_be_attached()


@use_case
def print_all(unit: Unit) -> None:
    job = next_job(unit.connection, "main")
    while job is not None:
        set_job(unit, job.id, PrintState.PRINTED)
        job = next_job(unit.connection, "main")


@pytest.mark.parametrize("key", ["*", "7", "5"])
def test_any_key_of_a_keypad_begins_and_takes_no_ticket(kiosk: Page, ear: Ear, key: str) -> None:
    kiosk.keyboard.press(key)
    expect(kiosk).to_have_url(re.compile(r"aloud=1"))
    expect(kiosk.get_by_role("heading", name="Wybierz sprawę")).to_be_visible()
    kiosk.wait_for_function("() => sounds.played.length")
    ear.hears("Wybierz sprawę")
    ear.hears("gwiazdka – powtórz")


def test_a_long_press_on_the_lower_edge_begins_and_presses_nothing(kiosk: Page, ear: Ear) -> None:
    kiosk.mouse.move(900, 1900)
    kiosk.mouse.down()
    expect(kiosk).to_have_url(re.compile(r"aloud=1"))
    kiosk.mouse.up()
    expect(kiosk.get_by_role("heading", name="Wybierz sprawę")).to_be_visible()
    assert "lang" not in kiosk.url
    ear.hears("Wybierz sprawę")


def test_a_short_press_on_the_lower_edge_is_a_press_like_any_other(kiosk: Page) -> None:
    kiosk.get_by_role("link", name="English").click()
    expect(kiosk.get_by_role("heading", name="Choose a matter")).to_be_visible()
    assert "aloud" not in kiosk.url


def test_every_choice_is_heard_with_its_place(kiosk: Page, ear: Ear) -> None:
    begin(kiosk)
    stops = kiosk.locator("main :is(a[href], button):visible")
    count = stops.count()
    for place in range(1, count + 1):
        press(kiosk, "2")
        ear.hears(f"pozycja {place} na {count}")
    press(kiosk, "2")
    ear.hears("Dowody osobiste")
    press(kiosk, "8")
    ear.hears(f"pozycja {count} na {count}")
    said = len(ear.texts)
    kiosk.keyboard.press("*")
    ear.hears_again(said)
    assert ear.texts[-1] == ear.texts[-2]


def test_what_is_played_can_be_heard(kiosk: Page, ear: Ear, tmp_path: Path) -> None:
    begin(kiosk)
    with kiosk.expect_response(re.compile(r"\.wav$")) as answered:
        press(kiosk, "2")
    spoken = tmp_path / "spoken.wav"
    spoken.write_bytes(answered.value.body())
    assert loudness(read_wav(spoken)) > 1000
    kiosk.wait_for_function("() => sounds.played.length === 2")
    assert kiosk.evaluate("sounds.refused") == []
    ear.hears("Dowody osobiste")


def test_the_number_and_who_is_before_are_heard_and_then_the_paper(
    kiosk: Page, ear: Ear, office: Office
) -> None:
    begin(kiosk)
    press(kiosk, "2", "5")
    expect(kiosk.get_by_role("heading", name="Twój numer A004")).to_be_visible()
    kiosk.wait_for_function("() => sounds.played.length")
    ear.hears("Twój numer")
    ear.hears("A004")
    ear.hears("Przed Tobą: 3 osoby")
    print_all(office, Command())
    with kiosk.expect_request(re.compile(r"/said")):
        expect(kiosk.locator("main")).to_contain_text("Prosimy odebrać bilet.")
    ear.hears("Prosimy odebrać bilet.")
    expect(kiosk.locator("[data-seconds]")).to_have_text(re.compile(r"1[12]\d"))


def test_the_first_screen_by_key_goes_on_reading(kiosk: Page) -> None:
    begin(kiosk)
    press(kiosk, "2", "5")
    expect(kiosk.locator(".kiosk-ticket")).to_be_visible()
    kiosk.wait_for_function("() => sounds.played.length")
    press(kiosk, "0")
    expect(kiosk).to_have_url(re.compile(r"/kiosk/1\?aloud=1$"))


def test_before_the_time_is_up_the_voice_asks_and_then_the_kiosk_forgets(
    kiosk: Page, ear: Ear
) -> None:
    kiosk.clock.install()
    kiosk.goto(f"{kiosk.url}?aloud=1")
    kiosk.clock.run_for(101_000)
    ear.hears("Czy ktoś tu jest?")
    press(kiosk, "2")
    kiosk.clock.run_for(90_000)
    assert "aloud=1" in kiosk.url
    kiosk.clock.run_for(31_000)
    expect(kiosk).to_have_url(re.compile(r"/kiosk/1$"))


def test_the_screen_can_be_hidden_and_shown_while_the_keys_work(kiosk: Page, ear: Ear) -> None:
    begin(kiosk)
    press(kiosk, "9")
    curtain = kiosk.get_by_role("link", name="Ekran jest zasłonięty")
    expect(curtain).to_be_visible()
    kiosk.wait_for_load_state()
    assert curtain.bounding_box() == {"x": 0, "y": 0, "width": 1080, "height": 1920}
    press(kiosk, "2")
    ear.hears("Dowody osobiste")
    press(kiosk, "5")
    expect(kiosk.locator(".kiosk-ticket")).to_be_attached()
    expect(curtain).to_be_visible()
    curtain.click()
    expect(curtain).to_have_count(0)
    expect(kiosk.get_by_role("heading", name="Twój numer")).to_be_visible()


def test_another_language_is_read_in_its_own_words(kiosk: Page, ear: Ear) -> None:
    kiosk.goto(f"{kiosk.url}?lang=uk")
    begin(kiosk)
    ear.hears("Клавіші")
    ear.hears("Виберіть")


def test_without_a_voice_of_the_node_the_browser_is_asked(browser_page: Page, served: str) -> None:
    browser_page.add_init_script(
        """Object.defineProperty(window, "speechSynthesis", { value: {
            getVoices: () => [{ lang: "pl-PL" }], cancel() {}, addEventListener() {},
            speak: (said) => (window.spoken = said.text) } });
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""
    )
    browser_page.route("**/said?*", lambda route: route.fulfill(status=503))
    browser_page.goto(f"{served}/kiosk/1?aloud=1")
    browser_page.wait_for_function("() => window.spoken")
    assert "Wybierz sprawę" in browser_page.evaluate("window.spoken")
