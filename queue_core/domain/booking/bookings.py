"""The life of a booking: its states, and the one table of moves.

Pure. The trap: only the node's proof leads back from a final state; nothing on the hub does.
"""

from enum import StrEnum

from queue_core.domain.errors import Refused


class BookingState(StrEnum):
    """What a booking is."""

    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"


S = BookingState
HOLDING = frozenset({S.HELD, S.UNCONFIRMED})
"""Not yet promised: a person is still filling in."""
LIVE = frozenset({S.CONFIRMED, S.ARRIVED})
"""Promised or under way: they keep their access code and count towards limits."""
GIVEN_UP = frozenset({S.CANCELLED, S.EXPIRED, S.MOVED})


class BookingMove(StrEnum):
    """What happened; each is one event."""

    HELD = "held"
    CODE_SENT = "code_sent"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    ARRIVAL_UNDONE = "arrival_undone"
    SERVED = "served"
    SERVICE_UNDONE = "service_undone"
    NO_SHOW = "no_show"
    LEFT = "left"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    TAKEN_AGAIN = "taken_again"
    MOVED = "moved"


M = BookingMove
MOVES: dict[tuple[BookingState, BookingMove], BookingState] = {
    (S.HELD, M.CODE_SENT): S.UNCONFIRMED,
    (S.UNCONFIRMED, M.CODE_SENT): S.UNCONFIRMED,
    (S.HELD, M.CONFIRMED): S.CONFIRMED,
    (S.UNCONFIRMED, M.CONFIRMED): S.CONFIRMED,
    (S.EXPIRED, M.TAKEN_AGAIN): S.UNCONFIRMED,
    **{(state, M.CANCELLED): S.CANCELLED for state in (*HOLDING, S.CONFIRMED)},
    **{(state, M.EXPIRED): S.EXPIRED for state in (*HOLDING, S.CONFIRMED)},
    (S.CONFIRMED, M.MOVED): S.MOVED,
    **{
        (state, M.ARRIVED): S.ARRIVED
        for state in (S.CONFIRMED, S.NO_SHOW, S.CANCELLED, S.MOVED, S.LEFT)
    },
    (S.ARRIVED, M.ARRIVAL_UNDONE): S.CONFIRMED,
    (S.CONFIRMED, M.SERVED): S.SERVED,
    (S.ARRIVED, M.SERVED): S.SERVED,
    (S.SERVED, M.SERVICE_UNDONE): S.ARRIVED,
    (S.CONFIRMED, M.NO_SHOW): S.NO_SHOW,
    (S.ARRIVED, M.NO_SHOW): S.NO_SHOW,
    (S.NO_SHOW, M.ARRIVAL_UNDONE): S.CONFIRMED,
    (S.CONFIRMED, M.LEFT): S.LEFT,
    (S.ARRIVED, M.LEFT): S.LEFT,
}


def check_move(state: BookingState, move: BookingMove) -> BookingState:
    """The state that a move leads to. Raises `hold_expired`, `already_arrived`, `cancelled` or
    `not_allowed_now`, whichever a person understands."""
    after = MOVES.get((state, move))
    if after is None:
        raise Refused(_why_not(state))
    return after


def _why_not(state: BookingState) -> str:
    if state in (S.ARRIVED, S.SERVED):
        return "already_arrived"
    if state is S.EXPIRED:
        return "hold_expired"
    return "cancelled" if state in GIVEN_UP else "not_allowed_now"


def shown_state(hub: BookingState, node: str | None, *, proved: bool) -> BookingState:
    """What a visit shows (`sync.md`): after physical proof the node's latest state of its ticket;
    without it cancelled if cancelled anywhere, else the node's, else the hub's."""
    seen = _OF_TICKET.get(node or "")
    if seen is None or (hub in GIVEN_UP and not proved):
        return hub
    if not proved and seen is S.ARRIVED:
        return hub  # placed on the list or called: nobody has been seen
    return seen


_OF_TICKET = {
    "booked": S.CONFIRMED,
    "waiting": S.ARRIVED,
    "called": S.ARRIVED,
    "serving": S.ARRIVED,
    "absent": S.ARRIVED,
    "parked": S.ARRIVED,
    "done": S.SERVED,
    "no_show": S.NO_SHOW,
    "left": S.LEFT,
    "cancelled": S.CANCELLED,
    "unserved": S.LEFT,
}
