"""Staff of the sample office, each with a browser of their own."""

import pytest

from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from tests.edge_node.panels.clerk_office import browser
from tests.edge_node.panels.plain_browser import PlainBrowser


@pytest.fixture
def anna(office: Office) -> PlainBrowser:
    """Anna, signed in, without a counter; a bystander of the same rights is Jan."""
    set_operator(office, Command(), "anna", "Anna Nowak", "tajne", ("call", "call_chosen"))
    set_operator(office, Command(), "jan", "Jan Kowalski", "tajne", ("call",))
    return browser(office, "anna")
