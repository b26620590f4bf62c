"""Runs the processes of a node or a hub and starts again what dies; they meet only in the database.

The trap: a process that finds the database damaged is not simply started again. All of them must
have let go of the file before it is moved and mended.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

log = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 10.0
_GOOD_LIFE_SECONDS = 30.0
_STOP_SECONDS = 5.0
_UNWANTED_SECONDS = 2.0
_FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}
"""Else the C library gives a heap to many of the web process's threads, and each one grows."""


@dataclass
class Child:
    """One process, restarted without limit, ever more slowly while it keeps dying."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait_seconds: float = _FIRST_WAIT_SECONDS
    start_at: float = 0.0
    restarts: int = field(default=0)
    wanted: Callable[[], bool] = lambda: True
    """Asked before each start: a process without work is not there and costs no memory."""

    def tend(self, now: float) -> int | None:
        """Start the process when it is due; notice its end and return its code."""
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
            return None
        if self.process.poll() is None:
            return None
        code = self.process.returncode
        self.end_group(signal.SIGKILL)
        if self.process.returncode == 0 and not self.wanted():
            self.process = None
            return code
        if now - self.started > _GOOD_LIFE_SECONDS:
            self.wait_seconds = _FIRST_WAIT_SECONDS
        log.error("process_died", extra={"child": self.name, "code": code})
        self.process = None
        self.restarts += 1
        self.start_at = now + self.wait_seconds
        self.wait_seconds = min(_LONGEST_WAIT_SECONDS, self.wait_seconds * 2)
        return code

    def _start(self, now: float) -> None:
        if not self.wanted():
            self.start_at = now + _UNWANTED_SECONDS
            return
        self.process = subprocess.Popen(
            self.command, start_new_session=True, env=os.environ | _FEW_HEAPS
        )
        self.started = now

    def end_group(self, how: signal.Signals) -> None:
        """Signal the whole group: a killed master must not leave its worker on the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)


class Rescue(Protocol):
    """What to do about a damaged database; `code` is how a process ends that found it so."""

    code: int

    def needed(self) -> bool:
        """Whether the file is damaged indeed."""

    def mend(self) -> None:
        """Mend it; no process has it open."""


class Supervisor:
    """The parent of the processes."""

    def __init__(
        self,
        program: Sequence[str],
        names: tuple[str, ...],
        wanted: Mapping[str, Callable[[], bool]] | None = None,
        rescue: Rescue | None = None,
    ) -> None:
        """`program` are the module and its arguments, each name is the command behind them.

        `names` run always, those in `wanted` while their question is answered with yes.
        """
        self._rescue = rescue
        started = [sys.executable, "-m", *program]
        self.children = [Child(name, [*started, name]) for name in names]
        for name, question in (wanted or {}).items():
            self.children.append(Child(name, [*started, name], wanted=question))
        self._stop = threading.Event()

    def run(self) -> None:
        """Tend the processes until SIGTERM or SIGINT."""
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda *_: self._stop.set())
        while not self._stop.is_set():
            now = time.monotonic()
            codes = [child.tend(now) for child in self.children]
            if self._rescue is not None and self._rescue.code in codes and self._rescue.needed():
                self._end()
                self._rescue.mend()
            self._stop.wait(0.1)
        self._end()

    def _end(self) -> None:
        for child in self.children:
            child.end_group(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    log.error("process_killed", extra={"child": child.name})
                child.end_group(signal.SIGKILL)  # and what it may have left on the port
                child.process.wait()
                child.process = None
