"""What a ticket is, the states it can be in, and the one table of moves between them.

Knows nothing of time, storage or screens. The trap: `counter` stays on a ticket after it was
parked or marked absent (it names who called it last); only `ACTIVE` states occupy a counter.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from queue_core.domain.errors import NotAllowedNow


class State(StrEnum):
    """Where a ticket stands. It is in exactly one of these at any time."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ABSENT = "absent"
    PARKED = "parked"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LEFT = "left"
    UNSERVED = "unserved"


ACTIVE = frozenset({State.CALLED, State.SERVING})
"""A ticket in one of these is shown by exactly one counter."""
FINAL = frozenset({State.DONE, State.NO_SHOW, State.CANCELLED, State.LEFT, State.UNSERVED})
OPEN = frozenset(State) - FINAL


class Priority(IntEnum):
    """Class of a ticket; a smaller non-zero class goes first (B-21)."""

    NORMAL = 0
    FIRST = 1
    SECOND = 2


class Origin(StrEnum):
    """How a person came to the queue."""

    WALK_IN = "walk_in"
    BOOKING = "booking"
    PAPER_DAY = "paper_day"
    WITHOUT_TICKET = "without_ticket"


class Move(StrEnum):
    """The name of each move; an event of the log carries it, in the past tense of the office."""

    TAKEN = "ticket_issued"
    BOOKED = "ticket_booked"
    PLACED = "ticket_placed"
    ARRIVED = "ticket_arrived"
    PROVEN = "ticket_proven"
    """In the queue by itself; now the person has shown to be here. No change of place."""
    REBOOKED = "ticket_rebooked"
    """The booking has another hour or matter now."""
    WITHDRAWN = "ticket_withdrawn"
    """The booking was cancelled or moved away, and nobody had proved to be here."""
    CALLED = "ticket_called"
    CAME = "ticket_came"
    ABSENT = "ticket_absent"
    STRUCK_OUT = "ticket_struck_out"
    RESTORED = "ticket_restored"
    PARKED = "ticket_parked"
    TAKEN_BACK = "ticket_taken_back"
    RETURNED = "ticket_returned"
    TRANSFERRED = "ticket_transferred"
    FINISHED = "ticket_finished"
    CANCELLED = "ticket_cancelled"
    LEFT = "ticket_left"
    UNPLACED = "ticket_unplaced"
    CLOSED_OUT = "ticket_closed_out"
    UNDONE = "ticket_undone"
    """Back to the state before; its own rules are in `undo`."""


