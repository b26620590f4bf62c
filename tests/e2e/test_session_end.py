"""A session ends while somebody types at the reception: nothing typed is lost, nothing is sent."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from edge_node.store.operators import set_operator
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from tests.edge_node.sample import SAMPLE, build_office

pytestmark = pytest.mark.browser

NOTE = "prosi o głośne mówienie"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rules = replace(SAMPLE.rules, session_hours=1)
    office = build_office(tmp_path, replace(SAMPLE, rules=rules))
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", ("reception",))
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    sign_in(browser_page, f"{served}/login?next=/reception")
    return browser_page


def sign_in(page: Page, address: str = "") -> None:
    if address:
        page.goto(address)
    page.fill("#login", "ewa")
    page.fill("#password", "tajne")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wydaj bilet")).to_be_visible()


def session_ends(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(hours=office.document.rules.session_hours, minutes=1)


def look_again(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new CustomEvent('okienko:refresh'))")


def numbers(office: Office) -> list[str]:
    return [t.number for t in open_tickets(office.database.read(), "2026-11-20")]


def test_what_was_typed_stays_and_goes_out_after_signing_in_beside(
    page: Page, office: Office
) -> None:
    page.get_by_label("Dowody osobiste").check()
    page.get_by_label("Notatka dla urzędnika").fill(NOTE)
    session_ends(office)
    page.get_by_role("button", name="Wydaj", exact=True).click()
    alert = page.get_by_role("alert").filter(has_text="Sesja wygasła")
    expect(alert).to_be_visible()
    assert numbers(office) == []
    with page.expect_popup() as beside:
        alert.get_by_role("link", name="Zaloguj się").click()
    sign_in(beside.value)
    look_again(page)
    expect(alert).to_be_hidden()
    expect(page.get_by_label("Notatka dla urzędnika")).to_have_value(NOTE)
    button = page.get_by_role("button", name="Wydaj", exact=True)
    expect(button).not_to_have_attribute("aria-disabled", "true")  # the lock of a press is over
    button.click()
    expect(page.get_by_role("link", name="A001")).to_be_visible()
    assert [t.note for t in open_tickets(office.database.read(), "2026-11-20")] == [NOTE]


def test_where_nothing_was_typed_the_page_leads_to_the_login_by_itself(
    page: Page, office: Office
) -> None:
    session_ends(office)
    page.wait_for_url("**/login?next=**")
    sign_in(page)
