"""The sample office behind the real application, and a caller with a key of every right."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from edge_node.app import create_app
from edge_node.store.operators import new_api_key
from edge_node.store.unit import Office
from queue_core.web.access import Right
from queue_core.web.live import Signals

NOWHERE = "203.0.113.5"
"""An address outside the office's own network."""


@dataclass
class Caller:
    """A program that calls the API with its key."""

    client: FlaskClient
    key: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """Call `/api/v1` and return the answer as it came."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        options["headers"] = headers | self.headers | options.get("headers", {})
        options.setdefault("environ_base", {"REMOTE_ADDR": NOWHERE})
        return self.client.open(f"/api/v1{path}", method=method, **options)

    def get(self, path: str, status: int = 200) -> Any:
        """The body of a GET that must be answered with `status`."""
        return self._body(self.ask("GET", path), status)

    def post(self, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        """The body of a POST that must be answered with `status`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {} if body is None else {"json": body}
        return self._body(self.ask("POST", path, headers=named, **sent), status)

    def refused(self, path: str, body: object = None) -> str:
        """The code with which a POST is refused."""
        answer = self.ask("POST", path, **({} if body is None else {"json": body}))
        assert answer.mimetype == "application/problem+json"
        assert answer.status_code >= 400
        assert answer.json is not None
        return str(answer.json["code"])

    @staticmethod
    def _body(answer: TestResponse, status: int) -> Any:
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json(silent=True)


@pytest.fixture
def signals() -> Signals:
    return Signals(max_streams=8)


@pytest.fixture
def client(office: Office, signals: Signals) -> FlaskClient:
    app = create_app(office, signals)
    app.testing = True
    office.database.on_commit(lambda topics: signals.publish(signals.seq + 1, topics))
    return app.test_client()


@pytest.fixture
def api(office: Office, client: FlaskClient) -> Caller:
    """A program with every right."""
    return caller(office, client, *Right)


def caller(office: Office, client: FlaskClient, *rights: Right) -> Caller:
    """A program with these rights."""
    with office.database.write() as connection:
        name = "+".join(rights) or "no rights"
        return Caller(client, new_api_key(connection, name, rights, office.clock.now()))
