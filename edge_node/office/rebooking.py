"""A booking becomes a walk-in: for one who came too late, or on the wrong day (B-114).

The trap: the hub owns the booking, so it learns of the change from the ticket's end alone.
"""

from dataclasses import replace

from edge_node.office.issuing import Order
from edge_node.office.reception import issue_at_reception
from edge_node.store.bookings import Booking, booking, keep, ticket_of_booking
from edge_node.store.tickets import change
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Unknown
from queue_core.domain.tickets import Move, State, Ticket

_GIVEN_UP = frozenset({State.NO_SHOW, State.CANCELLED})
"""A visit of today that ended like this needs no further end."""


@use_case
def take_walk_in_instead(unit: Unit, booking_id: str, printer: str | None = None) -> Ticket:
    """Issue a walk-in ticket for the matter of a visit, whose place of today is given up.

    Raises `unknown_booking`, `not_allowed_now` once the visit has arrived, and what
    `issue_at_reception` raises.
    """
    visit = booking(unit.connection, booking_id)
    if visit is None or not visit.service:
        raise Unknown("booking")
    if visit.day == unit.day:
        _give_up(unit, visit)
    order = Order(visit.service, visit.language, need=visit.need)
    unit.new_action()
    (issued, *_) = issue_at_reception.within(unit, order, printer)
    return issued


def _give_up(unit: Unit, visit: Booking) -> None:
    own = ticket_of_booking(unit.connection, visit.id)
    if own is None:
        keep(unit, replace(visit, away=False))  # settled: off the list of those not known
    elif own.state is State.BOOKED:
        ended = replace(own, state=State.CANCELLED, ended_at=unit.now)
        change(unit, own, ended, Move.CANCELLED, reason="walk-in instead")
    elif own.state not in _GIVEN_UP:
        raise NotAllowedNow(state=own.state.value)
