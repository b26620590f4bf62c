"""The look of tickets in a real browser: the paper follows, and the keyboard alone is enough."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from tests.axe import violations
from tests.edge_node.sample import build_office

pytestmark = pytest.mark.browser

FULL: ViewportSize = {"width": 1280, "height": 1300}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path)
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", ("manage",))
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    browser_page.goto(f"{served}/login?next=/slip")
    browser_page.fill("#login", "ewa")
    browser_page.fill("#password", "tajne")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("heading", name="Wygląd biletów")).to_be_visible()
    return browser_page


def paper_height(page: Page) -> int:
    """How high the paper in the preview is, in printed dots."""
    height: int = page.locator(".slip-paper").evaluate(
        "paper => paper.decode().then(() => paper.naturalHeight)"
    )
    return height


def test_the_paper_follows_what_is_changed(page: Page, office: Office) -> None:
    before = paper_height(page)
    with page.expect_response("**/slip/sample.png**"):
        page.get_by_role("checkbox", name="Data i godzina").uncheck()
        page.get_by_role("checkbox", name="Linia w poprzek papieru").first.uncheck()
        page.get_by_role("checkbox", name="Nazwa i adres urzędu").uncheck()
    assert paper_height(page) < before
    page.get_by_label("Wysokość numeru, w milimetrach").fill("29")
    expect(page.locator("[data-slip-preview]")).to_contain_text("nie zmieści się na papierze")
    assert office.document.version == 1


def test_lines_are_moved_and_saved_by_the_keyboard_alone(page: Page, office: Office) -> None:
    page.get_by_role("button", name="Wyżej: Sprawa").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Wyżej: Sprawa")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Niżej: Sprawa")).to_be_focused()
    page.get_by_role("button", name="Zapisz dla wszystkich biletów").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Od teraz tak wygląda każdy bilet.")).to_be_visible()
    blocks = office.document.slip.blocks
    assert blocks.index("service") + 1 == blocks.index("number")


@pytest.mark.parametrize("size", [FULL, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.get_by_label("Wysokość numeru, w milimetrach").fill("29")
    page.get_by_role("button", name="Zapisz dla wszystkich biletów").click()
    expect(page.get_by_role("heading", name="Coś wymaga poprawy")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_screens_of_the_look(page: Page, screens: Path) -> None:
    paper_height(page)
    page.screenshot(path=screens / "slip-layout.png")
