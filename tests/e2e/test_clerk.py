"""The clerk's panel in Chromium: keys, focus, two windows, speed, sizes, pictures."""

import statistics
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from edge_node.office.alarm import raise_evacuation
from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from tests.axe import violations
from tests.e2e.clerk_desk import (
    FULL,
    STRIP,
    Stages,
    a_morning,
    focused,
    narrow_stages,
    opened,
    press,
    settle,
    signed_in,
    stages,
)
from tests.edge_node.sample import SAMPLE, SERVICES, at, build_office, take

pytestmark = pytest.mark.browser

# Written by the page, so that the test's own polling is not measured: key down to painted stage.
STOPWATCH = """() => {
    window.trips = [];
    addEventListener("keyup", () => { window.pressed = performance.now(); }, true);
    document.addEventListener("okienko:fragment", (event) => {
        const stage = document.querySelector(".clerk-stage").className;
        if (stage === window.stage) return;
        window.stage = stage;
        requestAnimationFrame(() => window.trips.push(performance.now() - window.pressed));
    });
    window.stage = document.querySelector(".clerk-stage").className;
}"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a daily limit, whose matter B wants its outcome written down."""
    services = (replace(SERVICES[0], daily_limit=40), replace(SERVICES[1], outcome_required=True))
    office = build_office(tmp_path, replace(SAMPLE, services=services))
    rights = ("call", "call_chosen", "end_alarm")
    set_operator(office, Command(), "anna", "Anna Nowak", "tajne", rights)
    set_operator(office, Command(), "jan", "Jan Kowalski", "tajne", ("call",))
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    return signed_in(browser_page, served, "anna")


def test_a_visit_takes_three_presses_of_one_key(page: Page, office: Office, served: str) -> None:
    take(office)
    opened(page, served)
    place = page.locator("#primary").bounding_box()
    for stage in ("called", "serving", "idle"):
        press(page, "Enter", stage)
        assert focused(page) == "primary"
        assert page.locator("#primary").bounding_box() == place
    expect(page.locator(".clerk-undo")).to_contain_text("zakończenie A001")


def test_every_function_key_does_what_its_button_says(
    page: Page, office: Office, served: str
) -> None:
    for _ in range(3):
        take(office)
    opened(page, served)
    press(page, "F2", "called")
    press(page, "F4", "called")
    press(page, "F6", "idle")
    expect(page.locator("#list-absent")).to_contain_text("A001")
    page.wait_for_timeout(1200)  # the same button again is locked for two seconds
    press(page, "F2", "called")
    press(page, "F3", "serving")
    press(page, "F8", "idle")
    expect(page.locator("#list-parked")).to_contain_text("A002")


def test_a_chosen_call_gives_the_focus_to_the_primary_button(
    page: Page, office: Office, served: str
) -> None:
    a_morning(office)
    opened(page, served)
    page.get_by_role("button", name="Wezwij B002").click()
    expect(page.locator(".clerk-called")).to_be_visible()
    settle(page)
    assert focused(page) == "primary"


def test_a_double_click_calls_one_person(page: Page, office: Office, served: str) -> None:
    take(office)
    take(office)
    opened(page, served)
    page.locator("#primary").dblclick()
    expect(page.locator(".clerk-called")).to_be_visible()
    settle(page)
    expect(page.locator(".clerk-called .number")).to_have_text("A001")


def test_a_missing_outcome_is_told_without_moving_any_button(
    page: Page, office: Office, served: str
) -> None:
    take(office, "residence")
    opened(page, served)
    press(page, "F2", "called")
    press(page, "F3", "serving")
    place = page.locator("#primary").bounding_box()
    page.keyboard.press("F9")
    expect(page.locator("[data-messages]")).to_contain_text("jak zakończyła się wizyta B001")
    assert page.locator("#primary").bounding_box() == place
    page.get_by_label("Meldunki").check()
    page.wait_for_timeout(2000)
    press(page, "F9", "idle")
    expect(page.locator("[data-messages]")).to_be_empty()


