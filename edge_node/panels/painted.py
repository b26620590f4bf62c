"""What each board's page last said that it painted; kept in memory, because the card wears.

Kept per board and machine: several screens may show one board, and the watchdog of each asks
for its own. The trap: only a machine of the office counts as a living board, not a colleague
who looks at the page.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated

import msgspec

from queue_core.domain.errors import Refused

BEAT_SECONDS = 20.0
_MOST_SCREENS = 256


class Report(msgspec.Struct):
    """The page's report: the call in the hero's place, "" and 0 for none, and its own hour."""

    seq: int = 0
    number: Annotated[str, msgspec.Meta(max_length=12)] = ""
    painted_at: Annotated[str, msgspec.Meta(max_length=40)] = ""


_REPORTS = msgspec.json.Decoder(Report)


def report_from(body: bytes) -> Report:
    """Read a page's report. Raises `invalid_fields`."""
    try:
        return _REPORTS.decode(body)
    except msgspec.DecodeError as error:
        raise Refused("invalid_fields", field="report") from error


@dataclass(frozen=True)
class Screen:
    """One machine that shows one board."""

    board: str
    address: str


@dataclass
class Painted:
    """The latest report of each screen; times are monotonic seconds."""

    _at: dict[Screen, tuple[float, Report]] = field(default_factory=dict)
    _beats: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, screen: Screen, report: Report, at: float) -> None:
        """Take a report; the oldest screen is forgotten when there are too many."""
        with self._lock:
            self._at.pop(screen, None)
            self._at[screen] = (at, report)
            if len(self._at) > _MOST_SCREENS:
                del self._at[next(iter(self._at))]

    def age_seconds(self, screen: Screen, now: float) -> float | None:
        """How long ago this screen painted, or None if never."""
        known = self._at.get(screen)
        return max(0.0, now - known[0]) if known else None

    def latest(self, screen: Screen) -> Report | None:
        """What this screen said last."""
        known = self._at.get(screen)
        return known[1] if known else None

    def beat_is_due(self, board: str, now: float) -> bool:
        """True once in 20 seconds for each board: then its life is written down."""
        with self._lock:
            last = self._beats.get(board)
            if last is not None and now - last < BEAT_SECONDS:
                return False
            self._beats[board] = now
            return True
