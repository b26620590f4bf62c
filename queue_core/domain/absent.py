"""Three calls: when a person who did not answer is called again (T-13 … T-17, B-31, B-32).

Pure. The trap: "since" is the order of events, not of the clock, and a pause that the clock
cannot measure counts as over, so that a step of the wall clock can neither lose nor double a call.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_core.domain.tickets import State, Ticket


@dataclass(frozen=True)
class AbsentRule:
    """What decides whether an absent ticket is due.

    `ends` are (counter, event seq, ticket) of tickets finished, parked or transferred today;
    `may_call` tells whether a counter is open and may be offered the ticket.
    """

    now: datetime
    recall_pause: timedelta
    recall_alone: timedelta
    somebody_waits: bool
    ends: Sequence[tuple[str, int, str]]
    may_call: Callable[[Ticket, str], bool]


def due_absent(absent: Iterable[Ticket], counter: str, rule: AbsentRule) -> Ticket | None:
    """The absent ticket this counter calls again now, the one marked earliest, or None."""
    ready = [t for t in absent if _is_due(t, counter, rule)]
    return min(ready, key=lambda t: t.absent_seq, default=None)


def after_absence(calls: int, allowed: int) -> State:
    """Where an unanswered call leads: `absent`, or `no_show` when all calls are used up."""
    return State.ABSENT if calls < allowed else State.NO_SHOW


def pause_left(ticket: Ticket, now: datetime, pause: timedelta) -> timedelta:
    """How long the ticket may not be called again; zero when it may (B-32), and when the clock
    was set back since it was marked."""
    if ticket.absent_at is None or now < ticket.absent_at:
        return timedelta(0)
    return max(timedelta(0), ticket.absent_at + pause - now)


def _is_due(ticket: Ticket, counter: str, rule: AbsentRule) -> bool:
    if pause_left(ticket, rule.now, rule.recall_pause):
        return False
    if not rule.somebody_waits and not pause_left(ticket, rule.now, rule.recall_alone):
        return True
    return any(
        by in _responsible(ticket, counter, rule) and seq > ticket.absent_seq and other != ticket.id
        for by, seq, other in rule.ends
    )


def _responsible(ticket: Ticket, counter: str, rule: AbsentRule) -> frozenset[str]:
    """Counters whose served person brings the next call: the one that called it, or, when that
    one no longer can, whichever asks stands in for it."""
    caller = ticket.counter or ""
    if not rule.may_call(ticket, caller):
        return frozenset({caller, counter})
    return frozenset({caller}) if caller == counter else frozenset()