MOVES: dict[Move, frozenset[tuple[State | None, State]]] = {
    Move.BOOKED: frozenset({(None, State.BOOKED)}),
    Move.TAKEN: frozenset({(None, State.WAITING), (None, State.SERVING)}),
    Move.PLACED: frozenset({(State.BOOKED, State.WAITING)}),
    Move.ARRIVED: frozenset({(State.BOOKED, State.WAITING)}),
    Move.PROVEN: frozenset(
        (state, state) for state in (State.WAITING, State.CALLED, State.ABSENT, State.PARKED)
    ),
    Move.REBOOKED: frozenset(
        (state, after)
        for state in (State.BOOKED, State.WAITING, State.CALLED, State.ABSENT, State.NO_SHOW)
        for after in (state, State.BOOKED)
    ),
    Move.WITHDRAWN: frozenset(
        {
            (State.BOOKED, State.CANCELLED),
            (State.WAITING, State.CANCELLED),
            (State.CALLED, State.CANCELLED),
            (State.ABSENT, State.CANCELLED),
        }
    ),
    Move.CALLED: frozenset(
        {
            (State.WAITING, State.CALLED),
            (State.WAITING, State.SERVING),
            (State.ABSENT, State.CALLED),
            (State.ABSENT, State.SERVING),
        }
    ),
    Move.CAME: frozenset({(State.CALLED, State.SERVING)}),
    Move.ABSENT: frozenset({(State.CALLED, State.ABSENT), (State.SERVING, State.ABSENT)}),
    Move.STRUCK_OUT: frozenset(
        {
            (State.ABSENT, State.NO_SHOW),
            (State.BOOKED, State.NO_SHOW),
        }
    ),
    Move.RESTORED: frozenset({(State.ABSENT, State.WAITING), (State.NO_SHOW, State.WAITING)}),
    Move.PARKED: frozenset({(State.SERVING, State.PARKED)}),
    Move.TAKEN_BACK: frozenset({(State.PARKED, State.CALLED), (State.PARKED, State.SERVING)}),
    Move.RETURNED: frozenset(
        {
            (State.CALLED, State.WAITING),
            (State.SERVING, State.WAITING),
            (State.PARKED, State.WAITING),
        }
    ),
    Move.TRANSFERRED: frozenset(
        {
            (State.WAITING, State.WAITING),
            (State.CALLED, State.WAITING),
            (State.SERVING, State.WAITING),
            (State.PARKED, State.WAITING),
        }
    ),
    Move.FINISHED: frozenset({(State.SERVING, State.DONE), (State.PARKED, State.DONE)}),
    Move.CANCELLED: frozenset(
        {
            (State.BOOKED, State.CANCELLED),
            (State.WAITING, State.CANCELLED),
            (State.PARKED, State.CANCELLED),
        }
    ),
    Move.LEFT: frozenset(
        {
            (State.WAITING, State.LEFT),
            (State.PARKED, State.LEFT),
            (State.CALLED, State.LEFT),
            (State.ABSENT, State.LEFT),
        }
    ),
    Move.UNPLACED: frozenset({(State.WAITING, State.BOOKED)}),
    Move.CLOSED_OUT: frozenset(
        {
            (State.WAITING, State.UNSERVED),
            (State.PARKED, State.UNSERVED),
            (State.CALLED, State.UNSERVED),
            (State.SERVING, State.DONE),
            (State.ABSENT, State.NO_SHOW),
            (State.BOOKED, State.NO_SHOW),
        }
    ),
}


def check_move(move: Move, before: State | None, after: State) -> None:
    """Raise `NotAllowedNow` unless the table of moves knows this one."""
    if (before, after) not in MOVES[move]:
        raise NotAllowedNow(move=move.value, state=before.value if before else None)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person's place in the queue of one office day. Holds no personal data (B-164).

    Instants are aware UTC. `queue_time` orders the queue (issue for a walk-in, the booked hour
    for a visit); `ageing_from` is where the ageing rule starts counting, anew after a transfer.
    `absent_seq` is the event that marked the ticket absent: order is kept by sequence, never by
    a wall clock.
    """

    id: str
    day: str
    number: str
    service: str
    state: State
    queue_time: datetime
    ageing_from: datetime
    issued_at: datetime
    token: str
    issue_seq: int = 0
    priority: Priority = Priority.NORMAL
    origin: Origin = Origin.WALK_IN
    language: str = "pl"
    need: str | None = None
    booked_for: datetime | None = None
    booking: str | None = None
    arrived: bool = False
    kiosk: str | None = None
    note: str | None = None
    more_services: tuple[str, ...] = ()
    served_services: tuple[str, ...] = ()
    counter: str | None = None
    clerk: str | None = None
    sent_to_counter: str | None = None
    sent_to_clerk: str | None = None
    first_in_line: bool = False
    calls: int = 0
    called_at: datetime | None = None
    serving_at: datetime | None = None
    absent_at: datetime | None = None
    absent_seq: int = 0
    parked_at: datetime | None = None
    parked_seconds: int = 0
    ended_at: datetime | None = None
    time_reliable: bool = True
    people_before_at_issue: int | None = None
    wait_low_at_issue: int | None = None
    wait_high_at_issue: int | None = None
    version: int = 1

    @property
    def booked(self) -> bool:
        """Whether this is a booked visit, not a walk-in."""
        return self.booked_for is not None


@dataclass(frozen=True, slots=True)
class Alike:
    """So many people who wait for one service and whom nothing but their hour tells apart.

    A queue counted in such groups is read in one look, however long it is.
    """

    people: int
    priority: Priority = Priority.NORMAL
    first_in_line: bool = False
    booked_for: datetime | None = None
