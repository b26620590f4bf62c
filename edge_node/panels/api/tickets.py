"""Tickets: issued, looked up, changed by reception."""

from pydantic import Field

from edge_node.office import reception, serving, transferring, visit
from edge_node.office.issuing import Order
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.priority import allowed_priority
from edge_node.panels.session import office
from edge_node.store.tickets import ticket as ticket_with_id
from edge_node.views.event_log import told_of_ticket
from edge_node.views.ticket_state import Wanted, state_at_issue, ticket_states, tickets_wanted
from queue_core.domain.tickets import Priority, State
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.api.contract import Filter, Name, api_blueprint, refuses

blueprint = api_blueprint("tickets", "Tickets")


class TicketFilter(Filter):
    """Which tickets of the day."""

    state: State | None = None
    service: Name | None = None
    number: Name | None = None
    limit: int = Field(100, ge=1, le=500)
    cursor: int = Field(0, ge=0, le=2**53)


@blueprint.post("/tickets")
@needs(Right.RECEPTION)
@blueprint.input(questions.NewTicket, arg_name="wish")
@blueprint.output(answers.Ticket, status_code=201)
@refuses(
    "unknown_service",
    "unknown_kiosk",
    "service_closed",
    "last_ticket_hour_passed",
    "limit_reached",
    "stopped_for_today",
    "kiosk_blocked",
    "alarm_active",
    "no_right",
)
def issue_ticket(wish: questions.NewTicket) -> answers.Ticket:
    """Issue a ticket.

    The number is safe once this answers; paper follows by itself when a kiosk is named. Several
    services go on one ticket only where the office serves them in turn (else `invalid_fields`).
    Priority needs the right to set it.
    """
    order = Order(
        service=wish.service,
        language=wish.language,
        priority=allowed_priority(Priority(wish.priority)),
        need=wish.need,
        note=wish.note,
        kiosk=wish.kiosk,
        more_services=wish.more_services,
        paper=wish.paper,
    )
    issued = visit.issue_single(office(), asked(), order)
    return telling.told(state_at_issue(office(), issued))


@blueprint.get("/tickets")
@needs(Right.CALL, Right.RECEPTION, Right.MANAGE)
@blueprint.input(TicketFilter, location="query", arg_name="wanted")
@blueprint.output(answers.TicketPage)
def list_tickets(wanted: TicketFilter) -> answers.TicketPage:
    """The tickets of the day in order of issue."""
    which = Wanted(wanted.state, wanted.service, wanted.number, wanted.cursor, wanted.limit + 1)
    found = tickets_wanted(office().database.read(), which)
    page = found[: wanted.limit]
    return answers.TicketPage(
        tickets=tuple(telling.told(state) for state in ticket_states(office(), page)),
        next_cursor=page[-1].issue_seq if len(found) > wanted.limit else None,
    )


@blueprint.get("/tickets/<id>")
@needs(Right.CALL, Right.RECEPTION, Right.MANAGE)
@blueprint.output(answers.TicketTrace)
@refuses("unknown_ticket")
def show_ticket(id: str) -> answers.TicketTrace:
    """One ticket with everything that happened to it."""
    found = ticket_with_id(office().database.read(), id)
    state = ticket_states(office(), [found])[0]
    trace = told_of_ticket(office().database.read(), id)
    return answers.TicketTrace(
        **telling.members(state), events=tuple(telling.event(event) for event in trace)
    )


@blueprint.post("/tickets/<id>/cancel")
@needs(Right.RECEPTION)
@blueprint.input(questions.Cancellation, arg_name="why")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def cancel_ticket(id: str, why: questions.Cancellation) -> answers.Ticket:
    """Void a ticket: wrong matter, ghost number, failed print."""
    return telling.one(office(), reception.cancel(office(), asked(), id, why.reason))


@blueprint.post("/tickets/<id>/leave")
@needs(Right.RECEPTION)
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def leave_queue(id: str) -> answers.Ticket:
    """The person gives up ("rezygnacja"), which is no no-show."""
    return telling.one(office(), reception.leave(office(), asked(), id))


