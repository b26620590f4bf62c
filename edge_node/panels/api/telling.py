"""Turns what the views read into the answers of the API; decides nothing."""

from typing import Any

from edge_node.panels.api import answers
from edge_node.store.unit import Office
from edge_node.views.event_log import ToldEvent
from edge_node.views.queue_state import QueueState, ServiceState
from edge_node.views.ticket_state import TicketState, ticket_states
from queue_core.domain.estimates import WaitRange
from queue_core.domain.office import DayException
from queue_core.domain.tickets import Ticket


def one(office: Office, ticket: Ticket) -> answers.Ticket:
    """A ticket as it is now."""
    return told(ticket_states(office, [ticket])[0])


def told(state: TicketState) -> answers.Ticket:
    """A ticket with what is known about it."""
    return answers.Ticket(**members(state))


def members(state: TicketState) -> dict[str, Any]:
    """The members of the answer `Ticket`."""
    ticket = state.ticket
    same = ("id", "number", "day", "service", "state", "need", "language", "origin", "booking")
    more = ("kiosk", "queue_time", "issued_at", "called_at", "serving_at", "ended_at", "counter")
    rest = ("calls", "note", "more_services", "served_services")
    return {name: getattr(ticket, name) for name in (*same, *more, *rest)} | {
        "priority": int(ticket.priority),
        "people_before": state.people_before,
        "wait_range_minutes": minutes(state.wait),
        "eticket_url": state.eticket_url,
        "print": state.paper,
    }


def minutes(wait: WaitRange | None) -> answers.Range | None:
    """A range, or null when nobody can know."""
    return (wait.low, wait.high) if wait else None


def event(told: ToldEvent) -> answers.Event:
    """An event of the log."""
    return answers.Event(
        seq=told.seq,
        kind=told.kind,
        at=told.at,
        day=told.day,
        ticket=told.ticket,
        number=told.number,
        service=told.service,
        counter=told.counter,
        undone=told.undone,
        facts=told.facts,
    )


def counter(state: QueueState, id: str) -> answers.Counter:
    """One counter of the office."""
    known = state.office.counter(id)
    now = next(counter for counter in state.counters if counter.id == id)
    ticket = state.ticket_at(id)
    return answers.Counter(
        number=id,
        room=known.room if known else "",
        state=now.state,
        since=now.since if now.since.year > 1970 else None,
        reason=now.reason,
        clerk_present=now.state == "open" and bool(now.clerk),
        profile=known.profile if known else (),
        languages=known.languages if known else (),
        auto_call_seconds=known.auto_call_seconds if known else 0,
        ticket=_brief(ticket) if ticket else None,
    )


def service(state: ServiceState) -> answers.ServiceState:
    """One service of the office."""
    issuing = state.issuing
    return answers.ServiceState(
        id=state.service.id,
        prefix=state.service.prefix,
        names=state.service.names,
        waiting=state.waiting,
        wait_range_minutes=minutes(state.wait),
        last_called=state.last_called,
        issuing=answers.Issuing(
            state=issuing.state,
            remaining=issuing.remaining,
            opens_at=issuing.opens_at,
            other_hours=_other_hours(state.differs),
        ),
        open_counters=state.open_counters,
    )


def _other_hours(differs: DayException | None) -> answers.OtherHours | None:
    return answers.OtherHours(closed=differs.closed, reason=differs.reason) if differs else None


def _brief(ticket: Ticket) -> answers.TicketBrief:
    return answers.TicketBrief(
        id=ticket.id, number=ticket.number, service=ticket.service, state=ticket.state
    )
