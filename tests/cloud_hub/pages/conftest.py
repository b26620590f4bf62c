"""The hub's pages in a browser without scripts, on the sample city at nine o'clock on a Monday."""

from collections.abc import Iterator

import pytest

from cloud_hub.app import create_app
from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Hub
from tests.edge_node.panels.plain_browser import PlainBrowser

CONFIG = HubConfig(institution="Urząd Miasta Torunia", example=True)


@pytest.fixture
def hub(sqlite_hub: Iterator[Hub]) -> Iterator[Hub]:
    """One database is enough for pages: the use cases are shown on both."""
    yield from sqlite_hub


@pytest.fixture
def citizen(hub: Hub) -> Iterator[PlainBrowser]:
    """Somebody who books."""
    app = create_app(hub, CONFIG)
    app.testing = True
    with app.test_client() as client:
        yield PlainBrowser(client)
