"""The day's quick time, for everybody who takes part in it."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from queue_core.clock import ScaledClock


@dataclass(frozen=True)
class Pace:
    """The clock that the node shares, and the moment at which everybody goes home (`over`)."""

    clock: ScaledClock
    over: threading.Event = field(default_factory=threading.Event)

    def now(self) -> datetime:
        """The day's time."""
        return self.clock.now()

    def spend(self, seconds: float) -> None:
        """Let this much of the day pass, unless the day is over before."""
        self.over.wait(seconds / self.clock.rate)

    def serve(self, seconds: float, real_seconds: float) -> None:
        """A visit of this length, whose end takes some time at the speed of life."""
        self.spend(max(0.0, seconds - real_seconds * self.clock.rate))

    def until(self, at: datetime) -> None:
        """Wait for a moment of the day."""
        self.spend(max(0.0, (at - self.now()).total_seconds()))
