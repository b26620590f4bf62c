"""Tickets that leave a counter or come back to it: parked, returned, transferred, unannounced."""

from edge_node.office import serving, transferring
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from queue_core.domain.tickets import Ticket
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("aside", "Counters")

_OWN = ("unknown_counter", "counter_taken")
_ACTIVE = (*_OWN, "not_allowed_now", "taken_by_other")
_FREE = (*_OWN, "counter_closed", "counter_busy", "alarm_active")


def _ticket(ticket: Ticket) -> answers.Ticket:
    return telling.one(office(), ticket)


@blueprint.post("/counters/<no>/park")
@needs(Right.CALL)
@blueprint.input(questions.Parking, arg_name="parking")
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE)
def park(no: str, parking: questions.Parking) -> answers.Ticket:
    """Put the served ticket aside; only its counter or clerk takes it back."""
    return _ticket(serving.park(office(), asked(no), no, parking.note))


@blueprint.post("/counters/<no>/take-back")
@needs(Right.CALL)
@blueprint.input(questions.Chosen, arg_name="chosen")
@blueprint.output(answers.Ticket)
@refuses(*_FREE, "unknown_ticket", "parked_elsewhere", "not_allowed_now")
def take_back(no: str, chosen: questions.Chosen) -> answers.Ticket:
    """Go on serving a parked ticket; the person is still at the counter."""
    return _ticket(serving.take_back(office(), asked(no), no, chosen.ticket))


@blueprint.post("/counters/<no>/call-back")
@needs(Right.CALL)
@blueprint.input(questions.Chosen, arg_name="chosen")
@blueprint.output(answers.Ticket)
@refuses(*_FREE, "unknown_ticket", "parked_elsewhere", "not_allowed_now")
def call_back(no: str, chosen: questions.Chosen) -> answers.Ticket:
    """Call the person of a parked ticket, by board and voice."""
    return _ticket(serving.call_back(office(), asked(no), no, chosen.ticket))


@blueprint.post("/counters/<no>/return")
@needs(Right.CALL)
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE)
def return_to_queue(no: str) -> answers.Ticket:
    """Give the called or served ticket back to its queue, at its own time."""
    return _ticket(serving.return_to_queue(office(), asked(no), no))


@blueprint.post("/counters/<no>/transfer")
@needs(Right.CALL)
@blueprint.input(questions.Transfer, arg_name="to")
@blueprint.output(answers.Ticket)
@refuses(*_ACTIVE, "unknown_service")
def transfer_active(no: str, to: questions.Transfer) -> answers.Ticket:
    """Send the counter's present ticket to another service, counter or clerk."""
    destination = transferring.Destination(to.service, to.counter, to.clerk, to.place, to.note)
    return _ticket(transferring.transfer_active(office(), asked(no), no, destination))


@blueprint.post("/counters/<no>/serve-without-ticket")
@needs(Right.CALL)
@blueprint.input(questions.Visit, arg_name="visit")
@blueprint.output(answers.Ticket)
@refuses(*_FREE, "unknown_service")
def serve_without_ticket(no: str, visit: questions.Visit) -> answers.Ticket:
    """Serve somebody who has no ticket and enter the visit."""
    return _ticket(serving.serve_without_ticket(office(), asked(no), no, visit.service))
