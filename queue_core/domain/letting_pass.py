""" "Let two people pass": where a ticket stands that gives up its place of its own will.

Pure (`queue-rules`, "Estimate"). The trap: others of the same instant are told apart by their
issue alone, so one who lets some of them pass lets all of them pass.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from queue_core.domain.tickets import State, Ticket

_PASSED = 2
_BEHIND = timedelta(milliseconds=1)
"""The smallest step that the tables keep."""


def time_behind(ticket: Ticket, waiting: Sequence[Ticket]) -> datetime | None:
    """The queue time directly behind the second ticket now after this one in its class, behind
    the only one where there is no second; None when nobody stands after it."""
    after = sorted(_place(t) for t in waiting if _alike(t, ticket) and _place(t) > _place(ticket))
    if not after:
        return None
    return after[:_PASSED][-1][0] + _BEHIND


def _alike(other: Ticket, ticket: Ticket) -> bool:
    """Of one matter and one class, so that only their times say who is first."""
    return (
        other.id != ticket.id
        and other.state is State.WAITING
        and (other.service, other.priority, other.booked)
        == (ticket.service, ticket.priority, ticket.booked)
    )


def _place(ticket: Ticket) -> tuple[datetime, int]:
    return ticket.queue_time, ticket.issue_seq
