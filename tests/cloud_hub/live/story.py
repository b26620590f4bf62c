"""What nodes tell, in the words of tests: a day of an office as the records of its log."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import read_booking
from cloud_hub.live.applying import apply_event, note_live
from cloud_hub.store.offices import heard_from
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Command, Hub, transaction
from queue_core.wire.records import OfficeEvent, TicketFacts
from tests.cloud_hub.sample import MONDAY

LINK = Command(route="link")
DAY = "2026-11-23"


@dataclass(frozen=True)
class LiveService:
    """One matter in a node's cursor."""

    waiting: int
    counters: tuple[str, ...] = ("1",)
    wait: tuple[int, int] | None = (15, 25)
    last_called: str | None = None
    issuing: bool = True


@dataclass(frozen=True)
class Live:
    """The queue in a node's cursor."""

    services: dict[str, LiveService] = field(default_factory=dict)
    day: str = DAY


def ticket(id: str, version: int = 1, state: str = "waiting", **more: Any) -> TicketFacts:
    """A walk-in for residence registration, taken at nine o'clock."""
    facts: dict[str, Any] = {
        "id": id,
        "number": f"B{id:0>3}",
        "day": DAY,
        "service": "residence",
        "state": state,
        "version": version,
        "token": f"token-of-{id:-<13}",
        "queue_time": MONDAY,
        "issued_at": MONDAY,
        "origin": "walk_in",
    }
    return TicketFacts(**facts | more)


def event(seq: int, of: TicketFacts | None = None, **more: Any) -> OfficeEvent:
    """An event of the office, a second after the one before."""
    facts: dict[str, Any] = {
        "seq": seq,
        "action": seq,
        "day": DAY,
        "name": "ticket_issued",
        "at": MONDAY + timedelta(seconds=seq),
        "boot": 1,
        "uptime_ms": seq * 1000,
        "clock_synced": True,
        "ticket": of,
    }
    return OfficeEvent(**facts | more)


@dataclass
class Node:
    """An office's node: tells the hub tickets, event after event."""

    hub: Hub
    office: str = "plaza"
    seq: int = 0

    def says(self, told: TicketFacts, name: str = "ticket_issued", **more: Any) -> TicketFacts:
        """One event with its ticket, applied at once; the node is heard of."""
        self.seq += 1
        told = _with_issue(told, self.seq)
        record = event(self.seq, told, name=name, **more)
        with transaction(self.hub, LINK) as unit:
            apply_event(unit, self.office, record, self.hub.clock.now())
        self.is_here()
        return told

    def shows(self, services: dict[str, LiveService], at: datetime | None = None) -> None:
        """The live state of the cursor."""
        with transaction(self.hub, LINK) as unit:
            note_live(unit, self.office, Live(services), at or self.hub.clock.now())
        self.is_here()

    def is_here(self) -> None:
        """A cursor came."""
        heard_from(self.hub, LINK, self.office)


def _with_issue(told: TicketFacts, seq: int) -> TicketFacts:
    return told if told.issue_seq else msgspec.structs.replace(told, issue_seq=seq)


def of_visit(view: BookingView, token: str, state: str, **more: Any) -> TicketFacts:
    """The ticket that the node made of a booking."""
    facts = {
        "number": view.number,
        "service": view.service,
        "token": token,
        "origin": "booking",
        "booking": view.id,
        "booked_for": view.start,
        "queue_time": view.start,
    }
    return ticket(f"v-{view.number}", more.pop("version", 1), state, **facts | more)


def eticket_of(hub: Hub, booking: str) -> str:
    """The token of a booking's e-ticket, as its paper carries it."""
    with hub.database.read() as connection:
        found = read_booking(connection, bookings.c.id == booking)
    assert found is not None
    return found.eticket
