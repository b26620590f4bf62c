"""Somebody of the staff at a plain browser, with the rights that a test names."""

from edge_node.app import create_app
from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from queue_core.web.live import Signals
from tests.edge_node.panels.plain_browser import PlainBrowser


def signed_in(office: Office, *rights: str) -> PlainBrowser:
    """Ewa, signed in, with these rights and no other."""
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", rights)
    app = create_app(office, Signals())
    app.testing = True
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pl"
    browser = PlainBrowser(client)
    button = next(iter(browser.open("/login?next=/login").buttons().values()))
    return browser.send(button, url="/login?next=/login", login="ewa", password="tajne")


def pass_minutes(office: Office, minutes: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(minutes=minutes)
