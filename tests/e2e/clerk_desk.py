"""Driving the clerk's panel through its stages, at its two real sizes."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, ViewportSize, expect

from edge_node.office.alarm import raise_evacuation, raise_panic
from edge_node.office.calling import call_next
from edge_node.office.counters import open_counter
from edge_node.store.unit import Office
from queue_core.clock import FixedClock
from queue_core.domain.tickets import Priority
from tests.edge_node.sample import at, take

Stages = Callable[[Page, Office, str], Iterator[str]]

FULL: ViewportSize = {"width": 1280, "height": 800}
STRIP: ViewportSize = {"width": 340, "height": 620}


def signed_in(page: Page, served: str, login: str) -> Page:
    page.goto(f"{served}/login")
    page.fill("#login", login)
    page.fill("#password", "tajne")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clerk")
    return page


def opened(page: Page, served: str, counter: str = "2", view: str = "") -> Page:
    page.goto(f"{served}/clerk/{counter}{view}")
    page.keyboard.press("Enter")
    expect(page.locator(".clerk-idle")).to_be_visible()
    settle(page)
    return page


def settle(page: Page) -> None:
    """A second press within the time of a double click is meant to be ignored."""
    page.wait_for_timeout(420)


def press(page: Page, key: str, stage: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(f".clerk-{stage}")).to_be_visible()
    settle(page)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def a_morning(office: Office) -> None:
    """Jan serves at counter 1; seven people wait for counter 2, one with a need and a note."""
    jan = at("1", "jan")
    open_counter(office, jan, "1")
    take(office)
    call_next(office, jan, "1")
    for _ in range(5):
        take(office)
    note = "Osoba z wózkiem, prosi o pomoc przy wypełnieniu wniosku"
    take(office, "residence", priority=Priority.FIRST, need="wheelchair", note=note, language="uk")
    take(office, "residence")
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(minutes=14)


def stages(page: Page, office: Office, served: str) -> Iterator[str]:
    """Bring the panel from stage to stage and yield the name of each."""
    a_morning(office)
    page.goto(f"{served}/clerk?choose=1")
    yield "choose"
    opened(page, served)
    yield "idle"
    page.get_by_role("button", name="Wezwij B001").click()
    expect(page.locator(".clerk-called")).to_be_visible()
    settle(page)
    yield "called"
    press(page, "F3", "serving")
    yield "serving"
    page.locator(".clerk-transfer summary").click()
    yield "transfer"
    page.get_by_label("Meldunki").check()
    press(page, "F8", "idle")
    press(page, "F2", "called")
    page.wait_for_timeout(1200)
    press(page, "F6", "idle")
    raise_panic(office, at("1", "jan"), "1")
    expect(page.locator(".clerk-alarm")).to_be_visible()
    yield "help"
    page.goto(f"{served}/clerk/1")
    yield "taken"
    page.goto(f"{served}/clerk/1/ask/take-over")
    yield "take-over"
    page.goto(f"{served}/clerk/2/ask/end-evacuation")
    yield "end-evacuation"
    raise_evacuation(office, at("1", "jan"))
    page.goto(f"{served}/clerk/2")
    yield "evacuation"


def narrow_stages(page: Page, office: Office, served: str) -> Iterator[str]:
    a_morning(office)
    page.set_viewport_size(STRIP)
    opened(page, served, view="/strip")
    page.goto(f"{served}/clerk/2/strip")
    yield "strip-idle"
    press(page, "F2", "called")
    yield "strip-called"
    press(page, "F3", "serving")
    yield "strip-serving"
