"""The link process of a node: the transport, the node's end, and what erases old records."""

import logging
import random
import signal
import threading
from datetime import timedelta
from pathlib import Path

from edge_node.config import NodeConfig
from edge_node.link.end import NodeEnd
from edge_node.store.hub_log import forget_records
from edge_node.store.sync import forget_people_sent, forget_sent, link_office, note_boot
from edge_node.store.unit import Command, Office, transaction
from edge_node.store.watch import Watcher
from edge_node.wiring import build_office
from queue_core.wire.link import Link, Place
from queue_core.wire.topics import to_node

log = logging.getLogger(__name__)

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_KEPT = timedelta(days=35)
"""Either side may be restored from a backup of this age."""
_PEOPLE_KEPT = timedelta(days=2)
"""A phone number given for a reminder is the hub's; a hub put back from last night's copy asks
for it once more."""
_TIDY_SECONDS = 3600.0


def run_link(config: NodeConfig) -> None:
    """Keep the office linked until SIGTERM."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    office = build_office(config)
    begin(office, config.link.node, bytes.fromhex(config.link_key()), boot_id())
    end = NodeEnd(office, lambda: random.uniform(-1.0, 1.0))
    changes = Changes(office, end)
    place = Place(
        config.link.node, config.link.brokers, to_node(config.link.node), folder=config.folder
    )
    Link(place, end, changes.noticed).run(stop)


def begin(office: Office, node: str, key: bytes, boot: str) -> None:
    """Link the office under this name and key, and count the boot."""
    with transaction(office, Command(route="hub")) as unit:
        link_office(unit, node, key)
        note_boot(unit, boot)


def boot_id() -> str:
    """What tells this start of the machine from the one before."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""


class Changes:
    """Notices what the other processes write, and now and then erases what is old."""

    def __init__(self, office: Office, end: NodeEnd) -> None:
        self._office = office
        self._end = end
        self._watcher = Watcher(office.database.path)
        self._tidied = office.clock.monotonic()

    def noticed(self) -> bool:
        """Whether there may be something new for the hub."""
        now = self._office.clock.monotonic()
        if now - self._tidied > _TIDY_SECONDS:
            self._tidied = now
            forget_old(self._office, self._end.acked)
        topics = self._watcher.look()
        if topics & {"queue", "counters", "config"}:
            self._end.queue_changed(now)
        return bool(topics)


def forget_old(office: Office, acked: int | None) -> None:
    """Erase records of both logs that nobody can ask for any more."""
    before, named_before = (
        (office.clock.now() - kept).isoformat(timespec="milliseconds")
        for kept in (_KEPT, _PEOPLE_KEPT)
    )
    with office.database.write() as connection:
        forget_people_sent(connection, acked or 0, named_before)
        forget_sent(connection, acked or 0, before)
        forget_records(connection, before)
