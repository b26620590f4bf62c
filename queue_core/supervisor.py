"""Runs the processes of a node or a hub and starts again what dies; they meet only in the database.

They are forked from this process, so that all share what it has loaded. The traps: nothing that is
open here (a database, a lock) may be used in a child, and no thread may run here. And a process
that finds the database damaged is not simply started again: all of them must have let go of the
file before it is moved and mended.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 10.0
_GOOD_LIFE_SECONDS = 30.0
STOP_SECONDS = 5.0
_UNWANTED_SECONDS = 2.0
_M_ARENA_MAX = -8
_HEAPS = 2
"""Else the C library gives a heap to many of the web process's threads, and each one grows."""

_STOPPING = (signal.SIGTERM, signal.SIGINT)

Body = Callable[[], int]
"""What a process does until it is told to stop, beginning with its imports; returns its code."""


@dataclass
class Child:
    """One process, restarted without limit, ever more slowly while it keeps dying."""

    name: str
    body: Body
    process: ForkProcess | None = None
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
        code = self.process.exitcode
        if code is None:
            return None
        self.end_group(signal.SIGKILL)
        self.process = None
        if code == 0 and not self.wanted():
            return code
        if now - self.started > _GOOD_LIFE_SECONDS:
            self.wait_seconds = _FIRST_WAIT_SECONDS
        log.error("process_died", extra={"child": self.name, "code": code})
        self.restarts += 1
        self.start_at = now + self.wait_seconds
        self.wait_seconds = min(_LONGEST_WAIT_SECONDS, self.wait_seconds * 2)
        return code

    def _start(self, now: float) -> None:
        if not self.wanted():
            self.start_at = now + _UNWANTED_SECONDS
            return
        process = multiprocessing.get_context("fork").Process(
            target=_live, args=(self.name, self.body), daemon=True
        )
        # a signal to the group must reach the child, however early it comes
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        process.start()
        if process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):  # it did so itself already
                os.setpgid(process.pid, process.pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        self.process = process
        self.started = now

    def end_group(self, how: signal.Signals) -> None:
        """Signal the whole group: what a process has started must not outlive it."""
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)

    def see_end(self, seconds: float) -> None:
        """Wait so long for the end of a process that was told to stop; then it is killed."""
        if self.process is not None:
            self.process.join(seconds)
            if self.process.exitcode is None:
                log.error("process_killed", extra={"child": self.name})
            self.end_group(signal.SIGKILL)  # and what it may have started
            self.process.join()
            self.process = None


def share_memory() -> None:
    """Before the first fork: what is loaded until now will be shared with every child."""
    ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)
    gc.collect()
    gc.freeze()  # what the search for garbage writes on is no longer shared


def _live(name: str, body: Body) -> None:
    """The life of a child, in a group of its own and under a name of its own."""
    os.setpgid(0, 0)
    for wanted in _STOPPING:
        signal.signal(wanted, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    Path("/proc/self/comm").write_text(f"okienko-{name}", encoding="utf-8")
    sys.exit(body())


def program(*words: str) -> Body:
    """A process that shares nothing with this one: `python -m` and these words."""
    command = [sys.executable, "-m", *words]
    environment = os.environ | {"MALLOC_ARENA_MAX": str(_HEAPS)}
    return lambda: os.execve(sys.executable, command, environment)


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
        bodies: Mapping[str, Body],
        wanted: Mapping[str, Callable[[], bool]] | None = None,
        rescue: Rescue | None = None,
    ) -> None:
        """Those named in `wanted` run while their question is answered with yes, others always."""
        self._rescue = rescue
        self.children = [Child(name, body) for name, body in bodies.items()]
        for child in self.children:
            child.wanted = (wanted or {}).get(child.name, child.wanted)
        self._stop = threading.Event()

    def run(self) -> None:
        """Tend the processes until SIGTERM or SIGINT."""
        for wanted in _STOPPING:
            signal.signal(wanted, lambda *_: self._stop.set())
        share_memory()
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
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.see_end(max(0.0, deadline - time.monotonic()))
