"""Tells other programs what happens: in order for each, at least once, signed.

A process of its own, started only where somebody wants to be told. The trap: `requests` costs
memory that the web process must not pay, so nothing else may import this module.
"""

import hashlib
import hmac
import logging
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Protocol

import msgspec
import requests

from edge_node.config import NodeConfig
from edge_node.office.webhooks import note_not_told, note_told
from edge_node.store.unit import Command, Office
from edge_node.store.watch import Watcher
from edge_node.store.webhooks import Webhook, any_active, webhook, webhooks
from edge_node.views.event_log import ToldEvent, told_after
from edge_node.wiring import build_office
from queue_core.domain.errors import Unknown

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2
_READ_AT_ONCE = 50
_ONE_AFTER_ANOTHER = 4
"""Hooks that are served at once; a slow one holds up no other."""
_UNTOLD_KEPT = 1000
"""So many events that a hook does not want are passed before the place is written down."""
_TIMEOUT_SECONDS = (3.05, 10)


class Sender(Protocol):
    """Posts a message."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The HTTP status of the answer. Raises `OSError` when there is none."""


class HttpSender:
    """Posts over HTTP; follows no redirect and reads no answer beyond its status."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """See `Sender`."""
        with requests.post(
            url,
            data=body,
            headers=dict(headers),
            timeout=_TIMEOUT_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as response:
            return response.status_code


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What proves that a message is ours: HMAC-SHA256 over `timestamp.body`, in hex."""
    signed = f"{timestamp}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class Courier:
    """Serves every active hook."""

    def __init__(self, office: Office, sender: Sender) -> None:
        self._office = office
        self._sender = sender
        self._busy: set[int] = set()
        self._lock = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Deliver until told to stop, or until nobody is to be told anything."""
        watcher = Watcher(self._office.database.path)
        with ThreadPoolExecutor(_ONE_AFTER_ANOTHER, "webhook") as pool:
            while any_active(self._office.database.read()):
                for hook in self._due():
                    pool.submit(self._serve, hook.id)
                if self._sleep(watcher, stop):
                    return

    def serve(self, hook: Webhook) -> None:
        """Tell one hook what it does not know yet; its first refusal ends this round."""
        position = hook.position
        while True:
            page = told_after(self._office.database.read(), position, _READ_AT_ONCE)
            wanted = [event for event in page.events if hook.wants(event.kind)]
            for event in wanted:
                refusal = self._tell(hook, event)
                if refusal:
                    self._not_told(hook, event.seq - 1, refusal)
                    return
            if wanted or page.position - hook.position > _UNTOLD_KEPT:
                note_told(self._office, _COURIER, hook.id, page.position)
            if page.position == position:
                return
            position = page.position

    def _tell(self, hook: Webhook, event: ToldEvent) -> str:
        """Post one event; "" when it was taken, else the reason."""
        body = msgspec.json.encode(asdict(event))
        timestamp = int(self._office.clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Okienko",
            "Okienko-Event": event.kind,
            "Okienko-Delivery": f"{hook.id}-{event.seq}",
            "Okienko-Timestamp": str(timestamp),
            "Okienko-Signature": f"v1={signature(hook.secret, timestamp, body)}",
        }
        try:
            status = self._sender.send(hook.url, body, headers)
        except OSError as error:
            return type(error).__name__
        return "" if 200 <= status < 300 else f"HTTP {status}"

    def _not_told(self, hook: Webhook, position: int, reason: str) -> None:
        after = note_not_told(self._office, _COURIER, hook.id, position, reason)
        log.warning(
            "webhook_failed",
            extra={"webhook": hook.id, "failures": after.failures, "active": after.active},
        )

    def _due(self) -> list[Webhook]:
        """Active hooks whose pause is over and that nobody serves now; they count as taken."""
        now = self._office.clock.now()
        with self._lock:
            due = [
                hook
                for hook in webhooks(self._office.database.read())
                if hook.active
                and hook.id not in self._busy
                and (hook.retry_at is None or hook.retry_at <= now)
            ]
            self._busy.update(hook.id for hook in due)
        return due

    def _serve(self, id: int) -> None:
        try:
            self.serve(webhook(self._office.database.read(), id))
        except Unknown:
            log.info("webhook_gone", extra={"webhook": id})
        except Exception:  # the top of a thread: one bad hook must not end the others
            log.exception("webhook_round_failed")
        finally:
            with self._lock:
                self._busy.discard(id)

    def _sleep(self, watcher: Watcher, stop: threading.Event) -> bool:
        """Until something changed or a pause may be over; True when it is time to stop."""
        for _ in range(5):
            if stop.wait(_LOOK_SECONDS):
                return True
            if watcher.look():
                return False
        return False


_COURIER = Command(route="webhooks")


def run_webhooks(config: NodeConfig) -> None:
    """Deliver until SIGTERM."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    Courier(build_office(config), HttpSender()).run(stop)
