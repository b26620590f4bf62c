"""Counters: opened, on a break, closed, and everything a clerk does with a ticket there.

A program acts for the counter itself, so it may finish what a clerk began in a browser; the
log keeps which key it was.
"""

from flask import Response

from edge_node.office import calling, counters, serving, undo
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.views.queue_state import queue_state
from queue_core.domain.errors import Unknown
from queue_core.domain.tickets import Ticket
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("counters", "Counters")

_OWN = ("unknown_counter", "counter_taken")
_CALLS = (*_OWN, "counter_closed", "counter_busy", "alarm_active", "taken_by_other")
_ACTIVE = (*_OWN, "not_allowed_now", "taken_by_other")
_NOBODY = {204: "Nobody waits."}


def _counter(no: str) -> answers.Counter:
    return telling.counter(queue_state(office()), no)


def _ticket(ticket: Ticket) -> answers.Ticket:
    return telling.one(office(), ticket)


def _ticket_or_nobody(ticket: Ticket | None) -> answers.Ticket | Response:
    """204 when nobody waits: a plain answer, no refusal."""
    return _ticket(ticket) if ticket else Response(status=204)


@blueprint.get("/counters/<no>")
@needs(Right.CALL, Right.RECEPTION, Right.MANAGE)
@blueprint.output(answers.Counter)
@refuses("unknown_counter")
def show_counter(no: str) -> answers.Counter:
    """A counter now."""
    if office().document.counter(no) is None:
        raise Unknown("counter", counter=no)
    return _counter(no)


@blueprint.post("/counters/<no>/open")
@needs(Right.CALL)
@blueprint.output(answers.Counter)
@refuses(*_OWN)
def open_counter(no: str) -> answers.Counter:
    """Open a counter."""
    counters.open_counter(office(), asked(no), no)
    return _counter(no)


@blueprint.post("/counters/<no>/take-over")
@needs(Right.CALL)
@blueprint.output(answers.Counter)
@refuses("unknown_counter")
def take_over_counter(no: str) -> answers.Counter:
    """Open a counter although somebody else has it open."""
    counters.take_over_counter(office(), asked(no), no)
    return _counter(no)


@blueprint.post("/counters/<no>/close")
@needs(Right.CALL)
@blueprint.output(answers.Counter)
@refuses(*_OWN, "counter_busy")
def close_counter(no: str) -> answers.Counter:
    """Close a counter that has no ticket."""
    counters.close_counter(office(), asked(no), no)
    return _counter(no)


@blueprint.post("/counters/<no>/pause")
@needs(Right.CALL)
@blueprint.input(questions.Break, arg_name="why")
@blueprint.output(answers.Counter)
@refuses(*_OWN, "counter_busy", "counter_closed")
def pause_counter(no: str, why: questions.Break) -> answers.Counter:
    """Begin a break; a paused counter gets no tickets."""
    counters.pause(office(), asked(no), no, why.reason)
    return _counter(no)


@blueprint.post("/counters/<no>/resume")
@needs(Right.CALL)
@blueprint.output(answers.Counter)
@refuses(*_OWN, "not_allowed_now")
def resume_counter(no: str) -> answers.Counter:
    """End a break."""
    counters.resume(office(), asked(no), no)
    return _counter(no)


@blueprint.post("/counters/<no>/call-next")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@blueprint.doc(responses=_NOBODY)
@refuses(*_CALLS)
def call_next(no: str) -> answers.Ticket | Response:
    """Call whoever's turn it is; 204 when nobody waits."""
    return _ticket_or_nobody(calling.call_next(office(), asked(no), no))


@blueprint.post("/counters/<no>/call")
@needs(Right.CALL_CHOSEN)
@blueprint.input(questions.Chosen, arg_name="chosen")
@blueprint.output(answers.Ticket)
@refuses(*_CALLS, "unknown_ticket", "not_allowed_now")
def call_chosen(no: str, chosen: questions.Chosen) -> answers.Ticket:
    """Call one chosen ticket out of its turn."""
    return _ticket(calling.call_chosen(office(), asked(no), no, chosen.ticket))


@blueprint.post("/counters/<no>/recall")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE, "alarm_active")
def recall(no: str) -> answers.Ticket:
    """Announce the called ticket once more; this is no new call."""
    return _ticket(calling.recall(office(), asked(no), no))


@blueprint.post("/counters/<no>/came")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE)
def came(no: str) -> answers.Ticket:
    """The called person stands at the counter; service begins."""
    return _ticket(calling.came(office(), asked(no), no))


@blueprint.post("/counters/<no>/absent")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE)
def absent(no: str) -> answers.Ticket:
    """Nobody came; the last allowed call strikes out."""
    return _ticket(calling.absent(office(), asked(no), no))


@blueprint.post("/counters/<no>/finish")
@needs(Right.CALL)
@blueprint.input(questions.Given, arg_name="given")
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE, "unknown_service", "outcome_required")
def finish(no: str, given: questions.Given) -> answers.Ticket:
    """End the service; a ticket with more matters goes on to the next one."""
    done = serving.finish(office(), asked(no), no, given.services, quantities=given.counted)
    return _ticket(done)


@blueprint.post("/counters/<no>/finish-and-call")
@needs(Right.CALL)
@blueprint.input(questions.Given, arg_name="given")
@blueprint.output(answers.Ticket)
@blueprint.doc(responses=_NOBODY)
@refuses(*_ACTIVE, "unknown_service", "outcome_required")
def finish_and_call(no: str, given: questions.Given) -> answers.Ticket | Response:
    """End the service and call the next person; 204 when nobody waits."""
    called = serving.finish_and_call(
        office(), asked(no), no, given.services, quantities=given.counted
    )
    return _ticket_or_nobody(called)


@blueprint.post("/counters/<no>/undo")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@refuses(
    *(*_OWN, "undo_nothing", "undo_too_late", "undo_not_yours", "undo_taken"),
    *("counter_closed", "not_allowed_now", "taken_by_other"),
)
def undo_latest(no: str) -> answers.Ticket:
    """Take back the latest action of this caller at the counter."""
    return _ticket(undo.undo(office(), asked(no), no))
