"""Rejestr rezerwacji: the list of a day, and the search by name, phone, code or number.

The one reading that shows names, for staff only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import booking_from
from cloud_hub.booking.contacts import email_address, folded, phone_number
from cloud_hub.booking.viewing import view_of
from cloud_hub.store.tables.bookings import booking_people, bookings
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.codes import typed_code

_MOST = 200
_UNFINISHED = ("held", "unconfirmed", "expired")


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register; nobody's name where the data were erased."""

    booking: BookingView
    name: str
    phone: str
    email: str
    note: str


def list_of_day(hub: Hub, office: str, day: date) -> tuple[RegisterRow, ...]:
    """The visits of one office and day by hour, cancelled ones included (U-11)."""
    return list_of_days(hub, office, day, day)


def list_of_days(hub: Hub, office: str, first: date, last: date) -> tuple[RegisterRow, ...]:
    """The same for a week's view."""
    return _rows(
        hub, and_(bookings.c.office == office, bookings.c.day.between(first, last)), most=5000
    )


def search(hub: Hub, offices: Sequence[str], words: str) -> tuple[RegisterRow, ...]:
    """Visits that the words may mean: a code, a ticket number, a phone, an e-mail, a name from
    three letters on, without its marks."""
    asked = _meanings(words)
    if not asked:
        return ()
    return _rows(hub, and_(bookings.c.office.in_(offices), or_(*asked)), most=_MOST)


def _meanings(words: str) -> list[ColumnElement[bool]]:
    name = folded(words)
    code, phone, address = typed_code(words), phone_number(words), email_address(words)
    found: list[ColumnElement[bool]] = []
    if code:
        found.append(bookings.c.code == code)
    if phone:
        found.append(booking_people.c.phone == phone)
    if address:
        found.append(booking_people.c.email == address)
    if name and any(c.isdigit() for c in name):
        found.append(bookings.c.number == name.upper())
    elif len(name) >= 3:
        found.append(booking_people.c.folded.contains(name, autoescape=True))
    return found


def _rows(hub: Hub, which: ColumnElement[bool], *, most: int) -> tuple[RegisterRow, ...]:
    people = booking_people.c
    query = (
        select(bookings, people.name, people.company, people.phone, people.email, people.note)
        .outerjoin(booking_people)
        .where(which, bookings.c.state.not_in(_UNFINISHED))
        .order_by(bookings.c.start, bookings.c.id)
        .limit(most)
    )
    now, found = hub.clock.now(), []
    with hub.database.read() as connection:
        for row in connection.execute(query):
            booking = booking_from(row)
            office = hub.documents.current(connection, booking.office)
            person = row.name or row.company or "", row.phone or "", row.email or ""
            found.append(RegisterRow(view_of(booking, office, now), *person, row.note or ""))
    return tuple(found)
