"""What the staff must look at: concerns of the queue, and devices that need a hand (B-133, B-149).

Reads; the limits of the queue are rules of `queue_core.domain.attention`. The trap: a device that
says nothing any more looks well in its last word, so silence is a state of its own.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from edge_node.store.counters import desk
from edge_node.store.devices import Device, devices
from edge_node.store.unit import Office
from edge_node.views.queue_state import QueueState
from queue_core.domain.attention import Concern, FreeDesk, concerns
from queue_core.domain.calling import Queue
from queue_core.domain.office import OfficeDocument
from queue_core.domain.printing import PrinterCondition

_SILENT_AFTER = timedelta(seconds=100)
"""Devices report every 20 or 30 s; three words may get lost."""
_REPORTS_CHANGES_ONLY = frozenset({"button", "document"})
_OF_THE_DOCUMENT = frozenset({"printer", "kiosk", "board", "player", "speaker"})
"""Kinds whose devices the office's document names; the node's own settings name the others."""
_OPTIONAL = frozenset({"player"})
"""A board needs no program around it, so nobody misses one that never reported."""
_WELL = frozenset({"ok", PrinterCondition.READY.value})
_SOON = frozenset({PrinterCondition.PAPER_LOW.value, PrinterCondition.UNKNOWN.value})


class Health(StrEnum):
    """How urgently a device needs a hand; the words for it belong to the panels."""

    WELL = "well"
    SOON = "soon"
    BROKEN = "broken"
    SILENT = "silent"
    NEVER_HEARD = "never_heard"


@dataclass(frozen=True)
class DeviceNow:
    """A device of this office; `since` and `seen_at` are None for one that never reported."""

    kind: str
    id: str
    state: str
    detail: str
    health: Health
    since: datetime | None = None
    seen_at: datetime | None = None

    @property
    def lost(self) -> bool:
        """Whether it worked once and does not now."""
        return self.health in (Health.BROKEN, Health.SILENT)


def queue_concerns(office: Office, queue: QueueState) -> tuple[Concern, ...]:
    """Long waits, crowds, matters that nobody serves, people before a free counter."""
    rows = office.database.read().execute(
        """SELECT counter, max(at) AS at FROM events WHERE day = ? AND counter IS NOT NULL
        GROUP BY counter""",
        (queue.day,),
    )
    latest = {row["counter"]: datetime.fromisoformat(row["at"]) for row in rows}
    states = {state.id: state for state in queue.counters if state.state == "open"}
    desks = [desk(c, states[c.id].clerk) for c in queue.office.counters if c.id in states]
    free = [
        FreeDesk(d, max(states[d.id].since, latest.get(d.id, states[d.id].since)))
        for d in desks
        if queue.ticket_at(d.id) is None
    ]
    services = {service.id: service for service in queue.office.services}
    facts = Queue(queue.tickets, desks, services, queue.now, queue.day, queue.office.rules)
    return concerns(facts, free)


def devices_now(
    connection: sqlite3.Connection, document: OfficeDocument, now: datetime
) -> tuple[DeviceNow, ...]:
    """The devices of the office document, and those that it does not name and that report.

    One that was taken out of the document asks for no hand, whatever it said last.
    """
    expected = set(_expected(document))
    reported = [_device(device, now) for device in devices(connection)]
    known = {(device.kind, device.id) for device in reported}
    heard = [d for d in reported if d.kind not in _OF_THE_DOCUMENT or (d.kind, d.id) in expected]
    missing = (
        DeviceNow(kind, id, "", "", Health.NEVER_HEARD)
        for kind, id in expected - known
        if kind not in _OPTIONAL
    )
    return tuple(sorted((*heard, *missing), key=lambda d: (_ORDER.get(d.kind, 9), d.id)))


_ORDER = {"printer": 0, "kiosk": 1, "board": 2, "player": 3, "speaker": 4, "button": 5}


def _expected(document: OfficeDocument) -> Iterable[tuple[str, str]]:
    yield from (("printer", id) for id in document.printers)
    yield from (("kiosk", kiosk.id) for kiosk in document.kiosks)
    for board in document.boards:
        yield from (("board", board.id), ("player", board.id))
    yield from (("speaker", speaker.id) for speaker in document.speakers)


def _device(device: Device, now: datetime) -> DeviceNow:
    _, _, id = device.name.partition(":")
    health = _health(device, now)
    return DeviceNow(
        device.kind, id, device.state, device.detail, health, device.since, device.seen_at
    )


def _health(device: Device, now: datetime) -> Health:
    if now - device.seen_at > _SILENT_AFTER and device.kind not in _REPORTS_CHANGES_ONLY:
        return Health.SILENT
    if device.state in _WELL:
        return Health.WELL
    return Health.SOON if device.state in _SOON else Health.BROKEN
