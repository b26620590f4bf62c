"""The demo application, its client, and its server."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.queue_core.web.demo import Office, Server, demo_app


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return demo_app(office).test_client()


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    running = Server(office)
    running.start()
    yield running
    running.stop()
