"""What became of each ticket of a day: its waits, ways and services, retold from the log.

Pure; statistics are in `day_figures`. The trap: several calls, a return or an absence may stand
before a person really comes, so times are counted only once the service has begun (B-134).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from queue_core.domain.estimates import WaitRange
from queue_core.domain.tickets import ACTIVE, Move, State

Gap = tuple[datetime, datetime]
"""A time of the office that is left out of all figures, such as an evacuation."""


class Phase(StrEnum):
    """What a stretch of time was spent on."""

    WAIT = "wait"
    WAY = "way"
    SERVICE = "service"


class Kind(StrEnum):
    """How a person came to the office."""

    WALK_IN = "walk_in"
    BOOKED = "booked"
    WITHOUT_TICKET = "without_ticket"


@dataclass(frozen=True, slots=True)
class Mark:
    """One move of a ticket that was not undone: the state it led to, and the service after it.

    `recorded` is false where nobody wrote down when a service ended.
    """

    move: Move
    at: datetime
    state: State
    service: str
    counter: str | None = None
    clerk: str | None = None
    recorded: bool = True
    dealt: tuple[tuple[str, int], ...] = ()
    """Matters that were dealt with by this move, each with its quantity (B-54)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many seconds of one person, for the matter, counter and clerk where they belong."""

    phase: Phase
    seconds: int
    service: str
    counter: str | None
    clerk: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a ticket apart from its moves; `given` is the estimate told at issue."""

    kind: Kind
    booked_for: datetime | None = None
    given: WaitRange | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One ticket retold. `joined_at` is None for a booked person who never came;
    `counter` and `clerk` are those of the last call, `minutes_to_call` leads to the first one."""

    card: Card
    service: str
    state: State
    joined_at: datetime | None
    stretches: tuple[Stretch, ...]
    counter: str | None
    clerk: str | None
    minutes_to_call: float | None
    dealt: tuple[tuple[str, int], ...] = ()

    @property
    def arrived(self) -> bool:
        """Whether the person was in the office."""
        return self.joined_at is not None

    def seconds(self, phase: Phase) -> list[int]:
        """The stretches of one phase."""
        return [s.seconds for s in self.stretches if s.phase is phase]


def retold(card: Card, marks: Sequence[Mark], gaps: Iterable[Gap] = ()) -> Visit:
    """Retell one ticket from its moves in order, at least one; `gaps` are left out of its times."""
    first = marks[0]
    course = _Course(card, tuple(gaps), service=first.service)
    for mark in marks:
        course.follow(mark)
    return Visit(
        card=card,
        service=first.service,
        state=course.state or first.state,
        joined_at=course.joined_at,
        stretches=tuple(course.stretches),
        counter=course.counter,
        clerk=course.clerk,
        minutes_to_call=course.minutes_to_call,
        dealt=tuple(course.dealt),
    )


def measured(begin: datetime, end: datetime, gaps: Iterable[Gap]) -> int:
    """Seconds from `begin` to `end` without the gaps, which must not overlap each other; never
    negative, also when the clock was set back."""
    total = end - begin
    for gap_begin, gap_end in gaps:
        total -= max(timedelta(0), min(end, gap_end) - max(begin, gap_begin))
    return max(0, round(total.total_seconds()))


@dataclass
class _Course:
    """A ticket on its way through its moves."""

    card: Card
    gaps: tuple[Gap, ...]
    service: str
    state: State | None = None
    joined_at: datetime | None = None
    waits_since: datetime | None = None
    called_at: datetime | None = None
    served_since: datetime | None = None
    counter: str | None = None
    clerk: str | None = None
    minutes_to_call: float | None = None
    begun: list[Stretch] = field(default_factory=list)
    """Wait and way of the service under way; they count once it has a regular end."""
    stretches: list[Stretch] = field(default_factory=list)
    dealt: list[tuple[str, int]] = field(default_factory=list)

    def follow(self, mark: Mark) -> None:
        """One move further."""
        if self.state is State.SERVING and mark.state is not State.SERVING:
            self._leave_service(mark)
        if mark.state is State.WAITING:
            self._wait(mark)
        elif mark.state is State.BOOKED:
            self.joined_at = self.waits_since = None
        elif mark.state in ACTIVE:
            self._serve(mark)
        self.dealt += mark.dealt
        self.state, self.service = mark.state, mark.service

    def _wait(self, mark: Mark) -> None:
        """A person who was put back or returned before service goes on with the first wait."""
        begins = max(mark.at, self.card.booked_for or mark.at)
        if mark.move is Move.PLACED:  # nobody was seen yet
            self.waits_since = begins
            return
        self.joined_at = self.joined_at or mark.at
        new_part = mark.move is Move.TRANSFERRED and self.state in (*ACTIVE, State.PARKED)
        if self.waits_since is None or new_part:
            self.waits_since = begins

    def _serve(self, mark: Mark) -> None:
        if mark.move is not Move.CAME and mark.state is not self.state:
            self._call(mark)
        if mark.state is State.SERVING and self.state is not State.SERVING:
            self._begin_service(mark)

    def _call(self, mark: Mark) -> None:
        self.called_at, self.counter, self.clerk = mark.at, mark.counter, mark.clerk
        if self.minutes_to_call is None and self.waits_since is not None:
            self.minutes_to_call = measured(self.waits_since, mark.at, self.gaps) / 60

    def _begin_service(self, mark: Mark) -> None:
        self.joined_at = self.joined_at or self.waits_since or mark.at
        self.served_since = mark.at
        self.begun = []
        if self.waits_since is not None and self.called_at is not None:
            self.begun.append(self._stretch(Phase.WAIT, self.waits_since, self.called_at))
        if mark.move is Move.CAME and self.called_at is not None:
            self.begun.append(self._stretch(Phase.WAY, self.called_at, mark.at))

    def _leave_service(self, mark: Mark) -> None:
        """A return or an absence takes the beginning back; every other end makes it count."""
        if mark.move in (Move.RETURNED, Move.ABSENT) or self.served_since is None:
            self.begun = []
            return
        service = self._stretch(Phase.SERVICE, self.served_since, mark.at)
        recorded = mark.recorded and mark.move is not Move.CLOSED_OUT
        self.stretches += [*self.begun, service] if recorded else self.begun
        self.begun, self.waits_since, self.served_since = [], None, None

    def _stretch(self, phase: Phase, begin: datetime, end: datetime) -> Stretch:
        seconds = measured(begin, end, self.gaps)
        return Stretch(phase, seconds, self.service, self.counter, self.clerk)
