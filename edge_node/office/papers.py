"""Papers of tickets, and what a person decides about them: once more, or given up (B-11, B-159)."""

from datetime import timedelta

from edge_node.store.print_jobs import (
    PrintJob,
    enqueue_slip,
    enqueue_staff_copy,
    enqueue_test,
    print_job,
    set_job,
)
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Unknown
from queue_core.domain.office import Kiosk
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Ticket

RETRIED = frozenset({PrintState.UNKNOWN, PrintState.FAILED, PrintState.DROPPED})
"""From these a person may have a paper printed again."""
_GIVEN_UP = frozenset({PrintState.QUEUED, PrintState.UNKNOWN, PrintState.FAILED})
TOO_OLD = "too_old"
"""Why a paper was dropped that no person gave up."""


def print_ticket(unit: Unit, ticket: Ticket, printer: str, kiosk: Kiosk | None = None) -> None:
    """Queue the paper of a new ticket, and the office's own copy where the matter or the kiosk
    wants one (B-11)."""
    enqueue_slip(unit, ticket, printer)
    service = unit.office.service(ticket.service)
    if (service and service.staff_copy) or (kiosk and kiosk.staff_copy):
        enqueue_staff_copy(unit, ticket, (kiosk.staff_printer if kiosk else "") or printer)


@use_case
def retry_print(unit: Unit, job_id: int) -> PrintJob:
    """Queue a paper again that did not come out, or may not have; only a person may say so.

    Raises `unknown_job`, `not_allowed_now`.
    """
    job = print_job(unit.connection, job_id)
    if job.state not in RETRIED:
        raise NotAllowedNow(state=job.state.value)
    valid_until = unit.now + timedelta(minutes=unit.office.rules.print_valid_minutes)
    unit.connection.execute(
        "UPDATE print_jobs SET valid_until = ? WHERE id = ?",
        (valid_until.isoformat(timespec="milliseconds"), job_id),
    )
    set_job(unit, job_id, PrintState.QUEUED)
    return print_job(unit.connection, job_id)


def may_give_up(job: PrintJob) -> bool:
    """Whether a person may still decide that this paper is not wanted any more."""
    return job.state in _GIVEN_UP or (job.state is PrintState.DROPPED and job.detail == TOO_OLD)


@use_case
def drop_print(unit: Unit, job_id: int) -> PrintJob:
    """Give a paper up. Raises `unknown_job`, `not_allowed_now`."""
    job = print_job(unit.connection, job_id)
    if not may_give_up(job):
        raise NotAllowedNow(state=job.state.value)
    set_job(unit, job_id, PrintState.DROPPED, "given up by a person")
    return print_job(unit.connection, job_id)


@use_case
def print_test(unit: Unit, printer: str) -> PrintJob:
    """Queue a test print that shows all Polish letters. Raises `unknown_printer`."""
    check_printer(unit, printer)
    return print_job(unit.connection, enqueue_test(unit, printer))


def check_printer(unit: Unit, printer: str) -> None:
    """Raise `unknown_printer` unless a kiosk of this office prints on it."""
    if printer not in unit.office.printers:
        raise Unknown("printer", printer=printer)
