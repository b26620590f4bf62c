"""Rejestr rezerwacji: the list of a day, and the search by name, phone, code or number.

The one reading that shows names, for staff only. The trap: the state that a person sees follows
from two sides, so it is filtered after the rows were read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import booking_from
from cloud_hub.booking.contacts import email_address, folded, phone_number
from cloud_hub.booking.viewing import view_of
from cloud_hub.store.tables.bookings import booking_people, bookings
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.bookings import GIVEN_UP
from queue_core.domain.booking.codes import typed_code
from queue_core.domain.booking.seats import Share
from queue_core.domain.errors import Unknown
from queue_core.domain.office import OfficeDocument

MOST_FOUND = 50
"""A search that finds more wants more words."""
_MOST_OF_DAYS = 5000
_SHORTEST_TAIL = 4
_UNFINISHED = ("held", "unconfirmed", "expired")


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register; nobody's name where the data were erased.

    `channel` is the way on which it was made: `web`, `staff`, `kiosk`, `reception`, `api`.
    `beyond` says that it lies beyond the capacity, `unanswered` that its office has not yet taken
    note that it was given up. `next` is the booking that stands in its place, `former` the one
    whose place it took; `wrong` names those of `phone` and `email` that do not lead to the person.
    """

    booking: BookingView
    name: str
    phone: str
    email: str
    note: str
    channel: str = ""
    beyond: bool = False
    unanswered: bool = False
    next: str = ""
    former: str = ""
    wrong: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """Which visits of a day to list; an empty word is no filter. `state` is the one shown."""

    offices: Sequence[str]
    day: date
    service: str = ""
    state: str = ""
    channel: str = ""


def visits_listed(hub: Hub, wanted: Listed) -> tuple[RegisterRow, ...]:
    """The visits of a day by hour, cancelled ones included (U-11)."""
    which = [bookings.c.office.in_(wanted.offices), bookings.c.day == wanted.day]
    if wanted.service:
        which.append(bookings.c.service == wanted.service)
    if wanted.channel:
        which.append(bookings.c.made_by == wanted.channel)
    found = _rows(hub, and_(*which), most=_MOST_OF_DAYS)
    return tuple(row for row in found if wanted.state in ("", row.booking.state))


def list_of_day(hub: Hub, office: str, day: date) -> tuple[RegisterRow, ...]:
    """The visits of one office and day by hour, cancelled ones included (U-11)."""
    return list_of_days(hub, office, day, day)


def list_of_days(hub: Hub, office: str, first: date, last: date) -> tuple[RegisterRow, ...]:
    """The same for a week's view."""
    which = and_(bookings.c.office == office, bookings.c.day.between(first, last))
    return _rows(hub, which, most=_MOST_OF_DAYS)


def search(hub: Hub, offices: Sequence[str], words: str) -> tuple[RegisterRow, ...]:
    """Visits that the words may mean: a code, a ticket number, a phone or its last digits, an
    e-mail, a name from three letters on, without its marks. The latest first, one more than
    `MOST_FOUND` where there are more."""
    asked = _meanings(words)
    if not asked:
        return ()
    which = and_(bookings.c.office.in_(offices), or_(*asked))
    return _rows(hub, which, most=MOST_FOUND + 1, latest_first=True)


def visit(hub: Hub, booking: str) -> RegisterRow:
    """One line of the register. Raises `unknown_booking`."""
    found = _rows(hub, bookings.c.id == booking, most=1)
    if not found:
        raise Unknown("booking")
    return found[0]


def _meanings(words: str) -> list[ColumnElement[bool]]:
    name = folded(words)
    code, phone, address = typed_code(words), phone_number(words), email_address(words)
    digits = "".join(c for c in words if c.isdigit())
    found: list[ColumnElement[bool]] = []
    if code:
        found.append(bookings.c.code == code)
    if phone:
        found.append(booking_people.c.phone == phone)
    if len(digits) >= _SHORTEST_TAIL and not any(c.isalpha() for c in words):
        found.append(booking_people.c.phone.endswith(digits))
    if address:
        found.append(booking_people.c.email == address)
    if name and any(c.isdigit() for c in name):
        found.append(bookings.c.number == name.upper())
    elif len(name) >= 3:
        found.append(booking_people.c.folded.contains(name, autoescape=True))
    return found


def _rows(
    hub: Hub, which: ColumnElement[bool], *, most: int, latest_first: bool = False
) -> tuple[RegisterRow, ...]:
    people = booking_people.c
    by_hour = (bookings.c.start.desc() if latest_first else bookings.c.start), bookings.c.id
    query = (
        select(bookings, *(column for column in people if column.name != "booking"))
        .outerjoin(booking_people)
        .where(which, bookings.c.state.not_in(_UNFINISHED))
        .order_by(*by_hour)
        .limit(most)
    )
    with hub.database.read() as connection:
        rows = connection.execute(query).all()
        documents = {r.office: hub.documents.current(connection, r.office) for r in rows}
    now = hub.clock.now()
    return tuple(_row(row, documents[row.office], now) for row in rows)


def _row(row: Row[Any], office: OfficeDocument, now: datetime) -> RegisterRow:
    booking = booking_from(row)
    marks = {"phone": row.phone_wrong, "email": row.email_wrong}
    given_up = booking.state in GIVEN_UP and booking.confirmed_at is not None
    return RegisterRow(
        view_of(booking, office, now),
        name=row.name or row.company or "",
        phone=row.phone or "",
        email=row.email or "",
        note=row.note or "",
        channel=booking.made_by,
        beyond=booking.share == Share.OVER.value,
        unanswered=given_up and booking.freed_at is None,
        next=booking.leads_to or "",
        former=booking.moved_from or "",
        wrong=tuple(name for name, marked in marks.items() if marked),
        fields=row.fields or {},
    )
