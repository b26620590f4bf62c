"""The clocks of the product: the system's, one that stands still, and one faster than life.

Everything that needs the time is given a `Clock`; nobody asks the system by himself. A scaled
clock is shared by all processes of a demonstration through its start and its rate.
"""

import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_TIMESYNC_MARK = Path("/run/systemd/timesync/synchronized")


class Clock(Protocol):
    """Wall time, a time that only grows, and whether the wall time can be trusted (B-153)."""

    def now(self) -> datetime:
        """The wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never step back."""

    def synchronised(self) -> bool:
        """Whether the wall time comes from a time server or a clock chip."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def synchronised(self) -> bool:
        """True where systemd-timesyncd or a hardware clock vouches for the time."""
        return _TIMESYNC_MARK.exists() or Path("/dev/rtc0").exists() or _ntp_synchronised()


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
