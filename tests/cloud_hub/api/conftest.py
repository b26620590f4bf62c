"""A program that calls the hub of the sample city."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from cloud_hub.app import create_app
from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Hub

CONFIG = HubConfig(institution="Urząd Miasta Torunia", example=True)


@pytest.fixture
def hub(sqlite_hub: Iterator[Hub]) -> Iterator[Hub]:
    """One database is enough here: the use cases are shown on both."""
    yield from sqlite_hub


@pytest.fixture
def client(hub: Hub) -> FlaskClient:
    app = create_app(hub, CONFIG)
    app.testing = True
    return app.test_client()


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json or {}
    return found
