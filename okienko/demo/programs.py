"""The programs of a demonstration: started apart from the terminal, ended to the last child.

Knows processes only. The trap: a node's children have groups of their own, so a signal to the
parent's group never reaches them all; and a parent that lives starts again what is killed.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_END_SECONDS = 8.0


class Program:
    """One program and everything it starts; what it says goes to a log file."""

    def __init__(self, log: Path, *command: str) -> None:
        self._command = command
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, out of reach of the terminal's Ctrl-C: the demonstration ends it in order."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    def ask_to_end(self) -> None:
        """SIGTERM to the program itself, which ends its own children."""
        if self._process is not None and self.running:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Whether it ended by itself within this time; else it is killed with all its children."""
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True

    def kill(self) -> int:
        """SIGKILL to the program and all its descendants, as a power cut would; how many died."""
        if self._process is None or not self.running:
            return 0
        os.kill(self._process.pid, signal.SIGSTOP)  # it must not start again what dies
        doomed = [self._process.pid, *descendants(self._process.pid)]
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        return len(doomed)


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module of ours."""
    return (sys.executable, "-m", name, *arguments)


def end_all(programs: Sequence[Program]) -> bool:
    """Ask all of them to end and wait for each; whether none had to be killed."""
    for program in programs:
        program.ask_to_end()
    return all([program.wait(_END_SECONDS) for program in programs])


def descendants(pid: int) -> list[int]:
    """The processes started by this one, by their children and so on."""
    parents = dict(_parents())
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def _parents() -> Iterator[tuple[int, int]]:
    for entry in _PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it ended while we looked
        yield int(entry.name), int(stat.rpartition(")")[2].split()[1])
