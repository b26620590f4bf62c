"""What booking answers. None of these values holds a name or an address."""

from dataclasses import dataclass
from datetime import date, datetime

from queue_core.domain.office import Texts


@dataclass(frozen=True)
class FreeTerm:
    """A term that can be booked now; `free` visits may still run side by side in it."""

    start: datetime
    free: int


@dataclass(frozen=True)
class DayOffer:
    """One day of an office: its free terms. `full` where all are taken, `closed` where there are
    none by rule; `reason` may say why."""

    day: date
    terms: tuple[FreeTerm, ...]
    full: bool
    closed: bool
    reason: Texts


@dataclass(frozen=True)
class Held:
    """A term that is held for one browser until `expires_at`."""

    id: str
    office: str
    service: str
    start: datetime
    minutes: int
    persons: int
    language: str
    expires_at: datetime
    extended: bool
    state: str = "held"


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way; `channel` is `sms` or `email`."""

    booking: str
    channel: str
    expires_at: datetime
    sends_left: int
    attempts_left: int


@dataclass(frozen=True)
class BookingView:
    """A booking as its holder may see it; `code` and `token` are for the holder alone."""

    id: str
    token: str
    state: str
    office: str
    service: str
    start: datetime
    minutes: int
    persons: int
    language: str
    number: str
    code: str
    version: int
    can_cancel: bool
    can_move: bool
    warning: str = ""
