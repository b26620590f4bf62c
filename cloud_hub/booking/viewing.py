"""A booking as its holder sees it: where it stands, and what may still be done with it."""

from datetime import datetime, timedelta

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import Booking
from queue_core.domain.booking.bookings import BookingState, shown_state
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


def ends_at(booking: Booking) -> datetime:
    """When the visit is over by plan."""
    return booking.start + timedelta(minutes=booking.minutes)
