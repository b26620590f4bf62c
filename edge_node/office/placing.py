"""Booked visits on the list: each gets its ticket at the start of its day, its place at its
hour by itself (T-11), or is given up after the tolerance.

The trap: a visit that this node learned of too late gets no ticket; it is on reception's list
and counts as nobody's no-show.
"""

import secrets
import sqlite3
from dataclasses import replace
from datetime import datetime

from ulid import ULID

from edge_node.office.alarm import evacuated_today
from edge_node.store.bookings import (
    Booking,
    bookings_of_day,
    keep_away,
    ticket_of_booking,
)
from edge_node.store.tickets import add, change, open_tickets, ticket_by_number, ticket_by_token
from edge_node.store.unit import Office, Unit, fact, use_case
from queue_core.domain.booking.arrival import is_given_up, is_to_be_placed, known_too_late
from queue_core.domain.calendar import local_day
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Move, Origin, Priority, State, Ticket


def enter_day(unit: Unit) -> None:
    """Give every booking of the day that begins its ticket (B-156)."""
    for visit in bookings_of_day(unit.connection, unit.day):
        unit.new_action()
        enter_booked(unit, visit)


def enter_booked(unit: Unit, visit: Booking) -> Ticket | None:
    """The ticket of a booking of today, made where there is none; None where it gets none now."""
    if visit.cancelled or visit.day != unit.day:
        return None
    present = ticket_of_booking(unit.connection, visit.id)
    if present is not None:
        return present
    if visit.away or known_too_late(visit.start, visit.known_at, unit.office.rules):
        keep_away(unit, visit)
        return None
    if ticket_by_number(unit.connection, unit.day, visit.number) is not None:
        keep_away(unit, visit)  # two bookings with one number: a person must look at it
        return None
    return add_visit(unit, visit)


def add_visit(unit: Unit, visit: Booking) -> Ticket:
    """Write the ticket of a booking, in `booked`."""
    new = Ticket(
        id=_free_id(unit, visit.id),
        day=unit.day,
        number=visit.number,
        service=visit.service,
        state=State.BOOKED,
        queue_time=visit.start,
        ageing_from=visit.start,
        issued_at=unit.now,
        token=_free_token(unit, visit.eticket),
        origin=Origin.BOOKING,
        booking=visit.id,
    )
    return add(unit, with_booking(new, visit), Move.BOOKED)


def _free_id(unit: Unit, visit: str) -> str:
    """The ticket is called as its booking is, so that a card that has lost it, or a second one,
    makes the same again; another one only where the number had to change."""
    row = unit.connection.execute("SELECT 1 FROM tickets WHERE id = ?", (visit,)).fetchone()
    return visit if row is None else str(ULID.from_datetime(unit.now))


def new_token() -> str:
    """A token for an e-ticket that nobody can guess."""
    return secrets.token_urlsafe(16)


def _free_token(unit: Unit, wanted: str) -> str:
    taken = not wanted or ticket_by_token(unit.connection, wanted) is not None
    return new_token() if taken else wanted


def with_booking(ticket: Ticket, visit: Booking) -> Ticket:
    """The ticket with everything that its booking decides; within one hour it keeps its place."""
    same_hour = ticket.booked_for == visit.start
    return replace(
        ticket,
        service=visit.service,
        queue_time=ticket.queue_time if same_hour else visit.start,
        ageing_from=ticket.ageing_from if same_hour else visit.start,
        booked_for=visit.start,
        more_services=visit.more_services,
        language=visit.language,
        priority=Priority(visit.priority),
        need=visit.need,
    )


def placing_is_due(office: Office) -> bool:
    """Whether some booked ticket now wants its place or is given up (a cheap question)."""
    connection = office.database.read()
    day = fact(connection, "day") or ""
    return bool(_due(connection, office.document, day, office.clock.now()))


@use_case
def place_due(unit: Unit) -> int:
    """Place booked tickets whose hour has come, strike out those past their tolerance; how many.

    Nothing while the clock shows another day than the one in force, and nobody is struck out
    on a day of evacuation.
    """
    due = _due(unit.connection, unit.office, unit.day, unit.now)
    for ticket, move in due:
        unit.new_action()
        if move is Move.PLACED:
            change(unit, ticket, replace(ticket, state=State.WAITING), move)
        else:
            given_up = replace(ticket, state=State.NO_SHOW, ended_at=unit.now)
            change(unit, ticket, given_up, move)
    return len(due)


def _due(
    connection: sqlite3.Connection, office: OfficeDocument, day: str, now: datetime
) -> list[tuple[Ticket, Move]]:
    if day != local_day(now, office.zone).isoformat():
        return []
    booked = open_tickets(connection, day, (State.BOOKED,))
    steps = [(ticket, _step(office, ticket, now)) for ticket in booked]
    may_strike_out = not evacuated_today(connection, day)
    return [
        (ticket, move)
        for ticket, move in steps
        if move is Move.PLACED or (move is Move.STRUCK_OUT and may_strike_out)
    ]


def _step(office: OfficeDocument, ticket: Ticket, now: datetime) -> Move | None:
    if ticket.booked_for is None:
        return None
    if is_to_be_placed(ticket.booked_for, office.rules, now):
        return Move.PLACED
    return Move.STRUCK_OUT if is_given_up(ticket.booked_for, office.rules, now) else None
