"""Transfer: a ticket goes to another service, counter or clerk, and its number never changes.

Who may send which ticket is decided here, in the transaction that sends it. The trap: a place in
a queue is worth something, so moving somebody who waits is a right of its own and not a clerk's.
"""

from dataclasses import dataclass, replace
from typing import Literal

from edge_node.office.counters import own_active
from edge_node.office.issuing import check_service
from edge_node.office.serving import check_parked_by, waiting_again
from edge_node.office.voice import withdraw
from edge_node.store.tickets import change, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import ACTIVE, Move, State, Ticket

Place = Literal["original", "first", "last"]


@dataclass(frozen=True)
class Destination:
    """Where a transferred ticket goes; at least one of service, counter and clerk is given."""

    service: str | None = None
    counter: str | None = None
    clerk: str | None = None
    place: Place = "original"
    note: str | None = None


@use_case
def transfer(unit: Unit, ticket_id: str, to: Destination) -> Ticket:
    """Send a ticket that waits, or that the asking counter or clerk has or put aside (B-30, B-47).

    For those who may choose whom they call. Raises `unknown_service`, `unknown_counter`,
    `invalid_fields` for no destination, `counter_taken`, `parked_elsewhere`, and `no_right` for
    one who waits where the office lets nobody choose.
    """
    moved = ticket(unit.connection, ticket_id)
    if moved.state is State.WAITING and not unit.office.rules.call_chosen:
        raise Refused("no_right")
    if moved.state is State.PARKED:
        check_parked_by(unit, moved, unit.command.counter)
    return transfer_any.within(unit, ticket_id, to)


@use_case
def transfer_own(unit: Unit, ticket_id: str, to: Destination) -> Ticket:
    """Send the ticket that the asking counter has, or one it put aside; `no_right` for others.

    This is all that the right to call gives. Raises also what `transfer` raises.
    """
    moved = ticket(unit.connection, ticket_id)
    if moved.state not in ACTIVE | {State.PARKED}:
        raise Refused("no_right")
    if moved.state in ACTIVE and moved.counter != unit.command.counter:
        raise Refused("wrong_counter", counter=moved.counter)
    return transfer.within(unit, ticket_id, to)


@use_case
def transfer_any(unit: Unit, ticket_id: str, to: Destination) -> Ticket:
    """Send a ticket that waits or was put aside anywhere: for reception and for managers.

    Raises what `transfer` raises but `parked_elsewhere`.
    """
    moved = ticket(unit.connection, ticket_id)
    if moved.state in ACTIVE:
        own_active(unit, moved.counter or "", moved.state)
    _check_destination(unit, to)
    withdraw(unit, moved.id)
    sent = replace(
        waiting_again(moved),
        service=to.service or moved.service,
        sent_to_counter=to.counter,
        sent_to_clerk=to.clerk,
        queue_time=unit.now if to.place == "last" else moved.queue_time,
        first_in_line=to.place == "first",
        ageing_from=unit.now,
        note=to.note or moved.note,
    )
    return change(unit, moved, sent, Move.TRANSFERRED, place=to.place)


@use_case
def transfer_active(unit: Unit, counter: str, to: Destination) -> Ticket:
    """Transfer whichever ticket the counter has now, found in the same transaction."""
    active = own_active(unit, counter, State.CALLED, State.SERVING)
    return transfer_any.within(unit, active.id, to)


def _check_destination(unit: Unit, to: Destination) -> None:
    if not (to.service or to.counter or to.clerk):
        raise Refused("invalid_fields", field="service")
    if to.service:
        check_service(unit, to.service)
    if to.counter and unit.office.counter(to.counter) is None:
        raise Unknown("counter", counter=to.counter)
