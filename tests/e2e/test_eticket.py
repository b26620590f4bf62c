"""The e-ticket and the public queue in a real Chromium: alive, without scripts, accessible."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from werkzeug.serving import make_server

from cloud_hub.app import create_app
from cloud_hub.live.commanding import apply_done
from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from cloud_hub.store.unit import Hub, transaction
from queue_core.wire.records import CommandDone
from tests.axe import violations
from tests.cloud_hub.live.story import LINK, LiveService, Node, ticket
from tests.cloud_hub.live.test_wishes import commands
from tests.cloud_hub.pages.conftest import CONFIG
from tests.cloud_hub.sample import MONDAY, clock, fill, new_hub

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
ME = ticket("7", number="B007")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """The sample city at eleven on a Monday, when all offices are open."""
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    migrate(database)
    hub = new_hub(database)
    fill(hub)
    clock(hub).advance(hours=2)
    yield hub
    database.close()


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    """Where the hub answers."""
    server = make_server("127.0.0.1", 0, create_app(hub, CONFIG), threaded=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def node(hub: Hub) -> Node:
    """A morning in the shopping centre: three wait before me, two after."""
    node = Node(hub)
    for id in ("1", "2", "3", "4", "5"):
        node.says(ticket(id))
    node.says(ME)
    node.says(ticket("8"))
    node.says(ticket("9"))
    node.says(ticket("1", 2, "serving", counter="1", called_at=MONDAY))
    node.says(ticket("2", 2, "called", counter="2", called_at=MONDAY))
    node.says(ticket("c1", number="D012", service="city_card", state="serving", counter="3"))
    node.shows(
        {
            "residence": LiveService(7, ("1", "2"), (40, 60), "B002"),
            "id_card": LiveService(0, ("1", "2"), (0, 10)),
            "city_card": LiveService(0, ("3",), (0, 5), "D012"),
            "information": LiveService(0, ("3",), (0, 5)),
            "vehicle_pickup": LiveService(0, (), None, issuing=False),
        }
    )
    return node


@pytest.fixture
def page(browser_page: Page) -> Page:
    browser_page.set_viewport_size(PHONE)
    return browser_page


def look_again(page: Page) -> None:
    """What the clock of the page does every fifteen seconds."""
    page.evaluate("document.dispatchEvent(new CustomEvent('okienko:refresh'))")


def check_axe(page: Page) -> None:
    assert violations(page) == []


def test_the_ticket_follows_the_queue_by_itself(page: Page, address: str, node: Node) -> None:
    page.goto(f"{address}/t/{ME.token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Czekasz na swoją kolej.")
    expect(page.get_by_text("Przed Tobą: 3 osoby")).to_be_visible()
    expect(page.get_by_text("Wiadomości z urzędu sprzed chwili.")).to_be_visible()
    node.says(ticket("7", 2, "called", counter="2", number="B007", called_at=MONDAY))
    look_again(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Podejdź do stanowiska 2.")


@pytest.mark.usefixtures("node")
def test_a_wish_is_pressed_sent_and_answered_while_one_looks(
    page: Page, address: str, hub: Hub
) -> None:
    page.goto(f"{address}/t/{ME.token}")
    page.get_by_role("link", name="Przepuszczam dwie osoby").press("Enter")
    expect(page.get_by_role("heading", name="Przepuścić dwie osoby?")).to_be_visible()
    expect(page.get_by_text("Możesz to dziś zrobić jeszcze 2 razy.")).to_be_visible()
    page.get_by_role("button", name="Przepuszczam").press("Enter")
    expect(page.get_by_text("Pytamy urząd")).to_be_visible()
    clock(hub).advance(seconds=6)
    expect(page.get_by_text("Wysłano, urząd potwierdzi.")).to_be_visible()
    done = CommandDone(command=commands(hub)[-1].command, outcome="done")
    with transaction(hub, LINK) as unit:
        apply_done(unit, "plaza", done)
    look_again(page)
    expect(page.get_by_text("Urząd potwierdził: przepuszczono dwie osoby.")).to_be_visible()


@pytest.mark.usefixtures("node")
def test_everything_works_without_scripts(browser: Browser, address: str, hub: Hub) -> None:
    with browser.new_context(locale="pl-PL", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/t/{ME.token}")
        expect(page.get_by_text("Stan z")).to_be_visible()
        page.get_by_role("link", name="Rezygnuję z miejsca w kolejce").click()
        page.get_by_role("button", name="Rezygnuję z miejsca").click()
        expect(page.get_by_text("Pytamy urząd")).to_be_visible()
        clock(hub).advance(seconds=6)
        page.get_by_role("link", name="Pokaż najnowszy stan").click()
        expect(page.get_by_text("Wysłano, urząd potwierdzi.")).to_be_visible()


@pytest.mark.usefixtures("node")
def test_a_notice_is_asked_for_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/t/{ME.token}")
    page.get_by_role("link", name="Powiadom mnie, gdy zbliży się moja kolej").press("Enter")
    page.get_by_role("button", name="Powiadom mnie").press("Enter")
    summary = page.get_by_role("alert", name="Coś wymaga poprawy")
    expect(summary).to_contain_text("Wpisz numer telefonu albo adres e-mail.")
    page.wait_for_load_state()  # the summary takes the focus when the scripts are there
    page.get_by_label("Numer telefonu albo adres e-mail").fill("501 502 503")
    page.get_by_role("radio", name="gdy przede mną będzie 1 osoba").press("Space")
    page.get_by_role("button", name="Powiadom mnie").press("Enter")
    expect(page.get_by_text("Powiadomimy Cię, gdy zbliży się Twoja kolej.")).to_be_visible()
    expect(page.get_by_text("Napiszemy do Ciebie: gdy przede mną będzie 1 osoba.")).to_be_visible()


@pytest.mark.usefixtures("node")
def test_the_sound_is_offered_only_with_scripts(browser: Browser, address: str) -> None:
    for scripts in (True, False):
        with browser.new_context(locale="pl-PL", java_script_enabled=scripts) as context:
            page = context.new_page()
            page.goto(f"{address}/t/{ME.token}")
            box = page.get_by_role("checkbox", name="Zagraj tu dźwięk")
            expect(box).to_be_visible() if scripts else expect(box).to_be_hidden()


Scene = Callable[[Node, Hub], None]


def _called(node: Node, _hub: Hub) -> None:
    node.says(ticket("7", 2, "called", counter="2", number="B007", called_at=MONDAY))


def _absent(node: Node, _hub: Hub) -> None:
    node.says(ticket("7", 2, "absent", counter="2", number="B007", calls=1))


def _silent(_node: Node, hub: Hub) -> None:
    clock(hub).advance(minutes=7)


def _as_it_is(_node: Node, _hub: Hub) -> None:
    """Nothing more happened."""


SCENES: dict[str, tuple[Scene, str]] = {
    "waiting": (_as_it_is, f"/t/{ME.token}"),
    "called": (_called, f"/t/{ME.token}"),
    "absent": (_absent, f"/t/{ME.token}"),
    "silent": (_silent, f"/t/{ME.token}"),
    "unknown": (_as_it_is, "/t/a-token-never-heard-of"),
    "ask": (_as_it_is, f"/t/{ME.token}/leave"),
    "notice": (_as_it_is, f"/t/{ME.token}/notice"),
    "queue": (_as_it_is, "/offices/plaza"),
    "queue-silent": (_silent, "/offices/plaza"),
    "offices": (_as_it_is, "/offices"),
}


@pytest.mark.parametrize("language", ["pl", "uk"])
@pytest.mark.parametrize("name", list(SCENES))
def test_axe_finds_nothing(
    page: Page, address: str, node: Node, hub: Hub, name: str, language: str
) -> None:
    scene, path = SCENES[name]
    scene(node, hub)
    page.goto(f"{address}{path}?lang={language}")
    check_axe(page)


@pytest.mark.parametrize("name", list(SCENES))
def test_screens_of_the_eticket_and_the_public_queue(
    browser: Browser, address: str, node: Node, hub: Hub, *, name: str, screens: Path
) -> None:
    scene, path = SCENES[name]
    scene(node, hub)
    for size, viewport in (("phone", PHONE), ("desk", DESK)):
        with browser.new_context(locale="pl-PL", viewport=viewport) as context:
            page = context.new_page()
            page.goto(f"{address}{path}")
            page.screenshot(path=screens / f"eticket-{name}-{size}.png", full_page=True)
