"""The table of print jobs in memory, and printers that do as told: fakes of the two ports."""

from dataclasses import dataclass, field
from datetime import datetime

from edge_node.devices.printer.port import PrinterTrouble
from edge_node.devices.printer.spooler import Job
from queue_core.domain.printing import PaperStatus, PrinterCondition, PrintState
from queue_core.domain.slip import Slip


@dataclass
class FakeJobs:
    """Rows by id, and everything that was told about printers."""

    rows: dict[int, Job] = field(default_factory=dict)
    states: dict[int, PrintState] = field(default_factory=dict)
    details: dict[int, str] = field(default_factory=dict)
    reports: list[PrinterCondition] = field(default_factory=list)

    def add(self, text: str, valid_until: datetime) -> int:
        job_id = len(self.rows) + 1
        self.rows[job_id] = Job(job_id, Slip(text, "", "", ""), valid_until)
        self.states[job_id] = PrintState.QUEUED
        return job_id

    def close_interrupted(self, _printer: str, _now: datetime) -> int:
        found = [i for i, state in self.states.items() if state is PrintState.PRINTING]
        for job_id in found:
            self.states[job_id] = PrintState.UNKNOWN
        return len(found)

    def take_next(self, _printer: str, _now: datetime) -> Job | None:
        for job_id, state in self.states.items():
            if state is PrintState.QUEUED:
                self.states[job_id] = PrintState.PRINTING
                return self.rows[job_id]
        return None

    def finish(self, job_id: int, state: PrintState, detail: str) -> None:
        assert self.states[job_id] is PrintState.PRINTING
        self.states[job_id] = state
        self.details[job_id] = detail

    def report_printer(self, _printer: str, condition: PrinterCondition) -> None:
        self.reports.append(condition)


@dataclass
class FakePrinter:
    """Prints into a list; `trouble` is raised instead while it is set."""

    papers: list[bytes] = field(default_factory=list)
    trouble: PrinterTrouble | None = None
    state: PrinterCondition = PrinterCondition.READY
    asked: int = 0

    def print(self, data: bytes) -> PaperStatus:
        if self.trouble:
            raise self.trouble
        self.papers.append(data)
        return PaperStatus.OK

    def condition(self) -> PrinterCondition:
        self.asked += 1
        return self.state


def number_only(slip: Slip) -> bytes:
    """The shortest rendering: the ticket's number."""
    return slip.number.encode()
