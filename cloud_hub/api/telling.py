"""Bookings as the API tells them to their holders."""

from cloud_hub.api import answers
from cloud_hub.booking.answers import BookingView
from queue_core.domain.booking.bookings import BookingState


def told_booking(view: BookingView) -> answers.Booking:
    """A booking behind its token."""
    return answers.Booking(
        token=view.token,
        state=BookingState(view.state),
        office=view.office,
        service=view.service,
        start=view.start,
        minutes=view.minutes,
        persons=view.persons,
        language=view.language,
        ticket_number=view.number,
        code=view.code,
        can_cancel=view.can_cancel,
        can_move=view.can_move,
    )
