"""What the tests of the clerk's panel do with the office and its browsers."""

from dataclasses import replace

from edge_node.app import create_app
from edge_node.store.document import store_document
from edge_node.store.unit import Office
from queue_core.clock import FixedClock
from queue_core.web.live import Signals
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import MORNING, SAMPLE


def browser(office: Office, login: str) -> PlainBrowser:
    app = create_app(office, Signals())
    app.testing = True
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pl"
    return PlainBrowser(client).sign_in(login, "tajne")


def at_counter(anna: PlainBrowser, counter: str = "2") -> PlainBrowser:
    return anna.open(f"/clerk/{counter}").press("Otwórz stanowisko")


def decide(office: Office, **settings: object) -> None:
    """Put a changed document in force while the office runs."""
    changed = replace(SAMPLE, version=SAMPLE.version + 1, **settings)  # type: ignore[arg-type]
    with office.database.write() as connection:
        store_document(connection, changed, MORNING)


def pass_time(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)
