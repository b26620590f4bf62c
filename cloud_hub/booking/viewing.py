"""A booking as its holder sees it: where it stands, and what may still be done with it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import Booking, read_booking
from cloud_hub.store.offices import qr_keys
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.bookings import BookingState, shown_state
from queue_core.domain.booking.visit_qr import SignedVisit, sign_visit
from queue_core.domain.office import OfficeDocument


def view_of(
    booking: Booking, office: OfficeDocument, now: datetime, warning: str = ""
) -> BookingView:
    """The view; `warning` is a code that staff should see, such as `overbooked`."""
    state = shown_state(booking.state, booking.ticket_state, proved=booking.proved)
    open_still = state is BookingState.CONFIRMED and now < ends_at(booking)
    online = office.booking.rules.cancelling == "online"
    return BookingView(
        id=booking.id,
        token=booking.token,
        state=state.value,
        office=booking.office,
        service=booking.service,
        start=booking.start,
        minutes=booking.minutes,
        persons=booking.persons,
        language=booking.language,
        number=booking.number or "",
        code=booking.code or "",
        version=booking.version,
        can_cancel=open_still and online,
        can_move=open_still and online,
        warning=warning,
    )


def shown_state_of(connection: Connection, booking: str) -> BookingState | None:
    """What a visit shows now; None where there is no such booking."""
    found = read_booking(connection, bookings.c.id == booking)
    if found is None:
        return None
    return shown_state(found.state, found.ticket_state, proved=found.proved)


def ends_at(booking: Booking) -> datetime:
    """When the visit is over by plan."""
    return booking.start + timedelta(minutes=booking.minutes)


def signed_visit(hub: Hub, view: BookingView) -> str:
    """The text of the visit's QR code, signed with the office's newest key."""
    with hub.database.read() as connection:
        keys = qr_keys(connection, view.office)
    key_id = list(keys)[-1]
    visit = SignedVisit(
        office=view.office,
        service=view.service,
        start=view.start,
        number=view.number,
        booking=view.id,
        version=view.version,
        persons=view.persons,
    )
    return sign_visit(visit, key_id, keys[key_id])
