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

_SET_BY_SERVER = Path("/run/systemd/timesync/synchronized")
"""systemd-timesyncd's sign that it has set the time."""
_CHIP_SECONDS = Path("/sys/class/rtc/rtc0/since_epoch")
"""What the clock chip shows. The trap: some machines have a chip and no battery for it; it starts
in 1970, while the system goes on from the hour of its last shutdown."""
_CHIP_DRIFT = timedelta(minutes=2)
_BOOTED_BY_SYSTEMD = Path("/run/systemd/system")
_BUILT = datetime(2025, 1, 1, tzinfo=UTC)
"""No machine has run this program earlier."""
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

    def __init__(
        self, trusted: Callable[[], bool] | None = None, last_known: datetime | None = None
    ) -> None:
        """`last_known` is an hour that has passed for certain: an earlier one is never trusted."""
        floor = max(_BUILT, last_known or _BUILT)
        self._ask = trusted or (lambda: _trusted(datetime.now(UTC), floor))
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


def _trusted(now: datetime, floor: datetime) -> bool:
    if _SET_BY_SERVER.exists():
        return True
    if now < floor:
        return False
    chip = _chip_time()
    if chip is not None and chip >= floor and abs(chip - now) <= _CHIP_DRIFT:
        return True
    return _ntp_synchronised()


def _chip_time() -> datetime | None:
    """What the clock chip shows, or None where there is none."""
    try:
        return datetime.fromtimestamp(int(_CHIP_SECONDS.read_text()), UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _ntp_synchronised() -> bool:
    """Whether systemd says so. Without systemd, in a container, the host keeps the time."""
    if not _BOOTED_BY_SYSTEMD.exists():
        return True
    try:
        shown = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.stdout.strip() == "yes"
