"""The clocks of the product: the system's, one that stands still, and one faster than life.

Everything that needs the time is given a `Clock`; nobody asks the system by himself. A scaled
clock is shared by all processes of a demonstration through its start and its rate.
"""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_MARKS = (Path("/run/systemd/timesync/synchronized"), Path("/dev/rtc0"))
"""systemd-timesyncd's sign that it has set the time, and a clock chip."""
_ASK_AGAIN_SECONDS = 10.0


class Clock(Protocol):
    """Wall time, a time that only grows, and whether the wall time can be trusted (B-153)."""

    def now(self) -> datetime:
        """The wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never step back."""

    def synchronised(self) -> bool:
        """Whether the wall time comes from a time server or a clock chip."""


class SystemClock:
    """The machine's own clock.

    Whether it can be trusted is asked of another program, which takes 20 ms here and longer on
    a small machine: once, and again from time to time only until the answer is yes.
    """

    def __init__(self, trusted: Callable[[], bool] | None = None) -> None:
        self._ask = trusted or _trusted
        self._trusted = self._ask()
        self._asked_at = self.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def synchronised(self) -> bool:
        """True once a time server or a hardware clock has vouched for the time."""
        if not self._trusted and self.monotonic() - self._asked_at >= _ASK_AGAIN_SECONDS:
            self._asked_at = self.monotonic()  # before the answer: nobody else asks meanwhile
            self._trusted = self._ask()
        return self._trusted


@dataclass
class FixedClock:
    """A clock for tests: it moves only when told to."""

    at: datetime
    synced: bool = True
    elapsed: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.elapsed

    def synchronised(self) -> bool:
        return self.synced

    def advance(self, **amount: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        step = timedelta(**amount)
        self.at += step
        self.elapsed += step.total_seconds()


@dataclass(frozen=True)
class ScaledClock:
    """A day in minutes: `rate` seconds pass for each real one since `started` (a real time)."""

    begin: datetime
    started: float
    rate: float

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=(time.time() - self.started) * self.rate)

    def monotonic(self) -> float:
        return time.monotonic() * self.rate

    def synchronised(self) -> bool:
        return True


def _trusted() -> bool:
    return any(mark.exists() for mark in _MARKS) or _ntp_synchronised()


def _ntp_synchronised() -> bool:
    try:
        shown = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
    except OSError:
        return True  # no systemd: a container or a laptop, whose host keeps the time
    except subprocess.TimeoutExpired:
        return False
    return shown.stdout.strip() != "no"
