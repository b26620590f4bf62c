"""A booked visit behind the token of its e-ticket, which is printed on paper that others may see.

The trap: whoever has the e-ticket may follow the visit and give it up, but never learns its code,
its link or who booked it.
"""

from sqlalchemy import Connection

from cloud_hub.booking.book import Booking, lock_booking, read_booking
from cloud_hub.booking.changing import cancel_booking, check_online
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import BookingState
from queue_core.domain.errors import Unknown


def visit_of_eticket(connection: Connection, token: str) -> Booking | None:
    """The booking with this e-ticket, or the one that it was moved to; None where there is none
    that was ever promised."""
    found = read_booking(connection, bookings.c.eticket == token)
    while found is not None and found.leads_to is not None:
        found = read_booking(connection, bookings.c.id == found.leads_to)
    return found if found is not None and found.number is not None else None


@use_case
def cancel_by_eticket(unit: Unit, token: str) -> None:
    """Cancel the visit by its e-ticket. Raises `unknown_booking`, `already_arrived`,
    `too_late_to_cancel`, `no_online_cancelling`; again is no fault."""
    visit = visit_of_eticket(unit.connection, token)
    if visit is None:
        raise Unknown("booking")
    locked = lock_booking(unit, visit.id)
    if locked.state is BookingState.CANCELLED:
        return
    check_online(unit, locked)
    cancel_booking(unit, locked)
