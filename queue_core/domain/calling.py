"""Whose turn it is: the ordered steps by which a counter gets its next ticket.

A pure function of the waiting and absent tickets, the counter that asks, the counters that are
open, and what this counter did today. The order of the steps is the law of the queue
(`next_ticket`); each step is one small function, so that a dispute can be settled by reading it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from queue_core.domain.absent import AbsentRule, due_absent
from queue_core.domain.office import Rules, Service
from queue_core.domain.tickets import Alike, Priority, State, Ticket


class Step(StrEnum):
    """The reason for which a ticket was called; it is stored with the call."""

    ABSENT = "absent"
    AGED = "aged"
    NEED = "need"
    FIRST_IN_LINE = "first_in_line"
    PRIORITY = "priority"
    LANGUAGE = "language"
    BOOKED = "booked"
    WALK_IN = "walk_in"
    NOT_YET_DUE = "not_yet_due"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Desk:
    """A counter as the rules see it: where it is open, who sits there, what it can serve."""

    id: str
    groups: tuple[frozenset[str], ...]
    clerk: str | None = None
    needs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def serves(self, service: str) -> bool:
        """Whether the profile holds this service."""
        return any(service in group for group in self.groups)


@dataclass(frozen=True)
class History:
    """What the asking counter did today, undone actions left out, oldest first."""

    calls: tuple[Step, ...] = ()
    booked_calls: tuple[bool, ...] = ()
    ends: tuple[tuple[str, int, str], ...] = ()
    """(counter, event seq, ticket) of each finished, parked or transferred ticket, any counter."""

    @property
    def previous(self) -> Step | None:
        """The step of the counter's latest call."""
        return self.calls[-1] if self.calls else None

    @property
    def priority_run(self) -> int:
        """How many priority calls in a row end the list."""
        return _trailing(self.calls, Step.PRIORITY)


@dataclass(frozen=True)
class Choice:
    """The ticket to call and the step that chose it."""

    ticket: Ticket
    step: Step


@dataclass(frozen=True)
class Queue:
    """The state of the office at the moment of asking. `day` is its local date: a ticket of
    another day is never called."""

    tickets: Sequence[Ticket]
    open_desks: Sequence[Desk]
    services: dict[str, Service]
    now: datetime
    day: str
    rules: Rules


def next_ticket(queue: Queue, desk: Desk, history: History) -> Choice | None:
    """Return whom `desk` calls now and why, or None when nobody may be called.

    Steps 1 (absent and due) and 2 (aged) look at all groups of the profile; the later ones at
    the first group in which somebody waits (queue-rules, "Whose turn").
    """
    waiting = _in_state(State.WAITING, queue, desk)
    found = _absent_and_due(queue, desk, history, waiting) or _aged(queue, history, waiting)
    if found is not None:
        return found
    group = _first_group(desk, waiting)
    for step in _STEPS:
        found = step(queue, desk, history, group)
        if found is not None:
            return found
    return None


def offered(ticket: Ticket, desk: Desk, queue: Queue) -> bool:
    """Whether a waiting or absent ticket may be offered to this counter at all.

    One sent to a counter or a clerk is offered there only, as long as that counter is open or
    that clerk sits at one. One with a need goes to a counter flagged for it, if one is open that
    serves the matter (B-173).
    """
    if ticket.sent_to_counter and any(d.id == ticket.sent_to_counter for d in queue.open_desks):
        return ticket.sent_to_counter == desk.id
    if ticket.sent_to_clerk and any(d.clerk == ticket.sent_to_clerk for d in queue.open_desks):
        return ticket.sent_to_clerk == desk.clerk
    if not desk.serves(ticket.service):
        return False
    if ticket.need and ticket.need not in desk.needs:
        return not any(
            ticket.need in d.needs and d.serves(ticket.service) for d in queue.open_desks
        )
    return True


def due(ticket: Ticket | Alike, now: datetime, rules: Rules) -> bool:
    """Whether a booked visit's hour has come (two minutes before it, B-20)."""
    return ticket.booked_for is not None and ticket.booked_for <= now + timedelta(
        minutes=rules.booked_due_minutes
    )


def _in_state(state: State, queue: Queue, desk: Desk) -> Sequence[Ticket]:
    return [
        t
        for t in queue.tickets
        if t.state is state and t.day == queue.day and offered(t, desk, queue)
    ]


