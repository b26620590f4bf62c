"""Giving seats of confirmed bookings back, only when the node has answered.

The trap: a seat sold again before `CancelApplied` may meet a person who has already arrived. The
cursor of the log proves reading only, so it frees nothing.
"""

from typing import Any

from sqlalchemy import delete

from cloud_hub.booking.book import Booking, change, lock_booking, make_move, note
from cloud_hub.booking.conflicts import list_once
from cloud_hub.booking.limiting import leave_limit_places
from cloud_hub.booking.occupying import free_seats
from cloud_hub.messages.outgoing import drop_messages
from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.tables.seats import access_codes, seats
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import GIVEN_UP, BookingMove
from queue_core.wire.records import BookingCancelled


def give_up(
    unit: Unit,
    booking: Booking,
    move: BookingMove,
    *,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Booking:
    """Cancel or move a locked booking away: its seats stay taken until the office answers."""
    given_up = make_move(unit, booking, move, facts=facts, **changes)
    leave_limit_places(unit, booking.id)
    drop_messages(unit, booking.id, move.value)
    tell_office(
        unit,
        booking.office,
        BookingCancelled(booking=booking.id, version=given_up.version, reason=move.value),
    )
    return given_up


@use_case
def apply_cancelled(unit: Unit, booking: str, version: int) -> bool:
    """The node has taken the cancellation: free the seats, after the office's cooling time (B-85).

    Whether anything was freed: an answer to an older version, or a second one, frees nothing.
    """
    found = lock_booking(unit, booking)
    if found.state not in GIVEN_UP or found.version != version or found.freed_at is not None:
        return False
    free_seats(
        unit, found.id, cooling_minutes=unit.office(found.office).booking.rules.cooling_minutes
    )
    change(unit, found, freed_at=unit.now, version=found.version)
    note(unit, found.id, "seats_freed")
    unit.touch("seats")
    return True


@use_case
def cancelled_too_late(unit: Unit, booking: str, version: int) -> None:
    """The person had proved to be there before: the visit counts, and staff are told."""
    found = lock_booking(unit, booking)
    if found.state in GIVEN_UP:  # else the ticket has told it already
        make_move(unit, found, BookingMove.ARRIVED, proved=True)
    list_too_late(unit, found, version)


def list_too_late(unit: Unit, found: Booking, version: int) -> None:
    """Tell the staff that somebody is here whose visit was given up, or moved to another one."""
    if found.moved_to is not None:
        list_once(unit, found.office, "moved_and_arrived", found.moved_to)
    list_once(unit, found.office, "cancelled_too_late", found.id, version=version)


@use_case
def thaw(unit: Unit) -> int:
    """Let seats go whose cooling is over, and codes whose day is; how many seats."""
    thawed = delete(seats).where(seats.c.cooling_until <= unit.now)
    unit.connection.execute(delete(access_codes).where(access_codes.c.until < unit.now.date()))
    count = unit.connection.execute(thawed).rowcount
    if count:
        unit.touch("seats")
    return count
