"""What a kiosk tells of the tickets just taken, and what it may say about their paper.

The trap: "printed" is said only when the printer said so; a job that waits longer than paper
takes is told as missing, because the person stands there now.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from edge_node.store.devices import device
from edge_node.store.print_jobs import PrintJob, latest_job
from edge_node.store.tickets import ticket
from edge_node.store.unit import Office
from queue_core.domain.errors import Unknown
from queue_core.domain.estimates import WaitRange
from queue_core.domain.office import Counter, OfficeDocument, Service
from queue_core.domain.printing import BROKEN, OPEN, PrintState
from queue_core.domain.tickets import Ticket

SHOWN_FOR = timedelta(minutes=3)
"""Later the number is gone from the kiosk, whoever goes back in the browser (B-9)."""
PAPER_TAKES = timedelta(seconds=6)


class Paper(StrEnum):
    """What the person is told about the paper."""

    NOT_ASKED = "not_asked"
    PRINTING = "printing"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    MISSING = "missing"


@dataclass(frozen=True)
class TakenTicket:
    """A ticket on the kiosk's screen; `wait` and `eticket_url` are None where there is none."""

    ticket: Ticket
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    wait: WaitRange | None
    eticket_url: str | None
    paper: Paper


def taken_tickets(office: Office, kiosk_id: str, ids: Iterable[str]) -> list[TakenTicket]:
    """The tickets with these ids; those of another kiosk and those of long ago are left out."""
    document, now = office.document, office.clock.now()
    with office.database.snapshot() as connection:
        found = [_found(connection, id) for id in ids]
        return [
            _taken(document, one, _paper(connection, one, now))
            for one in found
            if one is not None and _was_just_here(connection, one, kiosk_id, now)
        ]


def paper_told(job: PrintJob | None, printer: str | None, now: datetime) -> Paper:
    """What to say about a job; `printer` is what its printer last reported, if anything."""
    if job is None:
        return Paper.NOT_ASKED
    if job.state in OPEN:
        late = now - job.created_at > PAPER_TAKES
        return Paper.MISSING if printer in BROKEN or late else Paper.PRINTING
    told = {PrintState.PRINTED: Paper.PRINTED, PrintState.UNKNOWN: Paper.UNKNOWN}
    return told.get(job.state, Paper.MISSING)


def _found(connection: sqlite3.Connection, id: str) -> Ticket | None:
    try:
        return ticket(connection, id)
    except Unknown:
        return None


def _was_just_here(
    connection: sqlite3.Connection, found: Ticket, kiosk_id: str, now: datetime
) -> bool:
    """Whether it was taken at this kiosk a moment ago, or its visit was confirmed there."""
    if not found.booked:
        return found.kiosk == kiosk_id and now - found.issued_at < SHOWN_FOR
    since = (now - SHOWN_FOR).isoformat(timespec="milliseconds")
    row = connection.execute(
        "SELECT 1 FROM events WHERE ticket = ? AND at > ? AND data ->> '$.kiosk' = ? LIMIT 1",
        (found.id, since, kiosk_id),
    ).fetchone()
    return row is not None


def _paper(connection: sqlite3.Connection, taken: Ticket, now: datetime) -> Paper:
    job = latest_job(connection, taken.id)
    reported = device(connection, f"printer:{job.printer}") if job else None
    return paper_told(job, reported.state if reported else None, now)


def _taken(document: OfficeDocument, taken: Ticket, paper: Paper) -> TakenTicket:
    named = (document.service(id) for id in (taken.service, *taken.more_services))
    low, high = taken.wait_low_at_issue, taken.wait_high_at_issue
    return TakenTicket(
        ticket=taken,
        services=tuple(service for service in named if service),
        counters=tuple(c for c in document.counters if taken.service in c.services),
        wait=WaitRange(low, high) if low is not None and high is not None else None,
        eticket_url=document.eticket_url(taken.token),
        paper=paper,
    )
