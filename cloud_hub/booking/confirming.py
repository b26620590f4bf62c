"""From a held term to a promise: contact, a code of six digits, and the right answer to it.

The trap: a wrong try must be counted although it is refused, so it is an answer of the use case
and becomes a refusal only outside of its transaction.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Row, delete, select, update

from cloud_hub.booking.answers import BookingView, CodeSent
from cloud_hub.booking.book import Booking, lock_booking, make_move
from cloud_hub.booking.contacts import Person, checked, keep_person, person_of
from cloud_hub.booking.ground import ground
from cloud_hub.booking.holding import own_hold
from cloud_hub.booking.limiting import check_limits
from cloud_hub.booking.placing import occupy
from cloud_hub.booking.promising import promise, remind, send
from cloud_hub.booking.viewing import view_of
from cloud_hub.booking.wishes import Contact
from cloud_hub.messages.outgoing import Message, queue_message
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import confirmation_codes
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from queue_core.domain.booking.bookings import BookingMove, BookingState
from queue_core.domain.booking.codes import CODE_DIGITS, typed_code
from queue_core.domain.errors import Refused
from queue_core.domain.office import LANGUAGES

ATTEMPTS = 5
SENDS = 3


@dataclass(frozen=True)
class Tried:
    """What became of a code: a booking, or why not."""

    booking: BookingView | None = None
    refused: str = ""
    left: int = 0


@use_case
def give_contact(unit: Unit, booking: str, contact: Contact) -> CodeSent:
    """Check and keep the data, send the code; given again, the data are replaced.

    Raises `invalid_fields` with `fields` (name → code: `missing`, `too_long`, `not_a_phone`,
    `not_an_email`, `not_a_number`, `not_a_date`, `not_a_pesel`), `hold_expired`,
    `too_many_codes`, `limit_of_person`.
    """
    found = own_hold(unit, booking)
    person = checked(contact, unit.office(found.office).booking)
    check_limits(unit, found, person.contacts)
    keep_person(unit, found.id, person)
    language = contact.language if contact.language in LANGUAGES else found.language
    return _send_code(unit, found, person, language=language)


@use_case
def resend(unit: Unit, booking: str) -> CodeSent:
    """A new code in place of the last one. Raises `too_many_codes`, `hold_expired`."""
    found = own_hold(unit, booking)
    return _send_code(unit, found, person_of(unit, found.id), language=found.language)


def confirm(hub: Hub, command: Command, booking: str, code: str) -> BookingView:
    """Confirm by the six digits; numbers the visit and tells the office (T-09).

    A right code that comes late takes the same term again if it is still free. Raises
    `wrong_code` with `left`, `too_many_codes`, `code_expired`, `term_taken` with `nearest`,
    `limit_of_person`, `unknown_booking`.
    """
    tried = try_code(hub, command, booking, typed_code(code) or "")
    if tried.booking is None:
        raise Refused(tried.refused, left=tried.left)
    return tried.booking


@use_case
def try_code(unit: Unit, booking: str, code: str) -> Tried:
    """What `confirm` asks; a wrong try stays counted."""
    found = lock_booking(unit, booking)
    sent = unit.connection.execute(
        select(confirmation_codes).where(confirmation_codes.c.booking == booking)
    ).first()
    if sent is None:
        return Tried(refused="code_expired")
    if sent.attempts >= ATTEMPTS:
        return Tried(refused="too_many_codes")
    if not hmac.compare_digest(sent.code_mac, _mac(unit, booking, code)):
        return _count_wrong(unit, sent)
    return Tried(booking=_confirmed(unit, found))


def _confirmed(unit: Unit, found: Booking) -> BookingView:
    office = unit.office(found.office)
    if found.state not in (BookingState.HELD, BookingState.UNCONFIRMED, BookingState.EXPIRED):
        if found.state is BookingState.CONFIRMED:
            return view_of(found, office, unit.now)  # the same press from another window
        raise Refused("hold_expired")
    person = person_of(unit, found.id)
    stood = ground(unit.connection, unit.hub.documents, (found.office, found.service), unit.now)
    if found.state is BookingState.EXPIRED:
        if found.start <= unit.now:
            raise Refused("hold_expired")
        occupy(unit, stood, found)
        found = make_move(unit, found, BookingMove.TAKEN_AGAIN)
    confirmed = promise(unit, found, person)
    send(unit, confirmed, person, "confirmation")
    remind(unit, confirmed, person)
    return view_of(confirmed, office, unit.now)


def _send_code(unit: Unit, found: Booking, person: Person, *, language: str) -> CodeSent:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    minutes = unit.office(found.office).booking.rules.confirm_minutes
    until = max(unit.now + timedelta(minutes=minutes), found.expires_at or unit.now)
    sends = _keep_code(unit, found.id, code, until=until)
    make_move(unit, found, BookingMove.CODE_SENT, expires_at=until, language=language)
    queue_message(
        unit,
        Message(
            kind="confirmation_code",
            office=found.office,
            language=language,
            to_phone=person.phone,
            to_email=None if person.phone else person.email,
            facts={"code": code, "minutes": minutes, "start": found.start.isoformat()},
            booking=found.id,
            not_after=until,
        ),
    )
    channel = "sms" if person.phone else "email"
    return CodeSent(found.id, channel, until, sends_left=SENDS - sends, attempts_left=ATTEMPTS)


def _keep_code(unit: Unit, booking: str, code: str, *, until: object) -> int:
    """Keep the code as a keyed hash in place of the last one; how many were sent.

    Raises `too_many_codes`.
    """
    row = {"code_mac": _mac(unit, booking, code), "expires_at": until, "sent_at": unit.now}
    first = {"booking": booking, **row, "attempts": 0, "sends": 1}
    if insert_if_absent(unit.connection, confirmation_codes, first):
        return 1
    sends = unit.connection.execute(
        update(confirmation_codes)
        .where(confirmation_codes.c.booking == booking, confirmation_codes.c.sends < SENDS)
        .values(**row, sends=confirmation_codes.c.sends + 1)
        .returning(confirmation_codes.c.sends)
    ).scalar()
    if sends is None:
        raise Refused("too_many_codes")
    return int(sends)


def _count_wrong(unit: Unit, sent: Row[tuple[object, ...]]) -> Tried:
    left = ATTEMPTS - 1 - sent.attempts
    unit.connection.execute(
        update(confirmation_codes)
        .where(confirmation_codes.c.booking == sent.booking)
        .values(attempts=confirmation_codes.c.attempts + 1)
    )
    return Tried(refused="wrong_code" if left else "too_many_codes", left=left)


@use_case
def forget_codes(unit: Unit) -> int:
    """Forget codes that nobody can use any more, a day after they were sent; how many."""
    old = unit.now - timedelta(days=1)
    gone = delete(confirmation_codes).where(confirmation_codes.c.sent_at < old)
    return unit.connection.execute(gone).rowcount


def _mac(unit: Unit, booking: str, code: str) -> str:
    return unit.hub.keys.mac("confirmation", booking, code)
