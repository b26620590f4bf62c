"""The inside of a simulated printer: its paper roll, what came out, and how it misbehaves."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

FULL_ROLL = 400
_NEAR_END_TICKETS = 5


class Behaviour(StrEnum):
    """How the printer answers. `ok` still follows the roll: near its end, then out."""

    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"
    COVER_OPEN = "cover_open"
    MUTE = "mute"
    SLOW = "slow"
    RESET = "reset"


@dataclass
class Roll:
    """Tickets `left`, the bytes of each paper that came out, jobs `lost` for want of paper.

    Safe to use from several threads. `folder` gets each paper as a numbered .bin file.
    """

    left: int = FULL_ROLL
    folder: Path | None = None
    lost: int = 0
    _behaviour: Behaviour = Behaviour.OK
    _papers: list[bytes] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def papers(self) -> list[bytes]:
        """The papers so far, in order."""
        with self._lock:
            return list(self._papers)

    @property
    def behaviour(self) -> Behaviour:
        """How the printer behaves, after a look at the paper."""
        with self._lock:
            if self._behaviour is not Behaviour.OK:
                return self._behaviour
            if self.left <= 0:
                return Behaviour.OUT
            return Behaviour.NEAR_END if self.left <= _NEAR_END_TICKETS else Behaviour.OK

    def set(self, behaviour: Behaviour) -> None:
        """Behave so from now on."""
        with self._lock:
            self._behaviour = behaviour

    def load(self, tickets: int) -> None:
        """Put in a new roll; the printer is well again."""
        with self._lock:
            self.left = tickets
            self._behaviour = Behaviour.OK

    def take(self, job: bytes) -> None:
        """Print a job, or lose it where the printer cannot."""
        with self._lock:
            if self.behaviour in (Behaviour.OUT, Behaviour.COVER_OPEN):
                self.lost += 1
                return
            self.left -= 1
            self._papers.append(job)
            if self.folder:
                _write_whole(self.folder / f"{len(self._papers):05}.bin", job)

    def state(self) -> str:
        """One line: the behaviour, papers printed, tickets left on the roll, jobs lost."""
        with self._lock:
            printed = len(self._papers)
            return f"{self.behaviour} papers={printed} left={self.left} lost={self.lost}"


def _write_whole(path: Path, data: bytes) -> None:
    """A reader of the folder never sees half a paper."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(data)
    unfinished.rename(path)
