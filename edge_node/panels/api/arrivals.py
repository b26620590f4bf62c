"""Arrivals of booked visits. An office that works alone knows no bookings, so no code is known."""

from edge_node.panels.api import answers, questions
from edge_node.panels.api.contract import api_blueprint, refuses
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs

blueprint = api_blueprint("arrivals", "Tickets")


@blueprint.post("/arrivals")
@needs(Right.RECEPTION)
@blueprint.input(questions.Arrival, arg_name="proof")
@blueprint.output(answers.Ticket, status_code=201)
@refuses("unknown_code")
def confirm_arrival(proof: questions.Arrival) -> answers.Ticket:
    """Confirm that a person with a booking is here, by the six digits or the QR code."""
    if (proof.code is None) == (proof.qr is None):
        raise Refused("invalid_fields", field="code")
    raise Refused("unknown_code")