@blueprint.post("/tickets/<id>/restore")
@needs(Right.RECEPTION)
@blueprint.input(questions.Restoring, arg_name="where")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now", "too_late_to_return")
def restore_ticket(id: str, where: questions.Restoring) -> answers.Ticket:
    """Put a missed person back into the queue."""
    return telling.one(office(), reception.restore(office(), asked(), id, where.place))


@blueprint.post("/tickets/<id>/close-out")
@needs(Right.RECEPTION)
@blueprint.input(questions.Cancellation, arg_name="why")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def close_out_ticket(id: str, why: questions.Cancellation) -> answers.Ticket:
    """Close somebody left at the end of the day who can't be served any more."""
    return telling.one(office(), reception.close_out(office(), asked(), id, why.reason))


@blueprint.post("/tickets/<id>/reprint")
@needs(Right.RECEPTION)
@blueprint.input(questions.Reprint, arg_name="where")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "unknown_printer", "not_allowed_now")
def reprint_ticket(id: str, where: questions.Reprint) -> answers.Ticket:
    """Print the ticket once more, marked as a copy."""
    return telling.one(office(), reception.reprint(office(), asked(), id, where.printer))


@blueprint.post("/tickets/<id>/priority")
@needs(Right.SET_PRIORITY)
@blueprint.input(questions.Urgency, arg_name="urgency")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def set_priority(id: str, urgency: questions.Urgency) -> answers.Ticket:
    """Give a ticket its class."""
    priority = Priority(urgency.priority)
    return telling.one(office(), reception.set_priority(office(), asked(), id, priority))


@blueprint.post("/tickets/<id>/note")
@needs(Right.RECEPTION, Right.CALL)
@blueprint.input(questions.Note, arg_name="written")
@blueprint.output(answers.Ticket)
@refuses("unknown_ticket", "not_allowed_now")
def set_note(id: str, written: questions.Note) -> answers.Ticket:
    """Write what the clerk should know, and a need that routes the ticket."""
    noted = reception.set_note(office(), asked(), id, written.note, written.need)
    return telling.one(office(), noted)


@blueprint.post("/tickets/<id>/transfer")
@needs(Right.RECEPTION, Right.CALL_CHOSEN)
@blueprint.input(questions.Transfer, arg_name="to")
@blueprint.output(answers.Ticket)
@refuses(
    *("unknown_ticket", "unknown_service", "unknown_counter", "not_allowed_now", "no_right"),
    *("counter_taken", "parked_elsewhere"),
)
def transfer_ticket(id: str, to: questions.Transfer) -> answers.Ticket:
    """Send a ticket to another service, counter or clerk; its number never changes.

    Without the right of the reception, a ticket put aside is sent on only by whoever did so.
    For the ticket that a counter has, the right to call is enough at the counter's own address.
    """
    destination = transferring.Destination(to.service, to.counter, to.clerk, to.place, to.note)
    send = transferring.transfer_any if _may(Right.RECEPTION) else transferring.transfer
    return telling.one(office(), send(office(), asked(), id, destination))


@blueprint.post("/tickets/<id>/finish-parked")
@needs(Right.RECEPTION, Right.MANAGE, Right.CALL)
@blueprint.input(questions.Given, arg_name="given")
@blueprint.output(answers.Ticket)
@refuses(
    *("unknown_ticket", "not_allowed_now", "parked_elsewhere"),
    *("unknown_service", "outcome_required"),
)
def finish_parked_ticket(id: str, given: questions.Given) -> answers.Ticket:
    """End a ticket that was put aside and does not come back; its next matter follows.

    With the right to call alone, only whoever put it aside may.
    """
    anywhere = _may(Right.RECEPTION, Right.MANAGE)
    end = serving.finish_any_parked if anywhere else serving.finish_parked
    ended = end(office(), asked(), id, given.services, quantities=given.counted)
    return telling.one(office(), ended)


def _may(*rights: Right) -> bool:
    actor = current_actor()
    return actor is not None and actor.may(*rights)
