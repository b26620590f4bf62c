"""A hub with pages, and a node that tells it things."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cloud_hub.app import create_app
from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Hub
from tests.cloud_hub.live.story import Node


@pytest.fixture
def client(hub: Hub, tmp_path: Path) -> FlaskClient:
    """A browser without scripts, in Polish."""
    config = HubConfig(institution="Urząd Miasta Torunia (przykład)", folder=tmp_path)
    app = create_app(hub, config)
    app.testing = True
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pl"
    return browser


@pytest.fixture
def node(hub: Hub) -> Node:
    """The node of the office in the shopping centre."""
    return Node(hub)
