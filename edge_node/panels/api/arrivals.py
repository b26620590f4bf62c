"""Arrivals of booked visits: confirmed by a proof or by the reception, taken back by it."""

from edge_node.office.arrivals import (
    Arrived,
    Shown,
    arrive,
    arrive_at_reception,
    undo_arrival,
)
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.guessing import guessing_slowly
from edge_node.panels.session import office
from queue_core.domain.booking.arrival import Proof
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("arrivals", "Tickets")


@blueprint.post("/arrivals")
@needs(Right.RECEPTION)
@blueprint.input(questions.Arrival, arg_name="proof")
@blueprint.output(answers.Ticket, status_code=201)
@refuses(
    "unknown_code",
    "unknown_booking",
    "unknown_kiosk",
    "unknown_service",
    "too_early",
    "too_late",
    "other_day",
    "other_office",
    "already_used",
    "cancelled",
    "proof_not_accepted",
    "number_taken",
    "kiosk_blocked",
    "alarm_active",
    "too_many_tries",
    "no_right",
)
def confirm_arrival(proof: questions.Arrival) -> answers.Ticket:
    """Confirm that a person with a booking is here; the same booking again gives its one ticket.

    `too_early` says `from` when it can be confirmed. An override needs a right of its own.
    """
    named = [name for name in ("code", "qr", "booking") if getattr(proof, name) is not None]
    if len(named) != 1 or (proof.override and proof.booking is None):
        raise Refused("invalid_fields", field="code")
    try:
        arrived = _arrive(proof)
    except Refused as refused:
        if refused.code != "too_early":
            raise
        opens_at = {"from": refused.facts["opens_at"]}
        raise Refused(refused.code, **refused.facts, **opens_at) from refused
    return telling.one(office(), arrived.ticket)


@blueprint.post("/tickets/<id>/undo-arrival")
@needs(Right.RECEPTION)
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def take_arrival_back(id: str) -> answers.Ticket:
    """Undo the arrival of a booked visit, until it is called."""
    return telling.one(office(), undo_arrival(office(), asked(), id))


def _arrive(proof: questions.Arrival) -> Arrived:
    if proof.booking is not None:
        check_override_right(proof.override)
        return arrive_at_reception(office(), asked(), proof.booking, proof.override)
    kind = Proof.CODE if proof.code is not None else Proof.QR
    shown = Shown(kind, proof.code or proof.qr or "", proof.kiosk)
    actor = current_actor()
    with guessing_slowly(f"api {actor.login if actor else ''}"):
        return arrive(office(), asked(), shown)


def check_override_right(reason: str) -> None:
    """Raise `no_right` for a reason of somebody who may not override."""
    actor = current_actor()
    if reason and not (actor and actor.may(Right.OVERRIDE_ARRIVAL)):
        raise Refused("no_right")
