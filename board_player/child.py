"""A program that is kept alive: started, watched, started again, ended with all that it started.

Knows nothing of what the program does. The trap: a browser leaves children behind, so each
program gets a process group of its own, and the group is ended.
"""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

from board_player.restart import RestartDelay

STOP_SECONDS = 5.0

log = logging.getLogger("okienko.player")


class Child:
    """One program by its command line. Driven by `tick`, several times a second."""

    def __init__(
        self,
        name: str,
        command: Callable[[], Sequence[str]],
        *,
        environment: Mapping[str, str] | None = None,
        stop_seconds: float = STOP_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._command = command
        self._environment = {**os.environ, **(environment or {})}
        self._stop_seconds = stop_seconds
        self._monotonic = monotonic
        self._delay = RestartDelay()
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0

    @property
    def alive_seconds(self) -> float | None:
        """How long the program has been running; None while it does not."""
        return None if self._process is None else self._monotonic() - self._started_at

    def tick(self) -> None:
        """Start the program when it is due; notice that it ended."""
        if self._process is not None and self._process.poll() is not None:
            self._after_its_end(self._process)
        if self._process is None and self._monotonic() >= self._start_at:
            self._start()

    def stop(self) -> None:
        """End the program and all that it started; the next `tick` starts it afresh."""
        if self._process is None:
            return
        self._signal_group(self._process, signal.SIGTERM)
        try:
            self._process.wait(self._stop_seconds)
        except subprocess.TimeoutExpired:
            log.warning("program=%s state=killed", self._name)
        self._signal_group(self._process, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self._start_at = self._monotonic()

    def _start(self) -> None:
        command = list(self._command())
        self._started_at = self._monotonic()
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            self._start_at = self._started_at + self._delay.after(0.0)
            log.error("program=%s state=not_started detail=%s", self._name, error.strerror)
        else:
            log.info("program=%s state=started process=%d", self._name, self._process.pid)

    def _after_its_end(self, process: subprocess.Popen[bytes]) -> None:
        lived = self._monotonic() - self._started_at
        delay = self._delay.after(lived)
        self._signal_group(process, signal.SIGKILL)  # what it left behind
        self._process = None
        self._start_at = self._monotonic() + delay
        log.warning(
            *("program=%s state=ended code=%s lived=%.0f again_in=%.0f", self._name),
            *(process.returncode, lived, delay),
        )

    def _signal_group(self, process: subprocess.Popen[bytes], number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
