"""How the machine and its devices are, for whoever looks after them.

Reads only. The trap: this page is asked for by people and not by programs, so it may be slower
than `/readyz`, but it must show something even while a device process is dead.
"""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from edge_node.office.alarm import Alarm, evacuation, panics
from edge_node.office.papers import RETRIED, may_give_up
from edge_node.office.trusted_time import clock_trusted
from edge_node.store.bookings import booking
from edge_node.store.hub_news import hub_silent_since
from edge_node.store.print_jobs import PrintJob, print_jobs
from edge_node.store.tickets import ticket
from edge_node.store.unit import Office, fact
from edge_node.views.attention import (
    DeviceNow,
    Health,
    devices_now,
    queue_concerns,
)
from edge_node.views.kiosks import kiosk_blocks
from edge_node.views.queue_state import QueueState, queue_state
from edge_node.views.reception import restored_today
from queue_core.domain.attention import Concern

_JOBS_SHOWN = 40

Process = Literal["web", "devices", "announcer", "player"]


@dataclass(frozen=True)
class Paper:
    """A print job with the number on it, "" for a test print; whether a person may repeat it or
    give it up."""

    job: PrintJob
    number: str
    may_retry: bool
    may_drop: bool


@dataclass(frozen=True)
class ProcessNow:
    """A process of the node, seen by the last word of its devices; None where it said nothing."""

    name: Process
    works: bool
    heard_at: datetime | None


@dataclass(frozen=True)
class HubNow:
    """The hub as this office hears it; `silent` when nothing came for some minutes."""

    heard_at: datetime | None
    silent: bool


@dataclass(frozen=True)
class MachineNow:
    """The node itself. `hub` is None where the office works alone."""

    version: str
    database_bytes: int
    free_bytes: int
    backed_up_at: datetime | None
    day_opened_at: datetime | None
    clock_trusted: bool
    restored: str | None
    hub: HubNow | None


@dataclass(frozen=True)
class StatusView:
    """Everything on the status page."""

    queue: QueueState
    machine: MachineNow
    processes: tuple[ProcessNow, ...]
    devices: tuple[DeviceNow, ...]
    papers: tuple[Paper, ...]
    printers: tuple[str, ...]
    kiosk_blocks: dict[str, str]
    concerns: tuple[Concern, ...]
    evacuation: Alarm | None
    panics: tuple[Alarm, ...]


def status_view(office: Office) -> StatusView:
    """The state now."""
    queue = queue_state(office)
    with office.database.snapshot() as connection:
        known = devices_now(connection, queue.office, queue.now)
        papers = tuple(_paper(connection, job) for job in print_jobs(connection, limit=_JOBS_SHOWN))
        machine = _machine(office, connection, queue)
        blocks = kiosk_blocks(connection)
        alarm, calls_for_help = evacuation(connection), tuple(panics(connection))
    return StatusView(
        queue=queue,
        machine=machine,
        processes=tuple(_processes(known, queue.now)),
        devices=known,
        papers=papers,
        printers=queue.office.printers,
        kiosk_blocks=blocks,
        concerns=queue_concerns(office, queue),
        evacuation=alarm,
        panics=calls_for_help,
    )


def _machine(office: Office, connection: sqlite3.Connection, queue: QueueState) -> MachineNow:
    path = office.database.path
    files = (path, path.with_name(f"{path.name}-wal"))
    opened = connection.execute(
        "SELECT max(at) FROM events WHERE kind = 'day_opened' AND day = ?", (queue.day,)
    ).fetchone()[0]
    return MachineNow(
        version=_version(),
        database_bytes=sum(file.stat().st_size for file in files if file.exists()),
        free_bytes=shutil.disk_usage(path.parent).free,
        backed_up_at=_instant(fact(connection, "backed_up")),
        day_opened_at=_instant(opened),
        clock_trusted=clock_trusted(office),
        restored=restored_today(connection, queue.office.zone, queue.day),
        hub=_hub(connection, queue.now),
    )


def _hub(connection: sqlite3.Connection, now: datetime) -> HubNow | None:
    if fact(connection, "linked") is None:
        return None
    silent = hub_silent_since(connection, now) is not None
    return HubNow(_instant(fact(connection, "hub_seen")), silent)


def _version() -> str:
    try:
        return version("okienko")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "?"


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _paper(connection: sqlite3.Connection, job: PrintJob) -> Paper:
    return Paper(job, _number(connection, job), job.state in RETRIED, may_give_up(job))


def _number(connection: sqlite3.Connection, job: PrintJob) -> str:
    """Whose paper it is; "" for a test print."""
    if job.ticket:
        return ticket(connection, job.ticket).number
    visit = booking(connection, job.booking) if job.booking else None
    return visit.number if visit else ""


_SPEAKS_FOR: dict[str, Process] = {
    "printer": "devices",
    "speaker": "announcer",
    "player": "player",
}
"""Which process is heard through which kind of device."""


def _processes(devices: Iterable[DeviceNow], now: datetime) -> Iterable[ProcessNow]:
    """This page comes from the web process, so that one works."""
    yield ProcessNow("web", True, now)
    for kind, process in _SPEAKS_FOR.items():
        mine = [d for d in devices if d.kind == kind]
        if mine:
            heard = [d for d in mine if d.health not in (Health.SILENT, Health.NEVER_HEARD)]
            yield ProcessNow(
                process,
                bool(heard),
                max((d.seen_at for d in mine if d.seen_at), default=None),
            )
