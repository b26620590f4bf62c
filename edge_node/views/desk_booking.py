"""What reception and clerks see of visits that this office may book by itself. Reads."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from edge_node.office.leased_terms import days_with_terms, terms_on
from edge_node.store.bookings import Booking, Person, booking, person_of
from edge_node.store.leases import leased_code
from edge_node.store.print_jobs import PrintJob, latest_visit_job, print_job
from edge_node.store.tickets import ticket
from edge_node.store.unit import Office
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Unknown
from queue_core.domain.tickets import Ticket

_DAYS_SHOWN = 5


@dataclass(frozen=True)
class FreeDay:
    """A day with its free hours."""

    day: date
    starts: tuple[datetime, ...]


@dataclass(frozen=True)
class FreeDays:
    """The next days with free hours; `more` is where those after them begin, None at the end."""

    days: tuple[FreeDay, ...]
    more: date | None


@dataclass(frozen=True)
class VisitBookedHere:
    """A visit that this office sold, with its six digits and its newest paper."""

    booking: Booking
    person: Person
    code: str
    paper: PrintJob | None


@dataclass(frozen=True)
class UnprintedVisit:
    """The confirmation of a visit that did not come out, or may not have."""

    job: PrintJob
    visit: Booking


def unprinted_visits(connection: sqlite3.Connection, late: str) -> tuple[UnprintedVisit, ...]:
    """Of visits to come: those whose newest paper ended badly, or waits since before `late`."""
    rows = connection.execute(
        """SELECT jobs.id FROM print_jobs AS jobs JOIN bookings ON bookings.id = jobs.booking
        WHERE bookings.state = 'confirmed' AND bookings.start > ?
        AND jobs.id = (SELECT max(id) FROM print_jobs WHERE booking = jobs.booking)
        AND (jobs.state IN ('unknown', 'failed')
            OR jobs.state = 'dropped' AND jobs.detail = 'too_old'
            OR jobs.state = 'queued' AND jobs.changed_at < ?) ORDER BY jobs.id""",
        (late, late),
    ).fetchall()
    jobs = [print_job(connection, row["id"]) for row in rows]
    known = [(job, booking(connection, job.booking)) for job in jobs if job.booking]
    return tuple(UnprintedVisit(job, visit) for job, visit in known if visit)


def free_days(office: Office, service: str, since: date | None, *, persons: int = 1) -> FreeDays:
    """Days with free hours from `since` on, and never before today."""
    today = local_day(office.clock.now(), office.document.zone)
    found = days_with_terms(office, service, max(today, since or today), persons=persons)
    shown = (FreeDay(day, tuple(terms_on(office, service, day, persons=persons))) for day in found)
    more = found[_DAYS_SHOWN] if len(found) > _DAYS_SHOWN else None
    return FreeDays(tuple(islice(shown, _DAYS_SHOWN)), more)


def ticket_to_replace(office: Office, id: str) -> Ticket | None:
    """The ticket whose place a visit takes, None where none is named. Raises `unknown_ticket`."""
    return ticket(office.database.read(), id) if id else None


def booked_here(office: Office, id: str) -> VisitBookedHere:
    """A visit sold by this office. Raises `unknown_booking`."""
    with office.database.snapshot() as connection:
        known, code = booking(connection, id), leased_code(connection, id)
        if known is None or code is None:
            raise Unknown("booking")
        person = person_of(connection, id) or Person()
        return VisitBookedHere(known, person, code, latest_visit_job(connection, id))
