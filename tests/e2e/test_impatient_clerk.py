"""A clerk who presses again and again, because nothing seems to happen, on a real server.

Expected: a row of presses is one press. One person is called once, and no visit begins or ends by
a press that was meant for the button that stood there before.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from edge_node.store.operators import set_operator
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Command, Office
from queue_core.domain.tickets import State
from tests.e2e.clerk_desk import FULL, opened, press, signed_in
from tests.edge_node.sample import build_office, take

pytestmark = pytest.mark.browser

# A finger on one place of the screen: whatever button stands there at that moment is hit.
HAMMER = """({times, every}) => new Promise((done) => {
    const box = document.getElementById("primary").getBoundingClientRect();
    const hit = () => {
        document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            .closest("button")?.click();
        if (--times > 0) setTimeout(hit, every);
        else done();
    };
    hit();
})"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = build_office(tmp_path)
    set_operator(office, Command(), "anna", "Anna Nowak", "tajne", ("call",))
    for _ in range(4):
        take(office)
    return office


@pytest.fixture
def page(browser_page: Page, served: str) -> Page:
    browser_page.set_viewport_size(FULL)
    return opened(signed_in(browser_page, served, "anna"), served)


def states(office: Office) -> list[tuple[State, int]]:
    """(state, calls) of each ticket, in the order of their numbers."""
    day = tickets_of_day(office.database.read(), "2026-11-20")
    return [(ticket.state, ticket.calls) for ticket in day]


WAITING = (State.WAITING, 0)


def test_twenty_presses_in_three_seconds_call_one_person_once(page: Page, office: Office) -> None:
    page.evaluate(HAMMER, {"times": 20, "every": 150})
    expect(page.locator(".clerk-called .number")).to_have_text("A001")
    assert states(office) == [(State.CALLED, 1), WAITING, WAITING, WAITING]


def test_after_the_row_the_next_press_counts_again(page: Page, office: Office) -> None:
    page.evaluate(HAMMER, {"times": 20, "every": 150})
    page.wait_for_timeout(420)
    press(page, "F3", "serving")
    page.evaluate(HAMMER, {"times": 20, "every": 150})
    expect(page.locator(".clerk-idle")).to_be_visible()
    assert states(office) == [(State.DONE, 1), WAITING, WAITING, WAITING]


def test_a_key_held_down_is_one_press(page: Page, office: Office) -> None:
    page.locator("#primary").focus()
    for _ in range(40):
        page.keyboard.down("Enter")
        page.wait_for_timeout(30)  # as a keyboard repeats
    page.keyboard.up("Enter")
    expect(page.locator(".clerk-called .number")).to_have_text("A001")
    assert states(office) == [(State.CALLED, 1), WAITING, WAITING, WAITING]
