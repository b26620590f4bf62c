"""Reception: issue, put back a missed person, void, reprint, change priority, note or matter."""

from dataclasses import replace
from typing import Literal

from edge_node.office.alarm import evacuated_today
from edge_node.office.day import close_ticket
from edge_node.office.issuing import Order
from edge_node.office.papers import check_printer, print_ticket
from edge_node.office.visit import issue_visit
from edge_node.office.voice import withdraw
from edge_node.store.events import Happening, record
from edge_node.store.print_jobs import enqueue_slip
from edge_node.store.tickets import change, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Refused, Unknown
from queue_core.domain.tickets import FINAL, Move, Priority, State, Ticket

ReturnPlace = Literal["original", "last", "within"]


@use_case
def issue_at_reception(unit: Unit, order: Order, printer: str | None = None) -> list[Ticket]:
    """Issue what a person at the desk needs (B-13); paper comes from `printer`, if any.

    Raises what `issue_ticket` raises, and `unknown_printer`; a blocked kiosk does not matter here.
    """
    if printer:
        check_printer(unit, printer)
    issued = issue_visit.within(unit, replace(order, kiosk=None))
    if printer:
        for paper in issued:
            print_ticket(unit, paper, printer)
    return issued


@use_case
def restore(unit: Unit, ticket_id: str, place: ReturnPlace = "original") -> Ticket:
    """Put a missed person back into the queue (B-33).

    `within` gives the old place only while not more than `return_within_tickets` later tickets
    were called, else raises `too_late_to_return`; after an evacuation everyone may return.
    """
    missed = _of_today(unit, ticket_id)
    if place == "within" and not evacuated_today(unit.connection, unit.day):
        _check_within(unit, missed)
    return put_back(unit, missed, place)


def put_back(unit: Unit, missed: Ticket, place: ReturnPlace, **facts: object) -> Ticket:
    """Write that a missed person, who stands here, waits again with all calls to come."""
    withdraw(unit, missed.id)
    back = replace(
        missed,
        state=State.WAITING,
        arrived=True,
        calls=0,
        counter=None,
        clerk=None,
        called_at=None,
        absent_at=None,
        absent_seq=0,
        ended_at=None,
        queue_time=unit.now if place == "last" else missed.queue_time,
        ageing_from=unit.now if place == "last" else missed.ageing_from,
    )
    return change(unit, missed, back, Move.RESTORED, place=place, **facts)


@use_case
def cancel(unit: Unit, ticket_id: str, reason: str = "") -> Ticket:
    """Void a ticket: wrong matter, ghost number, failed print (B-11)."""
    return _end(unit, _of_today(unit, ticket_id), State.CANCELLED, Move.CANCELLED, reason)


@use_case
def leave(unit: Unit, ticket_id: str) -> Ticket:
    """The person gives up ("rezygnacja"); not the same as a no-show."""
    return _end(unit, _of_today(unit, ticket_id), State.LEFT, Move.LEFT, "")


@use_case
def close_out(unit: Unit, ticket_id: str, reason: str) -> Ticket:
    """Close somebody left at the end of the day who can't be served any more."""
    return close_ticket(unit, _of_today(unit, ticket_id), reason)


@use_case
def set_priority(unit: Unit, ticket_id: str, priority: Priority) -> Ticket:
    """Give a ticket its class (B-21)."""
    return _annotate(unit, ticket_id, "ticket_priority_set", priority=priority)


@use_case
def set_note(unit: Unit, ticket_id: str, note: str, need: str | None = None) -> Ticket:
    """Write what the clerk should know, and a need that routes the ticket (B-173).

    An empty text takes the old one away; `need` None leaves the need as it is.
    """
    written: dict[str, object] = {"note": note or None}
    if need is not None:
        written["need"] = need or None
    return _annotate(unit, ticket_id, "ticket_note_set", **written)


@use_case
def reprint(unit: Unit, ticket_id: str, printer: str) -> Ticket:
    """Print the ticket once more, marked as a copy (B-11). Raises `unknown_printer`."""
    check_printer(unit, printer)
    lost = _of_today(unit, ticket_id)
    if lost.state in FINAL:
        raise NotAllowedNow(state=lost.state.value)
    enqueue_slip(unit, lost, printer, copy=True)
    record(unit, Happening("ticket_reprinted", lost.id, None, {"printer": printer}))
    return lost


def _annotate(unit: Unit, ticket_id: str, kind: str, **fields: object) -> Ticket:
    """Change fields that are no move: no state, so no row in the table of moves."""
    now = _of_today(unit, ticket_id)
    if now.state in FINAL:
        raise NotAllowedNow(state=now.state.value)
    changed = replace(now, version=now.version + 1, **fields)  # type: ignore[arg-type]
    unit.connection.execute(
        "UPDATE tickets SET priority = ?, note = ?, need = ?, version = ? WHERE id = ?",
        (changed.priority, changed.note, changed.need, changed.version, now.id),
    )
    record(unit, Happening(kind, now.id, None, {"priority": int(changed.priority)}))
    unit.touch("queue")
    return changed


def _end(unit: Unit, ticket: Ticket, state: State, move: Move, reason: str) -> Ticket:
    withdraw(unit, ticket.id)
    ended = replace(ticket, state=state, ended_at=unit.now)
    return change(unit, ticket, ended, move, reason=reason)


def _of_today(unit: Unit, ticket_id: str) -> Ticket:
    found = ticket(unit.connection, ticket_id)
    if found.day != unit.day:
        raise Unknown("ticket")
    return found


def _check_within(unit: Unit, missed: Ticket) -> None:
    limit = unit.office.rules.return_within_tickets
    later = unit.connection.execute(
        """SELECT count(*) FROM tickets WHERE day = ? AND service = ? AND calls > 0
        AND issue_seq > ?""",
        (unit.day, missed.service, missed.issue_seq),
    ).fetchone()[0]
    if later > limit:
        raise Refused("too_late_to_return", tickets=limit)