def test_ticks_of_one_visit_never_pass_to_the_next(page: Page, office: Office, served: str) -> None:
    take(office, "residence")
    take(office, "residence")
    opened(page, served)
    for _ in range(2):
        press(page, "F2", "called")
        press(page, "F3", "serving")
        expect(page.get_by_label("Meldunki")).not_to_be_checked()
        page.get_by_label("Meldunki").check()
        page.wait_for_timeout(1200)
        press(page, "F9", "idle")


def test_strip_and_panel_show_the_same_stage_at_once(
    page: Page, office: Office, served: str
) -> None:
    take(office)
    opened(page, served)
    strip = page.context.new_page()
    strip.set_viewport_size(STRIP)
    strip.goto(f"{served}/clerk/2/strip")
    press(strip, "F2", "called")
    expect(page.locator(".clerk-called")).to_be_visible(timeout=2000)
    assert strip.evaluate("document.documentElement.scrollWidth") == STRIP["width"]


def test_seconds_run_by_the_clock_of_the_node(page: Page, office: Office, served: str) -> None:
    take(office)
    opened(page, served)
    press(page, "F2", "called")
    timer = page.locator("[data-since]").first
    expect(timer).to_have_text("0:03", timeout=8000)


def test_help_is_called_in_two_steps(page: Page, served: str) -> None:
    opened(page, served)
    page.get_by_role("link", name="Wezwij pomoc…").click()
    dialog = page.get_by_role("dialog", name="Wezwać pomoc?")
    dialog.get_by_role("button", name="Wezwij pomoc").click()
    expect(page.locator(".clerk-alarm")).to_contain_text("Stanowisko 2 wzywa pomocy")


def test_an_evacuation_reaches_an_open_panel_and_blocks_its_call(
    page: Page, office: Office, served: str
) -> None:
    take(office)
    opened(page, served)
    raise_evacuation(office, at("1", "jan"))
    expect(page.get_by_role("alert").filter(has_text="EWAKUACJA")).to_be_visible(timeout=1000)
    expect(page.locator("#primary")).to_be_disabled()


def test_the_whole_visit_works_without_scripts(
    browser: Browser, office: Office, served: str
) -> None:
    take(office)
    with browser.new_context(locale="pl-PL", java_script_enabled=False) as plain:
        page = signed_in(plain.new_page(), served, "anna")
        page.goto(f"{served}/clerk/2")
        for name in ("Otwórz stanowisko", "Wezwij następny", "Przyszedł", "Zakończ"):
            page.get_by_role("button", name=name).first.click()
        expect(page.locator(".clerk-undo")).to_contain_text("zakończenie A001 do 09:02")


def test_from_key_to_painted_stage_takes_less_than_a_blink(
    page: Page, office: Office, served: str
) -> None:
    for _ in range(4):
        take(office)
    opened(page, served)
    page.evaluate(STOPWATCH)
    for _ in range(4):
        press(page, "F2", "called")
        press(page, "F3", "serving")
        press(page, "F9", "idle")
        page.wait_for_timeout(750)  # the same button again is locked for two seconds
    trips = page.evaluate("window.trips")
    print(f"key to painted: p50 {statistics.median(trips):.0f} ms, max {max(trips):.0f} ms")
    assert len(trips) == 12
    assert statistics.median(trips) < 150


@pytest.mark.parametrize("size", [stages, narrow_stages])
def test_axe_finds_nothing_in_any_stage(
    page: Page, office: Office, served: str, size: Stages
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for name in size(page, office, served):
        assert violations(page) == [], name
    assert complaints == []


@pytest.mark.parametrize("size", [stages, narrow_stages])
def test_screens_of_the_clerk(
    page: Page, office: Office, served: str, screens: Path, size: Stages
) -> None:
    wanted = {"idle", "called", "serving", "help", "strip-called", "strip-serving"}
    for name in size(page, office, served):
        if name in wanted:
            page.wait_for_timeout(200)
            page.screenshot(path=screens / f"clerk-{name}.png")
