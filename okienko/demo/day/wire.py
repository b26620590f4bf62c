"""HTTP as a patient client speaks it: asks until there is an answer, always with the same key.

The trap: an answer that never came says nothing about the question. The same key again is what
makes asking twice harmless.
"""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from okienko.demo.day.ledger import Ledger

_ANSWER_SECONDS = 15.0
_PATIENCE_SECONDS = 90.0
_BREATH_SECONDS = 0.1


class NodeGone(Exception):
    """The node did not come back."""


class Unexpected(Exception):
    """The node refused to show what may always be seen."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether what was asked for was done."""
        return self.status < 400


class Wire:
    """One connection, opened again as often as it takes. Not for several threads."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self._port = port
        self._ledger = ledger
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """The answer, after as many tries as it takes. Raises `NodeGone` after 90 seconds."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                reply = self._try(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.close()
                if time.monotonic() > deadline:
                    raise NodeGone(path) from None
                if method == "POST":
                    self._ledger.note("retry", path=path)
                time.sleep(_BREATH_SECONDS)
                continue
            if reply.status >= 500:
                self._ledger.note("fault", path=path, status=reply.status)
            return reply

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=_ANSWER_SECONDS
            )
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        return Reply(
            answer.status,
            dict(answer.headers.items()),
            tuple(answer.headers.get_all("Set-Cookie") or ()),
            answer.read(),
        )


class ApiClient:
    """The node's API with a key, for one thread."""

    def __init__(self, wire: Wire, key: str) -> None:
        self._wire = wire
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def get(self, path: str) -> Any:
        """The JSON at a path below /api/v1. Raises `Unexpected` for a refusal."""
        reply = self._wire.ask("GET", f"/api/v1{path}", None, self._headers)
        if not reply.ok:
            raise Unexpected(f"GET {path} was answered with {reply.status}")
        return json.loads(reply.body)

    def post(self, path: str, **question: object) -> tuple[str, int, Any]:
        """Do something, once, however often it must be asked: key, status, JSON or None."""
        key = uuid4().hex
        headers = {**self._headers, "Idempotency-Key": key}
        body = json.dumps(question).encode() if question else None
        reply = self._wire.ask("POST", f"/api/v1{path}", body, headers)
        return key, reply.status, json.loads(reply.body) if reply.body else None
