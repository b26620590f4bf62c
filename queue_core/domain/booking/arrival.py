"""When a booked person may come, what proves that he is here, and when a visit is given up.

Pure: times and states in, an answer or a refusal out (`queue-rules`, "Arrival of booked
visits"; B-100, B-101). The trap: being placed or called proves nothing; only a physical proof
stands against a cancellation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from queue_core.domain.errors import Refused
from queue_core.domain.office import Rules
from queue_core.domain.tickets import State


class Proof(StrEnum):
    """How a person shows a booking."""

    CODE = "code"
    QR = "qr"
    PHONE_DIGITS = "phone"
    NUMBER = "number"
    RECEPTION = "reception"
    REMOTE = "remote"
    """From the phone, wherever that is (B-107)."""


PHYSICAL = frozenset(Proof) - {Proof.REMOTE}
"""Proofs that the person stands in the office; "came" at a counter is one more."""


class Answer(StrEnum):
    """What an accepted proof does."""

    ENTERS = "enters"
    """The visit takes its place in the queue."""
    PROVES = "proves"
    """It has its place by itself; now the person is known to be here."""
    RETURNS = "returns"
    """Missed or struck out within the tolerance: back to the queue."""
    AGAIN = "again"
    """Known to be here already: the paper once more."""


@dataclass(frozen=True)
class Window:
    """From when until when a visit may arrive."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Known:
    """A visit as the node sees it. `state` is None while there is no ticket of it; `proven`
    tells that the person has shown to be in the office; `away` that the node learned of the
    visit too late to place it."""

    start: datetime
    state: State | None = None
    proven: bool = False
    cancelled: bool = False
    away: bool = False


def window(start: datetime, rules: Rules) -> Window:
    """The rule of the office around one hour."""
    return Window(
        start - timedelta(minutes=rules.arrive_from_minutes),
        start + timedelta(minutes=rules.arrive_tolerance_minutes),
    )


_OVER = frozenset({State.SERVING, State.DONE, State.LEFT, State.UNSERVED})
_MISSED = frozenset({State.ABSENT, State.NO_SHOW})


def check_arrival(visit: Known, rules: Rules, now: datetime) -> Answer:
    """What this proof does at this moment.

    Raises `cancelled`, `already_used`, `too_early` (`start`, `opens_at`), `too_late` (`start`,
    `closed_at`).
    """
    if visit.cancelled or visit.state is State.CANCELLED:
        raise Refused("cancelled")
    if visit.state in _OVER:
        raise Refused("already_used")
    if visit.state in _MISSED:
        return _missed(visit, rules, now)
    if visit.state in (None, State.BOOKED):
        check_window(visit.start, rules, now)
        return Answer.ENTERS
    return Answer.AGAIN if visit.proven else Answer.PROVES


def check_override(visit: Known) -> Answer:
    """What the reception's word does, whatever the hour; only an ended visit stays ended.

    Raises `cancelled`, `already_used`.
    """
    if visit.cancelled or visit.state is State.CANCELLED:
        raise Refused("cancelled")
    if visit.state in _OVER:
        raise Refused("already_used")
    if visit.state in _MISSED:
        return Answer.RETURNS
    if visit.state in (None, State.BOOKED):
        return Answer.ENTERS
    return Answer.AGAIN if visit.proven else Answer.PROVES


def check_window(start: datetime, rules: Rules, now: datetime) -> None:
    """Raise `too_early` or `too_late` outside the office's window around the hour."""
    open_for = window(start, rules)
    if now < open_for.opens_at:
        raise Refused("too_early", start=start, opens_at=open_for.opens_at)
    if now > open_for.closes_at:
        raise _too_late(start, rules)


def _missed(visit: Known, rules: Rules, now: datetime) -> Answer:
    """Absent or struck out: back within the tolerance; one absent is called again anyway."""
    if now <= window(visit.start, rules).closes_at:
        return Answer.RETURNS
    if visit.state is State.ABSENT:
        return Answer.AGAIN if visit.proven else Answer.PROVES
    raise _too_late(visit.start, rules)


def _too_late(start: datetime, rules: Rules) -> Refused:
    return Refused("too_late", start=start, closed_at=window(start, rules).closes_at)


def known_too_late(start: datetime, known_at: datetime, rules: Rules) -> bool:
    """Whether the node heard of a visit after its hour and tolerance: it is not placed and is
    nobody's no-show."""
    return known_at > window(start, rules).closes_at


def is_to_be_placed(start: datetime, rules: Rules, now: datetime) -> bool:
    """Whether a booked ticket now takes its place by itself (T-11): where the office asks for
    no arrival, from the minute in which it may be called."""
    due_from = start - timedelta(minutes=rules.booked_due_minutes)
    return rules.arrival == "not_required" and now >= due_from


def is_given_up(start: datetime, rules: Rules, now: datetime) -> bool:
    """Whether a booked ticket without arrival is struck out: its tolerance has passed."""
    return rules.arrival == "required" and now > window(start, rules).closes_at


def cancellation_wins(state: State | None, proven: bool) -> bool:
    """Whether a cancellation that comes now is taken: not after a physical proof, and not once
    the visit is or was being served. Placed, called, missed, or given up by somebody who was never
    seen: the cancellation wins."""
    if state is None or state is State.CANCELLED:
        return True
    return not proven and state not in (State.SERVING, State.PARKED, State.DONE)
