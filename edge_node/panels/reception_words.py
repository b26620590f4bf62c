"""The words of the reception for values of the rules: states, moves, troubles, devices.

Data only; the status page and the end of the day use the same words. A value that is not in its
table is the staff's own text, shown as it is.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from edge_node.store.tickets import SETTLED
from edge_node.views.attention import Health
from edge_node.views.visits import Verdict
from queue_core.domain.attention import Trouble
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Move, Priority, State

STATES: dict[State, Any] = {
    State.BOOKED: _l("booked, not arrived yet"),
    State.WAITING: _l("waiting"),
    State.CALLED: _l("called"),
    State.SERVING: _l("being served"),
    State.ABSENT: _l("did not answer the call"),
    State.PARKED: _l("put aside"),
    State.DONE: _l("served"),
    State.NO_SHOW: _l("did not come"),
    State.CANCELLED: _l("void"),
    State.LEFT: _l("gave up"),
    State.UNSERVED: _l("not served before closing"),
}

VERDICTS: dict[Verdict, Any] = {
    Verdict.IN_TIME: _l("In time"),
    Verdict.TOO_EARLY: _l("Too early"),
    Verdict.TOO_LATE: _l("Too late"),
    Verdict.HERE: _l("Arrived"),
    Verdict.MISSED: _l("Missed the call, may come back"),
    Verdict.OVER: _l("The visit is over or being served"),
    Verdict.CANCELLED: _l("Cancelled"),
    Verdict.OTHER_DAY: _l("On another day"),
}
"""What the rule of arrival says of a booked visit."""

HAPPENINGS: dict[str, Any] = {
    Move.TAKEN: _l("Ticket issued"),
    Move.BOOKED: _l("Visit booked"),
    Move.PLACED: _l("Put on the list at the booked hour"),
    Move.ARRIVED: _l("Arrival confirmed"),
    Move.PROVEN: _l("Showed to be here"),
    Move.REBOOKED: _l("The booking was changed"),
    Move.WITHDRAWN: _l("The booking was cancelled or moved away"),
    Move.CALLED: _l("Called"),
    Move.CAME: _l("Came to the counter"),
    Move.ABSENT: _l("Did not answer the call"),
    Move.STRUCK_OUT: _l("Struck out"),
    Move.RESTORED: _l("Put back into the queue"),
    Move.PARKED: _l("Put aside"),
    Move.TAKEN_BACK: _l("Taken back to the counter"),
    Move.RETURNED: _l("Returned to the queue"),
    Move.TRANSFERRED: _l("Transferred"),
    Move.FINISHED: _l("Service ended"),
    Move.CANCELLED: _l("Made void"),
    Move.LEFT: _l("Gave up"),
    Move.UNPLACED: _l("Arrival taken back"),
    Move.CLOSED_OUT: _l("Closed at the end of the day"),
    Move.UNDONE: _l("The step before was undone"),
    "ticket_recalled": _l("Call announced again"),
    "ticket_reprinted": _l("Printed again"),
    "ticket_priority_set": _l("Priority changed"),
    "ticket_note_set": _l("Note changed"),
    "ticket_let_pass": _l("Let others pass"),
    SETTLED: _l("Settled anew after a backup"),
}
"""Every event in the trace of a ticket."""

PRIORITIES: dict[Priority, Any] = {
    Priority.NORMAL: _l("ordinary"),
    Priority.FIRST: _l("priority"),
    Priority.SECOND: _l("priority of the second degree"),
}

TROUBLES: dict[Trouble, Any] = {
    Trouble.NOBODY_SERVES: _l("Nobody serves this matter while people wait"),
    Trouble.LONG_WAIT: _l("Somebody has waited too long"),
    Trouble.MANY_WAIT: _l("Very many people are waiting"),
    Trouble.FREE_COUNTER: _l("Somebody is waiting, and a counter is free"),
}

PAPER: dict[PrintState, Any] = {
    PrintState.QUEUED: _l("waits for the printer"),
    PrintState.PRINTING: _l("is being printed"),
    PrintState.PRINTED: _l("printed"),
    PrintState.UNKNOWN: _l("perhaps printed"),
    PrintState.FAILED: _l("not printed"),
    PrintState.DROPPED: _l("given up"),
}

PAPER_DETAILS: dict[str, Any] = {
    "too_old": _l("the paper came too late to be of use"),
    "cannot_render": _l("the slip could not be drawn"),
    "interrupted while printing": _l("the power or the program broke off"),
    "given up by a person": _l("decided by the staff"),
}

KINDS: dict[str, Any] = {
    "printer": _l("Printer"),
    "kiosk": _l("Kiosk"),
    "board": _l("Board"),
    "player": _l("Program of the board"),
    "speaker": _l("Loudspeaker"),
    "button": _l("Counter buttons"),
    "document": _l("Office document"),
}

CONDITIONS: dict[str, Any] = {
    "ok": _l("works"),
    "ready": _l("works"),
    "paper_low": _l("little paper left"),
    "unknown": _l("works, tells nothing about its paper"),
    "paper_out": _l("out of paper"),
    "cover_open": _l("the cover is open"),
    "offline": _l("not connected"),
    "busy": _l("does not take any paper job"),
    "timeout": _l("does not answer"),
    "trouble": _l("reports a fault"),
    "stuck": _l("a button is held or stuck"),
    "refused": _l("a change was refused, the last good one goes on"),
    "no_target": _l("leads to a matter or counter that the office does not have"),
    "unavailable": _l("the pins of this machine cannot be used"),
}

HEALTH: dict[Health, Any] = {
    Health.WELL: _l("works"),
    Health.SOON: _l("needs care soon"),
    Health.BROKEN: _l("does not work"),
    Health.SILENT: _l("has not reported"),
    Health.NEVER_HEARD: _l("has never reported"),
}

LEVELS: dict[Health, str] = {
    Health.WELL: "calm",
    Health.SOON: "busy",
    Health.BROKEN: "late",
    Health.SILENT: "late",
    Health.NEVER_HEARD: "busy",
}
"""Which light stands beside the words."""


def paper_detail(stored: str) -> str:
    """Why a paper did not come out, as people read it; a printer's condition or a reason."""
    return str(PAPER_DETAILS.get(stored) or CONDITIONS.get(stored) or stored)
