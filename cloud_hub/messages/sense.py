"""Whether a message still makes sense at the moment of sending, and why not.

Pure. The trap: a visit that took place must never be reminded of, even if nobody dropped the
reminder when the person arrived.
"""

from dataclasses import dataclass
from datetime import datetime

from queue_core.domain.booking.bookings import BookingState
from queue_core.domain.messages import MessageKind

_BEFORE_PROMISE = frozenset({BookingState.HELD, BookingState.UNCONFIRMED, BookingState.EXPIRED})
_FITTING = {
    MessageKind.CONFIRMATION_CODE: _BEFORE_PROMISE,
    MessageKind.CONFIRMATION: frozenset({BookingState.CONFIRMED, BookingState.ARRIVED}),
    MessageKind.CHANGE: frozenset({BookingState.CONFIRMED, BookingState.ARRIVED}),
    MessageKind.REMINDER: frozenset({BookingState.CONFIRMED}),
    MessageKind.CANCELLATION: frozenset({BookingState.CANCELLED}),
    MessageKind.EARLIER_TERM: frozenset({BookingState.HELD}),
}
"""What the booking must be; the kinds that are not here ask for none."""


@dataclass(frozen=True)
class Situation:
    """What is known when a message is about to go out. `state` is what the visit shows, None
    where the message is about no booking, or about one that is unknown."""

    state: BookingState | None
    newer: bool = False
    """A newer message of the same kind to the same person has been written."""


def lost_sense(
    kind: MessageKind, not_after: datetime | None, situation: Situation, now: datetime
) -> str:
    """Why the message is dropped: `too_late`, `replaced`, or the state of the booking, such as
    `cancelled`, `moved`, `arrived`; empty where it makes sense."""
    if not_after is not None and now > not_after:
        return "too_late"
    if situation.newer and kind is MessageKind.CONFIRMATION_CODE:
        return "replaced"
    fitting = _FITTING.get(kind)
    if situation.state is None or fitting is None or situation.state in fitting:
        return ""
    return situation.state.value
