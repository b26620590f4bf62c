"""A booked visit as the staff see it: day and hour, person, where it stands, what the rule says.

Reads; the rule itself is `booking.arrival`. The trap: the person's name may be shown and never
logged, and it is gone the day after.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from edge_node.store.bookings import (
    Booking,
    Person,
    booking,
    bookings_by_code,
    bookings_of_day,
    bookings_of_person,
    person_of,
    ticket_of_booking,
    unheard_today,
)
from edge_node.store.office_keys import code_key
from edge_node.store.unit import Office, fact
from edge_node.views.ticket_search import hours_asked
from queue_core.domain.booking.arrival import Answer, Known, Window, check_arrival, window
from queue_core.domain.booking.codes import code_mac, typed_code
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Ticket

_KNOWN_DAYS = 9
"""Today and the eight days for which the hub tells names."""
_TAIL = 5


class Verdict(StrEnum):
    """What the rule of arrival says of a visit at this moment."""

    IN_TIME = "in_time"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    HERE = "here"
    MISSED = "missed"
    OVER = "already_used"
    CANCELLED = "cancelled"
    OTHER_DAY = "other_day"


@dataclass(frozen=True)
class Visit:
    """One booked visit. `ticket` is None before its day, or where it was heard of too late."""

    booking: Booking
    person: Person
    ticket: Ticket | None
    window: Window
    verdict: Verdict

    @property
    def can_arrive(self) -> bool:
        """Whether the rule itself lets the person in now."""
        return self.verdict in (Verdict.IN_TIME, Verdict.MISSED)

    @property
    def can_be_let_in(self) -> bool:
        """Whether reception may, for a reason."""
        return self.verdict in (Verdict.TOO_EARLY, Verdict.TOO_LATE)


@dataclass(frozen=True)
class VisitsToday:
    """The booked visits of the day by hour, and those that were not known at their hour."""

    expected: tuple[Visit, ...]
    unheard: tuple[Visit, ...]


def visit_of(office: Office, id: str) -> Visit:
    """One visit. Raises `unknown_booking`."""
    with office.database.snapshot() as connection:
        known = booking(connection, id)
        if known is None or not known.day:
            raise Unknown("booking")
        return _visit(connection, office.document, known, office.clock.now())


def visit_of_ticket(office: Office, own: Ticket | None) -> Visit | None:
    """The booked visit behind a ticket, None for a walk-in."""
    if own is None or own.booking is None:
        return None
    try:
        return visit_of(office, own.booking)
    except Unknown:
        return None


def visits_today(office: Office) -> VisitsToday:
    """Who is still expected today, and who is on reception's list."""
    now, document = office.clock.now(), office.document
    with office.database.snapshot() as connection:
        day = fact(connection, "day") or ""
        todays = [_visit(connection, document, b, now) for b in bookings_of_day(connection, day)]
        unheard = [_visit(connection, document, b, now) for b in unheard_today(connection, day)]
    expected = (v for v in todays if v.ticket and v.verdict not in (Verdict.HERE, Verdict.OVER))
    return VisitsToday(tuple(expected), tuple(unheard))


def visits_found(office: Office, words: str) -> list[Visit]:
    """Visits that fit a code, a phone from five digits, a name from three letters, a number or an
    hour; today's first. None for words that say nothing."""
    now, document = office.clock.now(), office.document
    with office.database.snapshot() as connection:
        day = fact(connection, "day") or ""
        found = {b.id: b for b in _found(connection, document, words, day=day)}
        order = sorted(found.values(), key=lambda b: (b.day != day, b.start, b.number))
        return [_visit(connection, document, b, now) for b in order]


def _found(
    connection: sqlite3.Connection, document: OfficeDocument, words: str, *, day: str
) -> list[Booking]:
    found = _by_code(connection, words)
    digits = "".join(c for c in words if c in "0123456789")
    letters = sum(c.isalpha() for c in words)
    if len(digits) >= _TAIL and not letters:
        found += bookings_of_person(connection, _days(day), tail=digits[-_TAIL:])
    if letters and not digits:
        found += bookings_of_person(connection, _days(day), name=words)
    todays = bookings_of_day(connection, day)
    asked = "".join(words.split()).upper()
    found += [visit for visit in todays if visit.number.upper() == asked]
    hours = hours_asked(asked, date.fromisoformat(day), document.zone)
    if hours is not None:
        found += [visit for visit in todays if hours[0] <= visit.start <= hours[1]]
    return found


def _by_code(connection: sqlite3.Connection, words: str) -> list[Booking]:
    code, key = typed_code(words), code_key(connection)
    return bookings_by_code(connection, code_mac(key, code)) if code and key else []


def _days(day: str) -> list[str]:
    first = date.fromisoformat(day)
    return [(first + timedelta(days=n)).isoformat() for n in range(_KNOWN_DAYS)]


def _visit(
    connection: sqlite3.Connection, document: OfficeDocument, known: Booking, now: datetime
) -> Visit:
    own = ticket_of_booking(connection, known.id)
    today = fact(connection, "day")
    return Visit(
        booking=known,
        person=person_of(connection, known.id) or Person(),
        ticket=own,
        window=window(known.start, document.rules),
        verdict=_verdict(document, known, own, now=now, is_today=known.day == today),
    )


def _verdict(
    document: OfficeDocument,
    known: Booking,
    own: Ticket | None,
    *,
    now: datetime,
    is_today: bool,
) -> Verdict:
    if not is_today and not known.cancelled:
        return Verdict.OTHER_DAY
    visit = Known(
        start=known.start,
        state=own.state if own else None,
        proven=bool(own and own.arrived),
        cancelled=known.cancelled,
        away=known.away,
    )
    try:
        answer = check_arrival(visit, document.rules, now)
    except Refused as refused:
        return Verdict(refused.code)
    told = {Answer.AGAIN: Verdict.HERE, Answer.RETURNS: Verdict.MISSED}
    return told.get(answer, Verdict.IN_TIME)
