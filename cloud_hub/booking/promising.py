"""Making a booking a promise: limits, number, access code, messages, and the record for the office.

Every way to a confirmed booking ends here, in the transaction that it began in.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from cloud_hub.booking.book import Booking, make_move
from cloud_hub.booking.contacts import Person
from cloud_hub.booking.limiting import take_limit_places
from cloud_hub.booking.numbering import draw_access_code, next_number
from cloud_hub.messages.outgoing import Message, queue_message
from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.offices import keys_of
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.bookings import BookingMove
from queue_core.domain.booking.codes import code_mac
from queue_core.domain.errors import Unknown
from queue_core.wire.records import BookingPut, Personal


def promise(unit: Unit, booking: Booking, person: Person, *, code: str | None = None) -> Booking:
    """Confirm a booking whose seats are taken; `code` is kept where it was moved.

    Raises `limit_of_person`, `unknown_service`.
    """
    take_limit_places(unit, booking, person.contacts)
    service = unit.office(booking.office).service(booking.service)
    if service is None:
        raise Unknown("service", service=booking.service)
    confirmed = make_move(
        unit,
        booking,
        BookingMove.CONFIRMED,
        number=next_number(unit, booking.office, service, booking.day),
        code=code or draw_access_code(unit, booking.institution, booking.day),
        confirmed_at=unit.now,
        expires_at=None,
        session=None,
    )
    put_booking(unit, confirmed, person)
    return confirmed


def put_booking(unit: Unit, booking: Booking, person: Person) -> None:
    """Tell the office the booking as it is now."""
    key = keys_of(unit, booking.office).code
    tell_office(unit, booking.office, put_record(booking, key), told_of(person))


def put_record(booking: Booking, key: str) -> BookingPut:
    """A promised booking as its office is told of it; `key` is the office's for codes."""
    return BookingPut(
        booking=booking.id,
        version=booking.version,
        service=booking.service,
        start=booking.start,
        minutes=booking.minutes,
        number=booking.number or "",
        code_mac=code_mac(key, booking.code or ""),
        persons=booking.persons,
        language=booking.language,
        eticket=booking.eticket,
    )


def told_of(person: Person) -> Personal:
    """What the office may know of a person."""
    return Personal(name=person.called, phone_tail=(person.phone or "")[-5:])


def send(unit: Unit, booking: Booking, person: Person, kind: str, **facts: Any) -> None:
    """Queue one message of a kind to the person, by the one way he gave, the phone first."""
    if not person.contacts:
        return
    message = Message(
        kind=kind,
        office=booking.office,
        language=booking.language,
        to_phone=person.phone,
        to_email=None if person.phone else person.email,
        facts={**facts_of(booking), **facts},
        booking=booking.id,
        not_after=booking.start + timedelta(minutes=booking.minutes),
    )
    queue_message(unit, message)
    if person.phone and person.email and kind in _TO_BOTH:
        queue_message(unit, replace(message, to_phone=None, to_email=person.email))


def remind(unit: Unit, booking: Booking, person: Person) -> None:
    """Queue the reminders of the office that still lie ahead (B-98)."""
    for hours in unit.office(booking.office).booking.rules.reminder_hours:
        at = booking.start - timedelta(hours=hours)
        if at > unit.now and person.contacts:
            queue_message(
                unit,
                Message(
                    kind="reminder",
                    office=booking.office,
                    language=booking.language,
                    to_phone=person.phone,
                    to_email=None if person.phone else person.email,
                    facts=facts_of(booking),
                    booking=booking.id,
                    send_at=at,
                    not_after=booking.start,
                ),
            )


def facts_of(booking: Booking) -> dict[str, Any]:
    """What a text about a booking may name."""
    return {
        "start": booking.start.isoformat(),
        "service": booking.service,
        "number": booking.number or "",
        "code": booking.code or "",
        "token": booking.token,
        "eticket": booking.eticket,
        "persons": booking.persons,
        "minutes": booking.minutes,
    }


_TO_BOTH = frozenset({"confirmation", "change", "cancellation"})
"""Sent by phone and by e-mail where the person gave both; a code goes one way only."""
