"""The durable table of paper: what waits for a printer, what is printed, what nobody knows.

A job is taken to `printing` in one transaction before its first byte leaves; found there after
a crash it becomes `unknown` and is never printed again by itself, so no number is on two papers.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge_node.store.unit import Unit
from queue_core.domain.errors import Unknown
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Ticket


@dataclass(frozen=True)
class PrintJob:
    """One paper: of a ticket, of a `booking` for a later day, or of neither, which is a test print;
    `copy` marks what is not the first."""

    id: int
    ticket: str | None
    booking: str | None
    printer: str
    kind: str
    state: PrintState
    copy: bool
    attempts: int
    created_at: datetime
    valid_until: datetime
    detail: str


def enqueue_slip(unit: Unit, ticket: Ticket, printer: str, copy: bool = False) -> int:
    """Queue the paper of a ticket; it is dropped when its use has passed (B-159)."""
    return _enqueue(unit, _Paper(printer, "ticket", ticket=ticket.id, copy=copy))


def enqueue_staff_copy(unit: Unit, ticket: Ticket, printer: str) -> int:
    """Queue the second paper of a ticket, which the office keeps (B-11)."""
    return _enqueue(unit, _Paper(printer, "staff", ticket=ticket.id, copy=True))


def enqueue_visit(unit: Unit, booking: str, printer: str, copy: bool = False) -> int:
    """Queue the confirmation of a visit that was booked here for a later day."""
    return _enqueue(unit, _Paper(printer, "visit", booking=booking, copy=copy))


def enqueue_test(unit: Unit, printer: str) -> int:
    """Queue a test print that shows all Polish letters."""
    return _enqueue(unit, _Paper(printer, "test"))


def enqueue_sample(unit: Unit, printer: str) -> int:
    """Queue a sample of the layout that is being tried out (B-6)."""
    return _enqueue(unit, _Paper(printer, "sample"))


def print_job(connection: sqlite3.Connection, job_id: int) -> PrintJob:
    """One job. Raises `Unknown("job")`."""
    row = connection.execute("SELECT * FROM print_jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise Unknown("job")
    return _job(row)


def print_jobs(
    connection: sqlite3.Connection,
    state: PrintState | None = None,
    limit: int = 200,
    *,
    before: int | None = None,
) -> list[PrintJob]:
    """The newest jobs, of one state if given; `before` is the id after which a page goes on."""
    rows = connection.execute(
        """SELECT * FROM print_jobs WHERE (:state IS NULL OR state = :state)
        AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit""",
        {"state": state, "before": before, "limit": limit},
    )
    return [_job(row) for row in rows]


def latest_job(connection: sqlite3.Connection, ticket_id: str) -> PrintJob | None:
    """The newest paper of a ticket for its person, or None when none was asked for."""
    row = connection.execute(
        """SELECT * FROM print_jobs WHERE ticket = ? AND kind <> 'staff'
        ORDER BY id DESC LIMIT 1""",
        (ticket_id,),
    ).fetchone()
    return _job(row) if row else None


def latest_visit_job(connection: sqlite3.Connection, booking: str) -> PrintJob | None:
    """The newest confirmation of a visit, or None when none was asked for."""
    row = connection.execute(
        "SELECT * FROM print_jobs WHERE booking = ? ORDER BY id DESC LIMIT 1", (booking,)
    ).fetchone()
    return _job(row) if row else None


def paper_state(connection: sqlite3.Connection, ticket_id: str) -> PrintState | None:
    """Where the newest paper of a ticket for its person is, or None when none was asked for."""
    row = connection.execute(
        """SELECT state FROM print_jobs WHERE ticket = ? AND kind <> 'staff'
        ORDER BY id DESC LIMIT 1""",
        (ticket_id,),
    ).fetchone()
    return PrintState(row["state"]) if row else None


def next_job(connection: sqlite3.Connection, printer: str) -> PrintJob | None:
    """The oldest job that waits for this printer, or None."""
    row = connection.execute(
        """SELECT * FROM print_jobs WHERE printer = ? AND state IN ('queued', 'printing')
        AND state = 'queued' ORDER BY id LIMIT 1""",
        (printer,),
    ).fetchone()
    return _job(row) if row else None


def set_job(unit: Unit, job_id: int, state: PrintState, detail: str = "") -> None:
    """Move a job to another state; a job taken by a printer counts as one more attempt."""
    unit.connection.execute(
        """UPDATE print_jobs SET state = ?, detail = ?, changed_at = ?,
        attempts = attempts + (? = 'printing') WHERE id = ?""",
        (state.value, detail[:200], unit.stamp, state.value, job_id),
    )
    unit.touch("print")


def settle_interrupted(unit: Unit, printer: str) -> int:
    """After a crash: jobs that were at this printer may be on paper or not. Returns how many."""
    settled = unit.connection.execute(
        """UPDATE print_jobs SET state = 'unknown', changed_at = ?,
        detail = 'interrupted while printing' WHERE printer = ? AND state = 'printing'""",
        (unit.stamp, printer),
    )
    if settled.rowcount:
        unit.touch("print")
    return settled.rowcount


@dataclass(frozen=True)
class _Paper:
    """What is to be printed, where."""

    printer: str
    kind: str
    ticket: str | None = None
    booking: str | None = None
    copy: bool = False


def _enqueue(unit: Unit, paper: _Paper) -> int:
    valid_until = unit.now + timedelta(minutes=unit.office.rules.print_valid_minutes)
    job = unit.connection.execute(
        """INSERT INTO print_jobs (ticket, booking, printer, kind, state, copy, attempts,
        created_at, valid_until, changed_at, detail)
        VALUES (?, ?, ?, ?, 'queued', ?, 0, ?, ?, ?, '')""",
        (
            paper.ticket,
            paper.booking,
            paper.printer,
            paper.kind,
            int(paper.copy),
            unit.stamp,
            valid_until.isoformat(timespec="milliseconds"),
            unit.stamp,
        ),
    )
    unit.touch("print")
    return int(job.lastrowid or 0)


def _job(row: sqlite3.Row) -> PrintJob:
    return PrintJob(
        row["id"],
        row["ticket"],
        row["booking"],
        row["printer"],
        row["kind"],
        PrintState(row["state"]),
        bool(row["copy"]),
        row["attempts"],
        datetime.fromisoformat(row["created_at"]),
        datetime.fromisoformat(row["valid_until"]),
        row["detail"],
    )
