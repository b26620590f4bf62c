"""Where a ticket returns when a clerk takes an action back (B-44).

Pure. Undo restores the fields the ticket had before; only the state needs a rule, because the
counter may have another ticket by then.
"""

from datetime import datetime, timedelta

from queue_core.domain.errors import Refused
from queue_core.domain.tickets import ACTIVE, Move, State

UNDOABLE = frozenset(
    {
        Move.CALLED,
        Move.CAME,
        Move.ABSENT,
        Move.STRUCK_OUT,
        Move.PARKED,
        Move.TAKEN_BACK,
        Move.RETURNED,
        Move.TRANSFERRED,
        Move.FINISHED,
    }
)


def state_after_undo(move: Move, before: State, counter_has_another: bool) -> State:
    """The state to return to: the one before, unless it would put two tickets on one counter.

    Then a finished or parked ticket comes back as parked, a called or absent one as waiting.
    """
    if before not in ACTIVE or not counter_has_another:
        return before
    return State.PARKED if move in (Move.FINISHED, Move.PARKED) else State.WAITING


def check_undo(at: datetime, now: datetime, seconds: int, same_clerk: bool) -> None:
    """Refuse an undo by another clerk or after the time for it has passed."""
    if not same_clerk:
        raise Refused("undo_not_yours")
    if now - at > timedelta(seconds=seconds):
        raise Refused("undo_too_late", seconds=seconds)
