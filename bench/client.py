"""HTTP clients that cost next to nothing: requests made beforehand, answers hardly looked at.

One thread drives all connections, so that the measured server has the processor. Each client
sends its next request when it has its answer.
"""

import json
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_NUMBERS = count(1)


@dataclass
class Load:
    """What came of many requests."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds


def message(
    path: str, key: str = "", body: dict[str, object] | None = None, *, method: str = "POST"
) -> bytes:
    """A request as it goes over the wire, with an idempotency key of its own."""
    content = b"" if body is None else json.dumps(body).encode()
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(content)}"]
    if body is not None:
        head.append("Content-Type: application/json")
    if key:
        head += [f"Authorization: Bearer {key}", f"Idempotency-Key: bench-{next(_NUMBERS)}"]
    return "\r\n".join([*head, "", ""]).encode() + content


class Wire:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._received = b""

    def send(self, request: bytes) -> None:
        """Send a whole request."""
        self._received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes] | None:
        """Status and body once the answer is whole, None while more has to come."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionResetError("the server hung up")
        self._received += part
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return None
        return int(head[9:12]), body

    def ask(self, request: bytes) -> tuple[int, Any]:
        """Send and wait; the body is decoded, None when it is empty."""
        self.send(request)
        while (answer := self.receive()) is None:
            pass
        status, body = answer
        return status, json.loads(body) if body else None

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def run(port: int, requests: Sequence[bytes], clients: int) -> Load:
    """Send all requests over this many connections, each as fast as it is answered."""
    load, left = Load(), iter(requests)
    wires = [Wire(port) for _ in range(clients)]
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for wire in wires:
            selector.register(wire.socket, selectors.EVENT_READ, wire)
            wire.send(next(left))
        busy = clients
        while busy:
            for event, _ in selector.select():
                busy -= _answered(event.data, load, left)
    load.seconds = time.perf_counter() - begun
    for wire in wires:
        wire.close()
    return load


def _answered(wire: Wire, load: Load, left: Iterator[bytes]) -> int:
    """Take what came; 1 when this client has nothing more to ask."""
    answer = wire.receive()
    if answer is None:
        return 0
    load.milliseconds.append((time.perf_counter() - wire.sent_at) * 1000)
    load.statuses[answer[0]] += 1
    request = next(left, None)
    if request is None:
        return 1
    wire.send(request)
    return 0


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
