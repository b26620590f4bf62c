"""The worker that puts queued print jobs on paper, one thread for each printer.

The table of jobs is the only memory: what was acknowledged there survives a kill. The rule that
everything follows: a job of which one byte was sent is never printed again by itself, so no
number can stand on two papers (B-10, B-11).
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from edge_node.damage import end_if_damaged
from edge_node.devices.printer import status
from edge_node.devices.printer.port import Printer, PrinterTrouble
from queue_core.clock import Clock
from queue_core.domain.errors import Refused
from queue_core.domain.printing import BROKEN, PrinterCondition, PrintState
from queue_core.domain.slip import Slip

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0
PAPER_POLL_SECONDS = 2.0
IDLE_SECONDS = 1.0
IDLE_ASK_SECONDS = 15.0
REPORT_SECONDS = 30.0

_WAITS_FOR_HANDS = frozenset({PrinterCondition.PAPER_OUT, PrinterCondition.COVER_OPEN})


@dataclass(frozen=True)
class Job:
    """One paper to print; after `valid_until` it is of no use."""

    id: int
    slip: Slip
    valid_until: datetime


class PrintJobs(Protocol):
    """The durable table of jobs; each call is one committed transaction."""

    def close_interrupted(self, printer: str, now: datetime) -> int:
        """Turn jobs found in `printing` into `unknown`; returns how many there were."""

    def take_next(self, printer: str, now: datetime) -> Job | None:
        """The oldest queued job, now `printing`. Must not write when there is none."""

    def finish(self, job_id: int, state: PrintState, detail: str) -> None:
        """Say how it ended; `queued` gives it back. `detail` is a stable reason, or empty."""

    def report_printer(self, printer: str, condition: PrinterCondition) -> None:
        """Show staff how the printer is (B-149); called at changes and every 30 s."""


class Spooler:
    """Prints the jobs of one printer, in order, whatever happens to the printer."""

    def __init__(
        self,
        name: str,
        printer: Printer,
        *,
        jobs: PrintJobs,
        to_bytes: Callable[[Slip], bytes],
        clock: Clock,
    ) -> None:
        """`to_bytes` renders a slip for this printer."""
        self.name = name
        self._printer = printer
        self._jobs = jobs
        self._to_bytes = to_bytes
        self._clock = clock
        self._condition: PrinterCondition | None = None
        self._reported_at = 0.0
        self._asked_at = 0.0
        self._failures = 0

    def begin(self) -> None:
        """Settle what an earlier life left behind. Call once, before the first step."""
        left_over = self._jobs.close_interrupted(self.name, self._clock.now())
        if left_over:
            log.warning("print jobs interrupted: printer=%s jobs=%d", self.name, left_over)

    def step(self) -> float:
        """Do what there is to do; returns the seconds to wait before the next step."""
        if self._condition in BROKEN or self._condition is None:
            self._note(self._printer.condition())
        if self._condition in BROKEN:
            return self._pause()
        job = self._jobs.take_next(self.name, self._clock.now())
        if job is None:
            return self._idle()
        return self._handle(job)

    def _handle(self, job: Job) -> float:
        if job.valid_until <= self._clock.now():
            return self._end(job, PrintState.DROPPED, "too_old")
        try:
            data = self._to_bytes(job.slip)
        except Exception as error:  # a slip that cannot be drawn must not stop the others
            log.exception("slip cannot be rendered: printer=%s job=%d", self.name, job.id)
            code = error.code if isinstance(error, Refused) else "cannot_render"
            return self._end(job, PrintState.FAILED, code)
        return self._print(job, data)

    def _print(self, job: Job, data: bytes) -> float:
        try:
            paper = self._printer.print(data)
        except PrinterTrouble as trouble:
            state = PrintState.UNKNOWN if trouble.sent else PrintState.QUEUED
            self._end(job, state, trouble.reason)
            self._note(trouble.reason)
            return self._pause()
        self._end(job, PrintState.PRINTED, "")
        self._note(status.condition_by_paper(paper))
        return 0.0

    def _end(self, job: Job, state: PrintState, detail: str) -> float:
        self._jobs.finish(job.id, state, detail)
        log.info("print job: printer=%s job=%d state=%s %s", self.name, job.id, state, detail)
        return 0.0

    def _idle(self) -> float:
        """Without jobs, look after the paper from time to time (B-149)."""
        if self._clock.monotonic() - self._asked_at >= IDLE_ASK_SECONDS:
            self._note(self._printer.condition())
        return IDLE_SECONDS

    def _pause(self) -> float:
        if self._condition in _WAITS_FOR_HANDS:
            return PAPER_POLL_SECONDS
        self._failures += 1
        return float(min(FIRST_RETRY_SECONDS * 2 ** (self._failures - 1), LONGEST_RETRY_SECONDS))

    def _note(self, condition: PrinterCondition) -> None:
        now = self._clock.monotonic()
        self._asked_at = now
        if condition not in BROKEN:
            self._failures = 0
        changed = condition is not self._condition
        if changed or now - self._reported_at >= REPORT_SECONDS:
            self._jobs.report_printer(self.name, condition)
            self._reported_at = now
        if changed:
            log.info("printer: printer=%s condition=%s", self.name, condition)
        self._condition = condition


class SpoolerThread:
    """Runs a spooler until stopped. `wake` makes it look for jobs at once."""

    def __init__(self, spooler: Spooler) -> None:
        self._spooler = spooler
        self._woken = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(
            target=self._run, name=f"printer-{spooler.name}", daemon=True
        )

    def start(self) -> None:
        """Begin printing."""
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job. Cheap; may be called from any thread."""
        self._woken.set()

    def stop(self, seconds: float = 5.0) -> None:
        """Finish the job in hand and end; waits at most `seconds`."""
        self._stopping = True
        self._woken.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        begun = False
        while not self._stopping:
            try:
                if not begun:
                    self._spooler.begin()
                    begun = True
                wait_seconds = self._spooler.step()
            except Exception as error:  # thread top: a full disk must not end printing for good
                end_if_damaged(error)
                log.exception("spooler: printer=%s", self._spooler.name)
                begun = False  # a job may have been left in `printing`
                wait_seconds = LONGEST_RETRY_SECONDS
            if wait_seconds:
                self._woken.wait(wait_seconds)
            self._woken.clear()
