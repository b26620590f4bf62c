"""What staff correct in a booking that stands: the person, a contact that is wrong, the note; and
taking back a cancellation.

The trap: a name is bound to the visit where the office so sets (B-90), but a slip of the ear is
not another person.
"""

from dataclasses import replace

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import Booking, change, enter, lock_booking, note
from cloud_hub.booking.by_staff import LONGEST_NOTE
from cloud_hub.booking.changing import check_changeable
from cloud_hub.booking.contacts import (
    Person,
    copy_person,
    keep_note,
    keep_person,
    mark_wrong,
    note_of,
    person_of,
    taken_down,
)
from cloud_hub.booking.ground import ground
from cloud_hub.booking.limiting import leave_limit_places, take_limit_places
from cloud_hub.booking.occupying import hand_over
from cloud_hub.booking.placing import Wanted, new_booking, occupy
from cloud_hub.booking.promising import promise, put_booking, remind, send
from cloud_hub.booking.viewing import view_of
from cloud_hub.booking.wishes import Contact
from cloud_hub.messages.outgoing import drop_messages
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.bookings import BookingMove, BookingState
from queue_core.domain.booking.seats import Share, cells_of
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.names import is_spelling_of
from queue_core.domain.office import LANGUAGES


@use_case
def change_person(unit: Unit, booking: str, contact: Contact) -> BookingView:
    """Put right who comes and how to reach him; reminders follow the new contact.

    Raises `invalid_fields` (`names_fixed` where the office binds the visit to the name),
    `limit_of_person`, and as `cancel_by_staff`.
    """
    found = lock_booking(unit, booking)
    check_changeable(unit, found)
    office = unit.office(found.office)
    person = taken_down(contact, office.booking)
    if office.booking.rules.names_fixed:
        _check_same_name(person_of(unit, booking), person)
    keep_person(unit, booking, person, note_of(unit, booking))
    leave_limit_places(unit, booking)
    take_limit_places(unit, found, person.contacts)
    language = contact.language if contact.language in LANGUAGES else found.language
    changed = change(unit, found, language=language)
    note(unit, booking, "person_changed")
    _remind_anew(unit, changed, person)
    return view_of(changed, office, unit.now)


@use_case
def mark_contacts(unit: Unit, booking: str, wrong: tuple[str, ...]) -> None:
    """Mark `phone` and `email` as wrong, or right again: nothing is sent where they are wrong.

    Raises as `cancel_by_staff`.
    """
    found = lock_booking(unit, booking)
    check_changeable(unit, found)
    mark_wrong(unit, booking, phone="phone" in wrong, email="email" in wrong)
    changed = change(unit, found)
    note(unit, booking, "contacts_marked", wrong=sorted(wrong))
    _remind_anew(unit, changed, person_of(unit, booking))


@use_case
def set_note(unit: Unit, booking: str, words: str) -> None:
    """Keep a note for the office. Raises `invalid_fields`, `unknown_booking`."""
    found = lock_booking(unit, booking)
    if len(words) > LONGEST_NOTE:
        raise Refused("invalid_fields", fields={"note": "too_long"})
    keep_note(unit, found.id, words)
    note(unit, found.id, "note_changed")


@use_case
def book_again(unit: Unit, booking: str) -> BookingView:
    """Take back a cancellation: the same term, person and code, with a number of its own.

    The old links lead to the new booking. Raises `not_allowed_now` where it was not cancelled or
    its hour has passed, `term_taken` where somebody has the term, `limit_of_person`.
    """
    old = lock_booking(unit, booking)
    if old.state is not BookingState.CANCELLED or old.moved_to or old.start <= unit.now:
        raise NotAllowedNow()
    stood = ground(unit.connection, unit.hub.documents, (old.office, old.service), unit.now)
    share = Share.STAFF if old.freed_at is not None else Share(old.share)
    wanted = Wanted(old.start, old.persons, old.language, share)
    new = replace(new_booking(unit, stood, wanted), minutes=old.minutes, moved_from=old.id)
    enter(unit, new, BookingMove.HELD, start=new.start.isoformat())
    hand_over(unit, old.id, new.id, cells_of(new.start, new.minutes))
    occupy(unit, stood, new)
    copy_person(unit, old.id, new.id)
    person = person_of(unit, new.id)
    change(unit, old, moved_to=new.id, version=old.version)
    note(unit, old.id, "booked_again")
    promised = promise(unit, new, person, code=old.code)
    send(unit, promised, person, "confirmation")
    remind(unit, promised, person)
    return view_of(promised, stood.office, unit.now)


def _check_same_name(before: Person, after: Person) -> None:
    if before.called and not is_spelling_of(before.called, after.called):
        raise Refused("invalid_fields", fields={"name": "names_fixed"})


def _remind_anew(unit: Unit, booking: Booking, person: Person) -> None:
    """Tell the office and plan the reminders for the contacts that lead to the person."""
    put_booking(unit, booking, person)
    drop_messages(unit, booking.id, "contact_changed")
    remind(unit, booking, person)
