"""The durable table of jobs as a spooler sees it: taken, printed and reported by use cases."""

from dataclasses import dataclass
from datetime import datetime

from edge_node.devices.paper.trial import trial_slip
from edge_node.devices.printer.spooler import Job
from edge_node.devices.slips import clock_lines, ticket_slip
from edge_node.store.devices import report_device
from edge_node.store.print_jobs import PrintJob, next_job, set_job, settle_interrupted
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.domain.printing import PrinterCondition, PrintState
from queue_core.domain.slip import Slip

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
        """See `PrintJobs`; only looks while there is nothing to print."""
        if next_job(self.office.database.read(), printer) is None:
            return None
        taken = _take(self.office, _BY_PRINTER, printer)
        return Job(taken.id, self._slip(taken), taken.valid_until) if taken else None

    def finish(self, job_id: int, state: PrintState, detail: str) -> None:
        """See `PrintJobs`."""
        _finish(self.office, _BY_PRINTER, job_id, state, detail)

    def report_printer(self, printer: str, condition: PrinterCondition) -> None:
        """See `PrintJobs`."""
        report_device(self.office, _BY_PRINTER, f"printer:{printer}", "printer", condition.value)

    def _slip(self, job: PrintJob) -> Slip:
        document = self.office.document
        if job.ticket is None:
            day, hour = clock_lines(document, self.office.clock.now())
            profile = self.profiles.get(job.printer, "")
            return trial_slip(job.printer, profile, date_line=day, hour_line=hour)
        return ticket_slip(document, ticket(self.office.database.read(), job.ticket), job.copy)


@use_case
def _settle(unit: Unit, printer: str) -> int:
    return settle_interrupted(unit, printer)


@use_case
def _take(unit: Unit, printer: str) -> PrintJob | None:
    job = next_job(unit.connection, printer)
    if job is not None:
        set_job(unit, job.id, PrintState.PRINTING)
    return job


@use_case
def _finish(unit: Unit, job_id: int, state: PrintState, detail: str) -> None:
    set_job(unit, job_id, state, detail)
