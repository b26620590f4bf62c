"""Finding tickets of the day by what a person can say: a number, an hour, or the paper's QR.

Search is forgiving: `a7`, `A 007` and `A007` are one number. The trap: digits alone are a number,
never an hour; an hour has a colon or a range.
"""

import re
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from edge_node.store.tickets import ticket_by_token, tickets_of_day
from queue_core.domain.calendar import instant
from queue_core.domain.tickets import Ticket

_NUMBER = re.compile(r"([^\W\d_]*)0*(\d{1,4})")
_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})")
_RANGE = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?-(\d{1,2})(?:[:.](\d{2}))?")
_TOKEN = re.compile(r"(?:.*/)?([\w-]{20,40})")
_AROUND = timedelta(minutes=15)

Fits = Callable[[Ticket], bool]


def find_tickets(
    connection: sqlite3.Connection, day: str, words: str, zone: ZoneInfo
) -> list[Ticket]:
    """Tickets of the day that fit, in order of issue; none for words that say nothing."""
    asked = "".join(words.split())
    token = _TOKEN.fullmatch(asked)
    scanned = ticket_by_token(connection, token[1]) if token else None
    if scanned is not None:
        return [scanned] if scanned.day == day else []
    fits = _by_number(asked) or _by_hour(asked, date.fromisoformat(day), zone)
    return [t for t in tickets_of_day(connection, day) if fits(t)] if fits else []


def _by_number(asked: str) -> Fits | None:
    found = _NUMBER.fullmatch(asked.upper())
    if found is None:
        return None
    prefix, digits = found[1], int(found[2])

    def fits(ticket: Ticket) -> bool:
        own = _NUMBER.fullmatch(ticket.number)
        return own is not None and int(own[2]) == digits and own[1].endswith(prefix)

    return fits


def _by_hour(asked: str, day: date, zone: ZoneInfo) -> Fits | None:
    bounds = hours_asked(asked, day, zone)
    if bounds is None:
        return None
    first, last = bounds
    return lambda ticket: any(
        first <= hour <= last for hour in (ticket.issued_at, ticket.booked_for) if hour
    )


def hours_asked(asked: str, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The span that was asked for: a range, or a quarter of an hour around one hour; None where
    the words (without spaces) are no hour."""
    exact, span = _HOUR.fullmatch(asked), _RANGE.fullmatch(asked.replace("–", "-"))
    try:
        if exact:
            at = instant(day, time(int(exact[1]), int(exact[2])), zone)
            return at - _AROUND, at + _AROUND
        if span:
            first, last = (time(int(span[h]), int(span[h + 1] or 0)) for h in (1, 3))
            return instant(day, first, zone), instant(day, last, zone)
    except ValueError:  # there is no such hour
        return None
    return None
