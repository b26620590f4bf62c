"""A walk-in becomes a booking, and a booking a walk-in: for one who cannot wait, or came too late
or on the wrong day (B-114).

The trap: the hub owns the booking. Of today's it learns from the ticket's end; one of another day
it is asked to cancel.
"""

import logging
from dataclasses import replace

from ulid import ULID

from edge_node.office.issuing import Order
from edge_node.office.leased_sales import Desk, Wish, sell_leased
from edge_node.office.reception import cancel, issue_at_reception
from edge_node.store.bookings import Booking, booking, keep, ticket_of_booking
from edge_node.store.sync import tell_hub
from edge_node.store.tickets import change, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Unknown
from queue_core.domain.tickets import Move, State, Ticket
from queue_core.wire.records import BookingRequest, RequestAnswered

log = logging.getLogger(__name__)

_GIVEN_UP = frozenset({State.NO_SHOW, State.CANCELLED})
"""A visit of today that ended like this needs no further end."""


@use_case
def book_instead(unit: Unit, ticket_id: str, wish: Wish, at: Desk) -> Booking:
    """Book a visit for somebody who waits without one; the ticket is closed.

    Raises `unknown_ticket`, `not_allowed_now` unless it waits, and what `sell_leased` raises.
    """
    waiting = ticket(unit.connection, ticket_id)
    if waiting.booked or waiting.state is not State.WAITING:
        raise NotAllowedNow(state=waiting.state.value)
    cancel.within(unit, waiting.id, "booked visit instead")
    unit.new_action()
    return sell_leased.within(unit, wish, at)


@use_case
def take_walk_in_instead(unit: Unit, booking_id: str, printer: str | None = None) -> Ticket:
    """Issue a walk-in ticket for the matter of a visit, whose place is given up.

    Raises `unknown_booking`, `not_allowed_now` once the visit has arrived, and what
    `issue_at_reception` raises.
    """
    visit = booking(unit.connection, booking_id)
    if visit is None or not visit.service:
        raise Unknown("booking")
    if visit.day == unit.day:
        _give_up(unit, visit)
    elif visit.day > unit.day and not visit.cancelled:
        _ask_to_cancel(unit, visit)
    order = Order(visit.service, visit.language, need=visit.need)
    unit.new_action()
    (issued, *_) = issue_at_reception.within(unit, order, printer)
    return issued


def note_answer(told: RequestAnswered) -> None:
    """The hub's decision on a request; what it did comes as the booking's own record."""
    log.info("request_answered", extra={"request": told.request, "outcome": told.outcome})


def _ask_to_cancel(unit: Unit, visit: Booking) -> None:
    asked = BookingRequest(
        request=str(ULID.from_datetime(unit.now)),
        wish="cancel",
        booking=visit.id,
        clerk=unit.command.clerk,
    )
    tell_hub(unit, asked)


def _give_up(unit: Unit, visit: Booking) -> None:
    own = ticket_of_booking(unit.connection, visit.id)
    if own is None:
        keep(unit, replace(visit, away=False))  # settled: off the list of those not known
    elif own.state is State.BOOKED:
        ended = replace(own, state=State.CANCELLED, ended_at=unit.now)
        change(unit, own, ended, Move.CANCELLED, reason="walk-in instead")
    elif own.state not in _GIVEN_UP:
        raise NotAllowedNow(state=own.state.value)
