"""Whether somebody's turn is near enough to be told.

Pure. The trap: a wait that nobody can know is never near by minutes, and a called number is
always near.
"""

from dataclasses import dataclass

from queue_core.domain.estimates import WaitRange
from queue_core.domain.tickets import State


@dataclass(frozen=True)
class Nearness:
    """Near from so few people before, or so few minutes at least; None: not told by that."""

    people: int | None = None
    minutes: int | None = None


def is_near(wished: Nearness, state: State, people: int | None, wait: WaitRange | None) -> bool:
    """Whether the holder of a ticket wants to know now. `people` stand before it."""
    if state is State.CALLED:
        return True
    if state is not State.WAITING:
        return False
    by_people = wished.people is not None and people is not None and people <= wished.people
    by_minutes = wished.minutes is not None and wait is not None and wait.low <= wished.minutes
    return by_people or by_minutes
