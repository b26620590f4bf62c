"""Putting a booking on its seats, by the rules of its ground or beyond them on purpose.

Shared by citizens, staff and changes. A failure is `term_taken` with the nearest free terms.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from ulid import ULID

from cloud_hub.booking.book import Booking
from cloud_hub.booking.ground import Ground
from cloud_hub.booking.occupying import Places, force_seats, take_seats
from cloud_hub.booking.offer import nearest_terms
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.bookings import BookingState
from queue_core.domain.booking.seats import Share, cells_of
from queue_core.domain.booking.terms import capacities
from queue_core.domain.errors import Refused
from queue_core.domain.office import LANGUAGES


@dataclass(frozen=True)
class Wanted:
    """A visit that somebody wants: when, for how many, sold from which share."""

    start: datetime
    persons: int
    language: str
    share: Share = Share.INTERNET


def new_booking(unit: Unit, stood: Ground, wanted: Wanted) -> Booking:
    """A booking that is held from now on; not yet written. Raises `too_many_persons`."""
    return Booking(
        id=str(ULID.from_datetime(unit.now)),
        institution=stood.institution,
        office=stood.office.id,
        service=stood.service.id,
        calendar=stood.calendar.id,
        share=wanted.share.value,
        state=BookingState.HELD,
        version=1,
        start=wanted.start,
        day=stood.day_of(wanted.start),
        minutes=stood.minutes(wanted.persons),
        persons=wanted.persons,
        language=wanted.language if wanted.language in LANGUAGES else "pl",
        token=secrets.token_urlsafe(16),
        eticket=secrets.token_urlsafe(16),
        made_by=unit.command.route,
        made_at=unit.now,
    )


def occupy(unit: Unit, stood: Ground, booking: Booking) -> None:
    """Take its seats. Raises `term_taken` with `nearest`, which are instants."""
    if not take_seats(unit, booking.id, places_of(stood, booking)):
        asked = TermsAsked(
            stood.office.id,
            stood.service.id,
            booking.day,
            booking.day,
            persons=booking.persons,
            share=booking.share,
            own=booking.id,
        )
        near = nearest_terms(unit.connection, stood, asked, booking.start, now=unit.now)
        raise Refused("term_taken", nearest=list(near))


def occupy_beyond(unit: Unit, stood: Ground, booking: Booking) -> None:
    """Take seats beyond the capacity (B-94)."""
    force_seats(unit, booking.id, places_of(stood, booking))


def places_of(stood: Ground, booking: Booking) -> Places:
    """The cells of a booking with the capacities in force there."""
    return Places(
        office=booking.office,
        calendar=booking.calendar,
        share=Share(booking.share),
        cells=cells_of(booking.start, booking.minutes),
        capacities=capacities(stood.periods(booking.day)),
    )
