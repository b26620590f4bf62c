"""The words of the clerk's panel for values of the rules: deeds, reasons of a break, needs.

Data only. A reason or need that is not in its table is the staff's own text, shown as it is.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from queue_core.domain.issuing import IssuingState
from queue_core.domain.tickets import Move

DEEDS: dict[Move, Any] = {
    Move.CALLED: _l("call of %(number)s"),
    Move.CAME: _l("arrival of %(number)s"),
    Move.ABSENT: _l("absence of %(number)s"),
    Move.STRUCK_OUT: _l("striking out of %(number)s"),
    Move.PARKED: _l("putting aside of %(number)s"),
    Move.TAKEN_BACK: _l("taking back of %(number)s"),
    Move.RETURNED: _l("return of %(number)s to the queue"),
    Move.TRANSFERRED: _l("transfer of %(number)s"),
    Move.FINISHED: _l("end of service of %(number)s"),
}
"""What a press did, as a noun: it follows "Undo:" and stands alone in the list."""

PAUSE_REASONS: dict[str, Any] = {
    "break": _l("Break"),
    "official": _l("Work away from the counter"),
    "meeting": _l("Meeting"),
    "technical": _l("Technical fault"),
}
"""Reasons to choose from; the key is what the log and the figures keep."""

ISSUING: dict[IssuingState, Any] = {
    IssuingState.OPEN: _l("tickets are issued"),
    IssuingState.NOT_YET_OPEN: _l("not yet open"),
    IssuingState.CLOSED: _l("closed today"),
    IssuingState.LAST_TICKET_HOUR_PASSED: _l("the last ticket was issued"),
    IssuingState.LIMIT_REACHED: _l("limit of the day reached"),
    IssuingState.STOPPED_FOR_TODAY: _l("issuing stopped: no time left today"),
    IssuingState.NO_COUNTER_OPEN: _l("no counter is open"),
}


def pause_reason(stored: str | None) -> str:
    """The reason of a break as people read it; "" for none."""
    return str(PAUSE_REASONS.get(stored or "", stored or ""))
