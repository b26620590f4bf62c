"""A visit's QR code before the camera of the reception, in a real Chromium. The camera and the
detector, which this Chromium lacks, are stand-ins; all that is ours is real."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from tests.axe import violations
from tests.edge_node.office.hub import office_of_visits, put, qr

pytestmark = pytest.mark.browser

FULL: ViewportSize = {"width": 1280, "height": 900}
DETECTOR = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return window.shown ? [{ rawValue: window.shown }] : []; }
};"""
CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 4, 3);
    window.taken = canvas.captureStream(5);
    return window.taken;
};"""
REFUSED = 'navigator.mediaDevices.getUserMedia = async () => { throw new Error("refused"); };'
BY_CAMERA = "Kod QR kamerą"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_of_visits(tmp_path)
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", ("reception",))
    put(office)
    return office


def reception(page: Page, served: str, *stand_ins: str) -> Page:
    page.set_viewport_size(FULL)
    for script in stand_ins:
        page.add_init_script(script)
    page.goto(f"{served}/login?next=/reception")
    page.get_by_label("Login").fill("ewa")
    page.get_by_label("Hasło").fill("tajne")
    page.get_by_role("button", name="Zaloguj").click()
    expect(page.get_by_role("heading", name="Recepcja")).to_be_visible()
    return page


def test_a_code_before_the_camera_opens_the_visit(browser_page: Page, served: str) -> None:
    page = reception(browser_page, served, DETECTOR, CAMERA)
    page.get_by_role("button", name=BY_CAMERA).click()
    expect(page.get_by_text("Trzymaj kod QR przed kamerą.")).to_be_visible()
    page.evaluate("(text) => { window.shown = text; }", qr())
    expect(page.get_by_role("heading", name="09:30")).to_be_visible()
    assert "/reception/visit/b1" in page.url


def test_closing_lets_the_camera_go(browser_page: Page, served: str) -> None:
    page = reception(browser_page, served, DETECTOR, CAMERA)
    page.get_by_role("button", name=BY_CAMERA).click()
    page.get_by_role("button", name="Wyłącz kamerę").click()
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("window.taken.getTracks()[0].readyState") == "ended"
    expect(page.get_by_role("button", name=BY_CAMERA)).to_be_focused()


def test_a_camera_that_is_refused_leaves_the_field_for_the_scanner(
    browser_page: Page, served: str
) -> None:
    page = reception(browser_page, served, DETECTOR, REFUSED)
    page.get_by_role("button", name=BY_CAMERA).click()
    expect(page.get_by_text("Nie można użyć kamery.")).to_be_visible()
    expect(page.get_by_label("Kod, telefon")).to_be_focused()
    page.keyboard.type(qr())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="09:30")).to_be_visible()


def test_a_browser_that_reads_no_codes_offers_no_camera(browser_page: Page, served: str) -> None:
    page = reception(browser_page, served)
    expect(page.get_by_label("Kod, telefon")).to_be_focused()
    expect(page.get_by_role("button", name=BY_CAMERA)).to_be_hidden()


def test_axe_finds_nothing_while_the_camera_looks(browser_page: Page, served: str) -> None:
    page = reception(browser_page, served, DETECTOR, CAMERA)
    page.get_by_role("button", name=BY_CAMERA).click()
    expect(page.locator("video")).to_be_visible()
    assert violations(page) == []


def test_screen_of_the_camera(browser_page: Page, served: str, screens: Path) -> None:
    page = reception(browser_page, served, DETECTOR, CAMERA)
    page.get_by_role("button", name=BY_CAMERA).click()
    expect(page.locator("video")).to_be_visible()
    page.screenshot(path=screens / "reception-camera.png")
