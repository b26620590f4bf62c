"""A node of a few lines: hands out orders by long poll, keeps results and heartbeats."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class FakeNode:
    """Used as a context manager; `orders` merges into the state and wakes the pollers."""

    def __init__(self, port: int = 0) -> None:
        self.state: dict[str, Any] = {"seq": 1, "jobs": [], "prepare": [], "alarm": None}
        self.results: list[dict[str, Any]] = []
        self.heartbeats: list[tuple[str, dict[str, Any]]] = []
        self.tokens: set[str] = set()
        self.seen = 0
        self.unwanted: set[int] = set()
        self.painted_age_seconds: float | None = 0.0
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "FakeNode":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.orders(closing=True)
        self._server.shutdown()
        self._server.server_close()

    def orders(self, **changes: Any) -> None:
        with self._changed:
            self.state |= changes
            self.state["seq"] += 1
            self._changed.notify_all()

    def call(self, number: int, **more: Any) -> None:
        """Add a job whose phrase is its number in words."""
        text = f"Numer {number}"
        job = {
            "id": number,
            "ticket": f"T{number}",
            "number": f"A{number:03}",
            "counter": "3",
            "call_no": 1,
            "repeat_no": 0,
            "expires_in_seconds": 30.0,
            "phrases": [{"language": "pl", "text": text}],
        } | more
        self.orders(jobs=[*self.state["jobs"], job])

    def wait_for(self, seen: int, seconds: float) -> dict[str, Any]:
        with self._changed:
            self.seen = seen
            self._changed.wait_for(lambda: self.state["seq"] > seen, seconds)
            return dict(self.state)

    def enter_result(self, result: dict[str, Any]) -> None:
        with self._changed:
            self.results.append(result)
            left = [job for job in self.state["jobs"] if job["id"] != result["job"]]
            self.state["jobs"] = left
            self._changed.notify_all()

    def all_seen(self) -> bool:
        """Whether the announcer has taken all orders and asked for more."""
        return self.seen == self.state["seq"]

    def states(self) -> dict[int, str]:
        return {result["job"]: result["state"] for result in self.results}


def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for a condition of a real process, with a deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hung up is no news."""


def _handler(node: FakeNode) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            node.tokens.add(self.headers.get("Authorization", ""))
            path = urlsplit(self.path)
            if path.path.endswith("/painted"):
                return self._answer({"age_seconds": node.painted_age_seconds})
            asked = parse_qs(path.query)
            return self._answer(node.wait_for(int(asked["seen"][0]), float(asked["wait"][0])))

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/heartbeat"):
                node.heartbeats.append((self.path.split("/")[-2], message))
            elif message["job"] in node.unwanted:
                node.unwanted.discard(message["job"])
                self.send_response(404)
                self.send_header("Content-Length", "0")
                return self.end_headers()
            else:
                node.enter_result(message)
            self.send_response(204)
            return self.end_headers()

        def _answer(self, message: object) -> None:
            body = json.dumps(message).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
