"""Signals that something changed, and the stream of them that a screen listens to.

Knows sequence numbers and topics, never what changed: screens ask for their fragments again.
The trap: a stream keeps only the latest number and the union of topics, so that a slow reader
costs nothing and never holds up the writer.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Condition, Lock

from flask import Blueprint, Response
from werkzeug.exceptions import ServiceUnavailable

from queue_core.web.access import device_or_staff

STREAM = "live.signals"
"""The endpoint of the stream; an application without one lets its pages ask again and again."""
PING_SECONDS = 5.0
RETRY_AFTER_SECONDS = 5


class TooManyStreams(ServiceUnavailable):
    """The cap is reached: 503, and the browser comes back by itself."""

    def __init__(self) -> None:
        super().__init__(retry_after=RETRY_AFTER_SECONDS)


@dataclass(frozen=True)
class Signal:
    """Up to `seq` something changed in `topics` (`calls`, `queue`, `devices`, `alarm` …)."""

    seq: int
    topics: frozenset[str]


@dataclass(eq=False)
class Reader:
    """What one stream has not yet been told: never more than one signal."""

    wake: Condition = field(default_factory=Condition)
    seq: int = 0
    topics: frozenset[str] = frozenset()
    ended: bool = False

    def offer(self, signal: Signal) -> None:
        with self.wake:
            self.seq = max(self.seq, signal.seq)
            self.topics |= signal.topics
            self.wake.notify()

    def end(self) -> None:
        with self.wake:
            self.ended = True
            self.wake.notify()

    def take(self, timeout_seconds: float) -> Signal | None:
        """The signal that gathered, or None when nothing came in time."""
        with self.wake:
            self.wake.wait_for(lambda: self.topics or self.ended, timeout_seconds)
            if not self.topics:
                return None
            taken, self.topics = Signal(self.seq, self.topics), frozenset()
            return taken


class Signals:
    """The signals of one process; `publish` never waits for a reader."""

    def __init__(self, *, seq: int = 0, max_streams: int = 64) -> None:
        self._lock = Lock()
        self._readers: set[Reader] = set()
        self._max_streams = max_streams
        self._seq = seq
        self._ended = False

    @property
    def seq(self) -> int:
        """The latest number published."""
        return self._seq

    @property
    def streams(self) -> int:
        """How many listen now."""
        return len(self._readers)

    def publish(self, seq: int, topics: Iterable[str]) -> None:
        """Tell every stream; a number older than the latest still wakes its topics."""
        with self._lock:
            self._seq = max(self._seq, seq)
            signal = Signal(self._seq, frozenset(topics))
            readers = tuple(self._readers)
        for reader in readers:
            reader.offer(signal)

    def end(self) -> None:
        """Close all streams, so that the server can stop at once."""
        with self._lock:
            self._ended = True
            readers = tuple(self._readers)
        for reader in readers:
            reader.end()

    def join(self) -> Reader:
        """Take a place among the streams, to be given back by `leave`; TooManyStreams beyond."""
        with self._lock:
            if len(self._readers) >= self._max_streams:
                raise TooManyStreams
            reader = Reader(seq=self._seq, ended=self._ended)
            self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """Give the place back; a second time does nothing."""
        with self._lock:
            self._readers.discard(reader)


def stream(reader: Reader) -> Iterator[str]:
    """Server-sent events: `hello` at once, then `changed`, and `ping` when nothing happens.

    On `hello` the browser asks for all its fragments, so nothing has to be replayed.
    """
    seq = reader.seq
    yield _event("hello", seq)
    while not reader.ended:
        signal = reader.take(PING_SECONDS)
        if signal is not None:
            seq = signal.seq
            yield _event("changed", seq, topics=sorted(signal.topics))
        elif not reader.ended:
            yield _event("ping", seq)


def stream_response(signals: Signals) -> Response:
    """The answer of a stream's route; 503 with Retry-After beyond the cap."""
    reader = signals.join()
    response = Response(stream(reader), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: signals.leave(reader))
    return response


def live_blueprint(signals: Signals) -> Blueprint:
    """The route `/live` (endpoint `STREAM`) for screens and staff."""
    blueprint = Blueprint("live", __name__)

    @blueprint.get("/live", endpoint="signals")
    @device_or_staff
    def signals_route() -> Response:
        return stream_response(signals)

    return blueprint


def _event(name: str, seq: int, **facts: object) -> str:
    return f"id: {seq}\nevent: {name}\ndata: {json.dumps({'seq': seq} | facts)}\n\n"
