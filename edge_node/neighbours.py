"""The other nodes of one building, asked for their public state (B-36).

One short question each, all at once, kept for a moment; a node that is silent is told as such
and never holds up the others.
"""

import logging
import threading
import time
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException

import msgspec

log = logging.getLogger(__name__)

_ANSWER_SECONDS = 1.5
_KEPT_SECONDS = 3.0
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True)
class NeighbourService:
    """One matter of another office, as its public state tells it."""

    prefix: str
    names: dict[str, str]
    waiting: int
    wait_range_minutes: tuple[int, int] | None = None
    last_called: str | None = None
    open_counters: tuple[str, ...] = ()


@dataclass(frozen=True)
class NeighbourQueue:
    """The public state of another office."""

    name: str
    services: tuple[NeighbourService, ...]


_QUEUES = msgspec.json.Decoder(NeighbourQueue)


@dataclass(frozen=True)
class Neighbour:
    """Another node: `queue` is its last answer, None before the first; `heard` is false while
    it does not answer."""

    address: str
    queue: NeighbourQueue | None
    heard: bool


class Neighbours:
    """Nodes by the addresses of their web, such as `http://192.168.7.12:8080`."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._known = [Neighbour(address, None, False) for address in addresses]
        self._asked_at = -_KEPT_SECONDS
        self._lock = threading.Lock()

    def read(self) -> list[Neighbour]:
        """Every node in the order of the setting, at most a few seconds old."""
        with self._lock:
            if self._known and time.monotonic() - self._asked_at >= _KEPT_SECONDS:
                with ThreadPoolExecutor(len(self._known)) as pool:
                    self._known = list(pool.map(_asked, self._known))
                self._asked_at = time.monotonic()
            return self._known


def _asked(known: Neighbour) -> Neighbour:
    url = f"{known.address.rstrip('/')}/api/v1/queue"
    try:
        with urllib.request.urlopen(url, timeout=_ANSWER_SECONDS) as answer:
            queue = _QUEUES.decode(answer.read(_LONGEST_ANSWER))
    except (OSError, ValueError, HTTPException, msgspec.MsgspecError) as error:
        log.info("neighbour_silent", extra={"address": known.address, "reason": str(error)})
        return Neighbour(known.address, known.queue, False)
    return Neighbour(known.address, queue, True)
