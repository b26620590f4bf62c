"""What staff may book: the places of their own share, from this minute on, beyond the window of
citizens; and what is full, for those who may book beyond the capacity (B-94)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cloud_hub.booking.ground import ground
from cloud_hub.booking.offer import taken_seats
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.seats import Share
from queue_core.domain.booking.terms import Term, terms_of_day
from queue_core.domain.booking.window import Window
from queue_core.domain.office import Texts

DAYS_AHEAD = 120
_EVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


@dataclass(frozen=True)
class StaffDay:
    """One day: every start by the rules, with 0 free where it is full. `has_places` says whether
    the rules leave any place to staff; `reason` may say why the day is closed."""

    day: date
    terms: tuple[Term, ...]
    has_places: bool
    reason: Texts

    @property
    def free(self) -> tuple[Term, ...]:
        """The terms that still have a place."""
        return tuple(term for term in self.terms if term.free)


def staff_terms(hub: Hub, asked: TermsAsked) -> tuple[StaffDay, ...]:
    """The days asked for, at most `DAYS_AHEAD` from today, each with its starts that are still to
    come. The seats of the booking `own` count as free. Raises `unknown_service`,
    `too_many_persons`."""
    now = hub.clock.now()
    with hub.database.read() as connection:
        stood = ground(connection, hub.documents, (asked.office, asked.service), now)
        minutes, today = stood.minutes(asked.persons), stood.day_of(now)
        first = max(asked.first_day, today)
        last = min(asked.last_day, today + timedelta(days=DAYS_AHEAD))
        if last < first:
            return ()
        taken = taken_seats(connection, stood, (first, last), own=asked.own)
    window = Window(now + timedelta(seconds=1), _EVER)
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        periods = stood.periods(day)
        terms = terms_of_day(periods, taken, minutes=minutes, share=Share.STAFF, window=window)
        reason = next((e.reason for e in stood.calendar.exceptions if e.day == day), {})
        places = any(period.capacity.staff for period in periods)
        found.append(StaffDay(day, tuple(terms), has_places=places, reason=reason))
    return tuple(found)
