"""Who books: names and contact data checked against what the office asks for, and kept apart.

The only writer of `booking_people`. The trap: nothing from here may reach a log, an event, a
record or an answer.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import phonenumbers
from sqlalchemy import insert, select, update

from cloud_hub.booking.wishes import Contact
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import booking_people
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.settings import Booking as BookingSettings
from queue_core.domain.booking.settings import OwnField
from queue_core.domain.errors import Refused

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_LONGEST_NAME = 80
_LONGEST_EMAIL = 254
_STROKE = str.maketrans({"ł": "l", "Ł": "L"})
_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


@dataclass(frozen=True)
class Person:
    """A checked person: the phone as E.164, the e-mail in small letters."""

    name: str = ""
    company: str = ""
    phone: str | None = None
    email: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The name, or the company's."""
        return self.name or self.company

    @property
    def contacts(self) -> tuple[str, ...]:
        """Phone and e-mail, whichever there are."""
        return tuple(c for c in (self.phone, self.email) if c)


def checked(contact: Contact, asked: BookingSettings) -> Person:
    """The person, or `invalid_fields` with a code for each field (B-81, B-82, T-08)."""
    wrong: dict[str, str] = {}
    person = Person(
        name=_line(contact.name, "name", wrong),
        company=_line(contact.company, "company", wrong),
        phone=_checked_phone(contact.phone, wrong),
        email=_checked_email(contact.email, wrong),
        fields={f.id: _own(f, contact.fields.get(f.id, "").strip(), wrong) for f in asked.fields},
    )
    if not person.called:
        wrong.setdefault("name", "missing")
    _check_kind_of_contact(person, asked.rules.contact, wrong)
    if not contact.accepted_rules:
        wrong["accepted_rules"] = "missing"
    if wrong:
        raise Refused("invalid_fields", fields=wrong)
    return person


def taken_down(contact: Contact, asked: BookingSettings) -> Person:
    """A person as staff took him down: a name is enough, but what is given must be right.
    Raises `invalid_fields`."""
    wrong: dict[str, str] = {}
    given = [(f, contact.fields.get(f.id, "").strip()) for f in asked.fields]
    person = Person(
        name=_line(contact.name, "name", wrong),
        company=_line(contact.company, "company", wrong),
        phone=_checked_phone(contact.phone, wrong),
        email=_checked_email(contact.email, wrong),
        fields={f.id: _own(replace(f, required=False), words, wrong) for f, words in given},
    )
    if not person.called:
        wrong.setdefault("name", "missing")
    if wrong:
        raise Refused("invalid_fields", fields=wrong)
    return person


def keep_person(unit: Unit, booking: str, person: Person, note: str = "") -> None:
    """Keep who is behind a booking, in place of what was kept before."""
    row = {
        "name": person.name,
        "company": person.company,
        "folded": folded(person.called),
        "phone": person.phone,
        "email": person.email,
        "fields": {key: value for key, value in person.fields.items() if value},
        "note": note,
        "phone_wrong": False,
        "email_wrong": False,
    }
    if not insert_if_absent(unit.connection, booking_people, {"booking": booking, **row}):
        changed = update(booking_people).where(booking_people.c.booking == booking)
        unit.connection.execute(changed.values(row))


def person_of(unit: Unit, booking: str) -> Person:
    """Who is behind a booking, with the contacts that are not marked as wrong; nobody where the
    data were erased."""
    row = unit.connection.execute(
        select(booking_people).where(booking_people.c.booking == booking)
    ).first()
    if row is None:
        return Person()
    phone, email = None if row.phone_wrong else row.phone, None if row.email_wrong else row.email
    return Person(row.name, row.company, phone, email, row.fields)


def keep_note(unit: Unit, booking: str, note: str) -> None:
    """Keep what the office should know, in place of what was kept before."""
    if not insert_if_absent(unit.connection, booking_people, _nobody(booking, note)):
        changed = update(booking_people).where(booking_people.c.booking == booking)
        unit.connection.execute(changed.values(note=note))


def mark_wrong(unit: Unit, booking: str, *, phone: bool, email: bool) -> None:
    """Say which contacts do not lead to the person; nothing is sent to them any more."""
    changed = update(booking_people).where(booking_people.c.booking == booking)
    unit.connection.execute(changed.values(phone_wrong=phone, email_wrong=email))


def note_of(unit: Unit, booking: str) -> str:
    """What the office should know of a visit."""
    known = select(booking_people.c.note).where(booking_people.c.booking == booking)
    return unit.connection.execute(known).scalar() or ""


def copy_person(unit: Unit, old: str, new: str) -> None:
    """The new booking of the same person."""
    columns = [c for c in booking_people.c if c.name != "booking"]
    row = unit.connection.execute(select(*columns).where(booking_people.c.booking == old)).first()
    if row is not None:
        unit.connection.execute(insert(booking_people).values(booking=new, **row._mapping))


def phone_number(words: str) -> str | None:
    """E.164 of what a person typed, Polish where no country is named; None if it is no number."""
    try:
        number = phonenumbers.parse(words, "PL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def email_address(words: str) -> str | None:
    """The address in small letters; None if it is none."""
    address = words.strip().lower()
    return address if len(address) <= _LONGEST_EMAIL and _EMAIL.fullmatch(address) else None


def folded(name: str) -> str:
    """A name as it is searched: small letters without marks."""
    plain = unicodedata.normalize("NFKD", name.translate(_STROKE))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def is_pesel(words: str) -> bool:
    """Whether eleven digits carry the right check digit."""
    if len(words) != 11 or not (words.isascii() and words.isdigit()):
        return False
    total = sum(int(d) * w for d, w in zip(words, _PESEL_WEIGHTS, strict=False))
    return (10 - total % 10) % 10 == int(words[10])


def _nobody(booking: str, note: str) -> dict[str, Any]:
    return {"booking": booking, "fields": {}, "note": note}


def _line(words: str, name: str, wrong: dict[str, str]) -> str:
    line = " ".join(words.split())
    if len(line) > _LONGEST_NAME or any(unicodedata.category(c) == "Cc" for c in line):
        wrong[name] = "too_long"
    return line


def _checked_phone(words: str, wrong: dict[str, str]) -> str | None:
    number = phone_number(words) if words.strip() else None
    if words.strip() and number is None:
        wrong["phone"] = "not_a_phone"
    return number


def _checked_email(words: str, wrong: dict[str, str]) -> str | None:
    address = email_address(words) if words.strip() else None
    if words.strip() and address is None:
        wrong["email"] = "not_an_email"
    return address


def _check_kind_of_contact(person: Person, wanted: str, wrong: dict[str, str]) -> None:
    if wanted == "phone" and not person.phone:
        wrong.setdefault("phone", "missing")
    elif wanted == "email" and not person.email:
        wrong.setdefault("email", "missing")
    elif not person.contacts and not wrong.keys() & {"phone", "email"}:
        wrong["phone"] = "missing"


def _own(asked: OwnField, words: str, wrong: dict[str, str]) -> str:
    """A field of the office's own; a PESEL is checked and not kept."""
    if not words:
        if asked.required:
            wrong[asked.id] = "missing"
        return ""
    if len(words) > asked.longest:
        wrong[asked.id] = "too_long"
    elif asked.kind == "number" and not (words.isascii() and words.isdigit()):
        wrong[asked.id] = "not_a_number"
    elif asked.kind == "date" and not _is_date(words):
        wrong[asked.id] = "not_a_date"
    elif asked.kind == "pesel":
        if not is_pesel(words):
            wrong[asked.id] = "not_a_pesel"
        return ""
    return words


def _is_date(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True
