"""What a kiosk shows of visits for another day: the matters, days and hours that it may book by
itself, and the visit just booked.

Reads. The trap: whoever stands there next must not see the visit before, so it is shown for a
moment only, and only at the kiosk that booked it.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from edge_node.office.leased_sales import SOLD
from edge_node.office.leased_terms import days_with_terms, leased_services, terms_on
from edge_node.store.bookings import Booking, booking
from edge_node.store.devices import device
from edge_node.store.leases import leased_code
from edge_node.store.office_keys import visit_qr
from edge_node.store.print_jobs import latest_visit_job
from edge_node.store.unit import Office
from edge_node.views.kiosk import kiosk_services
from edge_node.views.kiosk_ticket import SHOWN_FOR, Paper, paper_told
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.domain.office import Service

DAYS_PER_PAGE = 6
HOURS_PER_PAGE = 12

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Choices(Generic[Choice]):
    """One page of many choices; `page` goes from 1 to `pages`."""

    shown: tuple[Choice, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class BookedVisit:
    """A visit on the kiosk's screen: its proof, and what is known of its paper."""

    booking: Booking
    service: Service | None
    code: str
    qr: str | None
    paper: Paper


def later_matters(office: Office, kiosk_id: str) -> list[Service]:
    """The matters that this kiosk may book for another day now; none where the office does not
    let its kiosks book. Raises `Unknown("kiosk")`."""
    if not office.document.booking.rules.kiosk_books:
        return []
    found = leased_services(office, _tomorrow(office))
    at_kiosk = {service.id for service in kiosk_services(office, kiosk_id)} if found else set()
    return [service for service in found if service.id in at_kiosk]


def later_matter(office: Office, kiosk_id: str, service_id: str) -> Service:
    """One of them. Raises `not_booked_here`."""
    found = (known for known in later_matters(office, kiosk_id) if known.id == service_id)
    matter = next(found, None)
    if matter is None:
        raise Refused("not_booked_here", service=service_id)
    return matter


def later_days(office: Office, service_id: str, page: int) -> Choices[date]:
    """Days with free hours, nearest first."""
    days = days_with_terms(office, service_id, _tomorrow(office))
    return _page(days, page, DAYS_PER_PAGE)


def later_hours(office: Office, service_id: str, day: date, page: int) -> Choices[datetime]:
    """Free hours of a day after today."""
    free = terms_on(office, service_id, day) if day >= _tomorrow(office) else []
    return _page(free, page, HOURS_PER_PAGE)


def booked_visit(office: Office, kiosk_id: str, id: str) -> BookedVisit | None:
    """The visit that this kiosk booked a moment ago; None for any other."""
    now, document = office.clock.now(), office.document
    with office.database.snapshot() as connection:
        known = booking(connection, id)
        code = leased_code(connection, id)
        if known is None or code is None or not _was_just_here(connection, id, kiosk_id, now):
            return None
        job = latest_visit_job(connection, id)
        printer = device(connection, f"printer:{job.printer}") if job else None
        return BookedVisit(
            booking=known,
            service=document.service(known.service),
            code=code,
            qr=visit_qr(connection, document.id, known),
            paper=paper_told(job, printer.state if printer else None, now),
        )


def _was_just_here(
    connection: sqlite3.Connection, visit: str, kiosk_id: str, now: datetime
) -> bool:
    row = connection.execute(
        """SELECT 1 FROM events WHERE kind = ? AND at > ? AND data ->> '$.booking' = ?
        AND data ->> '$.kiosk' = ?""",
        (SOLD, (now - SHOWN_FOR).isoformat(timespec="milliseconds"), visit, kiosk_id),
    )
    return row.fetchone() is not None


def _tomorrow(office: Office) -> date:
    return local_day(office.clock.now(), office.document.zone) + timedelta(days=1)


def _page(found: Sequence[Choice], page: int, size: int) -> Choices[Choice]:
    pages = max(1, -(-len(found) // size))
    page = min(max(1, page), pages)
    return Choices(tuple(found[(page - 1) * size : page * size]), page, pages)
