"""What happened to a booking, event by event, and the conflicts that were listed for it.

Only reads. Events hold no personal data, so neither does anything here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cloud_hub.store.tables.bookings import booking_events
from cloud_hub.store.unit import Hub


@dataclass(frozen=True)
class BookingEvent:
    """One event; `actor` is a login of staff or "", `route` the way on which it came."""

    name: str
    at: datetime
    actor: str
    route: str
    facts: dict[str, Any]


def history(hub: Hub, booking: str) -> tuple[BookingEvent, ...]:
    """Every event of a booking, the first one first (B-147)."""
    events = booking_events.c
    query = (
        select(events.name, events.at, events.actor, events.route, events.facts)
        .where(events.booking == booking)
        .order_by(events.id)
    )
    with hub.database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(BookingEvent(r.name, r.at, r.actor, r.route, r.facts) for r in rows)