def _absent_and_due(
    queue: Queue, desk: Desk, history: History, waiting: Sequence[Ticket]
) -> Choice | None:
    if waiting and history.previous is Step.ABSENT:
        return None
    desks = {d.id: d for d in queue.open_desks}
    rule = AbsentRule(
        now=queue.now,
        recall_pause=timedelta(minutes=queue.rules.recall_pause_minutes),
        recall_alone=timedelta(minutes=queue.rules.recall_alone_minutes),
        somebody_waits=bool(waiting),
        ends=history.ends,
        may_call=lambda ticket, counter: (
            counter in desks and offered(ticket, desks[counter], queue)
        ),
    )
    ticket = due_absent(_in_state(State.ABSENT, queue, desk), desk.id, rule)
    return Choice(ticket, Step.ABSENT) if ticket else None


def _aged(queue: Queue, history: History, waiting: Sequence[Ticket]) -> Choice | None:
    if history.previous is Step.AGED:
        return None
    limit = queue.now - timedelta(minutes=queue.rules.aged_minutes)
    aged = (t for t in waiting if t.ageing_from < limit and _ready(t, queue))
    return _earliest(aged, Step.AGED)


def _need(_queue: Queue, desk: Desk, _history: History, group: Sequence[Ticket]) -> Choice | None:
    return _earliest((t for t in group if t.need and t.need in desk.needs), Step.NEED)


def _first_in_line(
    _queue: Queue, _desk: Desk, _history: History, group: Sequence[Ticket]
) -> Choice | None:
    return _earliest((t for t in group if t.first_in_line), Step.FIRST_IN_LINE)


def _priority(
    queue: Queue, _desk: Desk, history: History, group: Sequence[Ticket]
) -> Choice | None:
    urgent = [t for t in group if t.priority is not Priority.NORMAL]
    others = [t for t in group if t.priority is Priority.NORMAL and _ready(t, queue)]
    if others and history.priority_run >= queue.rules.priority_run:
        return None
    best = min(urgent, key=lambda t: (t.priority, _order(t)), default=None)
    return Choice(best, Step.PRIORITY) if best else None


def _language(
    queue: Queue, desk: Desk, _history: History, group: Sequence[Ticket]
) -> Choice | None:
    """A wish and no need: other counters may serve these people too, and whoever has priority
    goes before them."""
    return _earliest(
        (t for t in group if t.language in desk.languages and _ready(t, queue)), Step.LANGUAGE
    )


def _booked_or_walk_in(
    queue: Queue, _desk: Desk, history: History, group: Sequence[Ticket]
) -> Choice | None:
    ready = [t for t in group if t.priority is Priority.NORMAL and _ready(t, queue)]
    walk_in = min((t for t in ready if not t.booked), key=_order, default=None)
    ahead = (t for t in ready if t.booked and _goes_before(t, walk_in, queue, history))
    booked = min(ahead, key=_order, default=None)
    if booked:
        return Choice(booked, Step.BOOKED)
    return Choice(walk_in, Step.WALK_IN) if walk_in else None


def _not_yet_due(
    _queue: Queue, _desk: Desk, _history: History, group: Sequence[Ticket]
) -> Choice | None:
    return _earliest(group, Step.NOT_YET_DUE)


_STEPS: tuple[Callable[[Queue, Desk, History, Sequence[Ticket]], Choice | None], ...] = (
    _need,
    _first_in_line,
    _priority,
    _language,
    _booked_or_walk_in,
    _not_yet_due,
)


def _goes_before(booked: Ticket, walk_in: Ticket | None, queue: Queue, history: History) -> bool:
    """Whether a due visit goes before the first walk-in, by the setting of its own service."""
    service = queue.services.get(booked.service)
    if walk_in is None or service is None or service.booked_order == "booked_first":
        return True
    if service.booked_order == "merged":
        return _order(booked) <= _order(walk_in)
    booked_share, walk_in_share = service.booked_ratio
    run = _trailing(history.booked_calls, True)
    if run:
        return run < booked_share
    return not history.booked_calls or _trailing(history.booked_calls, False) >= walk_in_share


def _ready(ticket: Ticket, queue: Queue) -> bool:
    return not ticket.booked or due(ticket, queue.now, queue.rules)


def _first_group(desk: Desk, waiting: Sequence[Ticket]) -> Sequence[Ticket]:
    """Tickets of the first group in which somebody waits; one sent here from outside the
    profile counts with the first group."""
    outside = [t for t in waiting if not desk.serves(t.service)]
    for position, services in enumerate(desk.groups or (frozenset(),)):
        members = [t for t in waiting if t.service in services]
        if position == 0:
            members += outside
        if members:
            return members
    return ()


def _order(ticket: Ticket) -> tuple[datetime, int]:
    return (ticket.queue_time, ticket.issue_seq)


def _earliest(tickets: Iterable[Ticket], step: Step) -> Choice | None:
    best = min(tickets, key=_order, default=None)
    return Choice(best, step) if best else None


def _trailing(values: Sequence[object], wanted: object) -> int:
    count = 0
    for value in reversed(values):
        if value != wanted:
            break
        count += 1
    return count
