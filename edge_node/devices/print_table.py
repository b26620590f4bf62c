"""The durable table of jobs as a spooler sees it: taken, printed and reported by use cases."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from edge_node.damage import end_if_damaged
from edge_node.devices.paper.trial import trial_slip
from edge_node.devices.printer.spooler import Job
from edge_node.devices.slips import (
    VisitProof,
    clock_lines,
    sample_slip,
    staff_slip,
    ticket_slip,
    visit_slip,
)
from edge_node.store.bookings import booking
from edge_node.store.devices import report_device
from edge_node.store.leases import leased_code
from edge_node.store.office_keys import visit_qr
from edge_node.store.print_jobs import PrintJob, next_job, print_job, set_job, settle_interrupted
from edge_node.store.slip_draft import slip_draft
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.domain.errors import Unknown
from queue_core.domain.printing import PrinterCondition, PrintState
from queue_core.domain.slip import Slip, SlipKind

log = logging.getLogger(__name__)

_BY_PRINTER = Command(route="printer")


@dataclass(frozen=True)
class PrintTable:
    """Jobs of this office for one machine's printers; `profiles` names each printer's paper."""

    office: Office
    profiles: dict[str, str]

    def close_interrupted(self, printer: str, _now: datetime) -> int:
        """See `PrintJobs`."""
        return _settle(self.office, _BY_PRINTER, printer)

    def take_next(self, printer: str, _now: datetime) -> Job | None:
        """See `PrintJobs`; only looks while there is nothing to print.

        The slip is made before the job is taken, so that one that can't be made is `failed`
        and never taken for paper that may exist.
        """
        waiting = next_job(self.office.database.read(), printer)
        if waiting is None:
            return None
        try:
            slip = self._slip(waiting)
        except Exception as error:  # one broken job must not stop those behind it
            end_if_damaged(error)
            log.exception("slip_not_made", extra={"job": waiting.id})
            self.finish(waiting.id, PrintState.FAILED, "cannot_render")
            return None
        taken = _take(self.office, _BY_PRINTER, waiting.id)
        return Job(taken.id, slip, taken.valid_until) if taken else None

    def finish(self, job_id: int, state: PrintState, detail: str) -> None:
        """See `PrintJobs`."""
        _finish(self.office, _BY_PRINTER, job_id, state, detail)

    def report_printer(self, printer: str, condition: PrinterCondition) -> None:
        """See `PrintJobs`."""
        report_device(self.office, _BY_PRINTER, f"printer:{printer}", "printer", condition.value)

    def _slip(self, job: PrintJob) -> Slip:
        document = self.office.document
        if job.booking is not None:
            return self._visit(job.booking, job.copy)
        if job.kind == SlipKind.SAMPLE:
            return self._sample()
        if job.ticket is None:
            day, hour = clock_lines(document, self.office.clock.now())
            profile = self.profiles.get(job.printer, "")
            return trial_slip(job.printer, profile, date_line=day, hour_line=hour)
        known = ticket(self.office.database.read(), job.ticket)
        if job.kind == SlipKind.STAFF:
            return staff_slip(document, known)
        return ticket_slip(document, known, job.copy)

    def _sample(self) -> Slip:
        document = self.office.document
        tried = replace(document, slip=slip_draft(self.office.database.read(), document))
        sample = sample_slip(tried, document.services[0].id, "pl", self.office.clock.now())
        return replace(sample, kind=SlipKind.SAMPLE)

    def _visit(self, id: str, copy: bool) -> Slip:
        document, connection = self.office.document, self.office.database.read()
        known = booking(connection, id)
        if known is None:
            raise Unknown("booking")
        proof = VisitProof(leased_code(connection, id), visit_qr(connection, document.id, known))
        return visit_slip(document, known, proof, copy)


@use_case
def _settle(unit: Unit, printer: str) -> int:
    return settle_interrupted(unit, printer)


@use_case
def _take(unit: Unit, job_id: int) -> PrintJob | None:
    """Nobody may have dropped it in the meantime."""
    job = print_job(unit.connection, job_id)
    if job.state is not PrintState.QUEUED:
        return None
    set_job(unit, job.id, PrintState.PRINTING)
    return job


@use_case
def _finish(unit: Unit, job_id: int, state: PrintState, detail: str) -> None:
    set_job(unit, job_id, state, detail)
