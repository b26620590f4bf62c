"""The hub as a node hears it: records told in one unit each, and what the node tells back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edge_node.office.arrivals import Arrived, Shown, arrive
from edge_node.office.hub_records import apply_record
from edge_node.office.placing import place_due
from edge_node.store.bookings import ticket_of_booking
from edge_node.store.unit import Command, Office, set_fact, transaction
from queue_core.domain.booking.arrival import Proof
from queue_core.domain.booking.codes import code_mac
from queue_core.domain.booking.settings import (
    Booking,
    BookingCalendar,
    Capacity,
    Period,
    Place,
    ServiceBooking,
)
from queue_core.domain.booking.visit_qr import SignedVisit, sign_visit
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Ticket
from queue_core.wire.records import BookingCancelled, BookingPut, OfficeKeys, Personal, Record
from tests.edge_node.office.desk import clock
from tests.edge_node.sample import MORNING, SAMPLE, build_office

CODE_KEY, QR_KEY = "key of codes", "key of QR codes"
WEEK = tuple(Period(day, time(8, 0), time(14, 0), capacity=Capacity(1, 1, 2)) for day in range(5))
BOOKED = Booking(
    calendars=(BookingCalendar("hall", WEEK),),
    services=(ServiceBooking("id_cards", "hall"), ServiceBooking("residence", "hall")),
    places=(Place("harbour", "Urząd Portowy", "ul. Portowa 5"),),
)
HALF_PAST_NINE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
VISIT = BookingPut(
    booking="b1",
    version=1,
    service="id_cards",
    start=HALF_PAST_NINE,
    minutes=15,
    number="AR01",
    code_mac=code_mac(CODE_KEY, "123456"),
    eticket="token-of-b1-0123456789",
)
OLA = Personal(name="Aleksandra Łęcka", phone_tail="56789")


def office_of_visits(folder: Path, **rules: object) -> Office:
    """The sample office, linked to a hub that has told its keys; arrival is required."""
    office = build_office(folder, with_booking(**rules))
    with office.database.write() as connection:
        set_fact(connection, "linked", MORNING.isoformat())
        set_fact(connection, "hub_seen", MORNING.isoformat())
    tell(office, OfficeKeys(code=CODE_KEY, qr={"k1": QR_KEY}))
    return office


def with_booking(**rules: object) -> OfficeDocument:
    return replace(SAMPLE, booking=BOOKED, rules=replace(SAMPLE.rules, **rules))  # type: ignore[arg-type]


def tell(office: Office, record: Record, personal: Personal | None = None) -> None:
    with transaction(office, Command(route="hub")) as unit:
        assert apply_record(unit, record, personal)
    office.database.tell(frozenset(unit.topics))


def put(office: Office, **changes: Any) -> BookingPut:
    """A booking told by the hub, half past nine unless it is changed."""
    record = msgspec.structs.replace(VISIT, **changes)
    tell(office, record, OLA)
    return record


def cancelled(office: Office, version: int = 2) -> None:
    tell(office, BookingCancelled(booking="b1", version=version))


def told(office: Office, kind: str | None = None) -> list[dict[str, Any]]:
    """What the node has told the hub, in order."""
    rows = office.database.read().execute("SELECT kind, body FROM outgoing ORDER BY rowid")
    return [msgspec.json.decode(row["body"]) for row in rows if kind in (None, row["kind"])]


def ticket_of(office: Office, booking: str = "b1") -> Ticket | None:
    return ticket_of_booking(office.database.read(), booking)


def the_ticket(office: Office, booking: str = "b1") -> Ticket:
    found = ticket_of(office, booking)
    assert found is not None
    return found


def at(office: Office, minutes: float) -> None:
    """Go to so many minutes before or after half past nine."""
    clock(office).advance(
        seconds=(HALF_PAST_NINE + timedelta(minutes=minutes) - office.clock.now()).total_seconds()
    )


def by_code(office: Office, code: str = "123456", kiosk: str | None = "1") -> Arrived:
    return arrive(office, Command(), Shown(Proof.CODE, code, kiosk))


def qr(**changes: Any) -> str:
    """The QR code of the visit, properly signed."""
    visit = SignedVisit("sample", "id_cards", HALF_PAST_NINE, "AR01", "b1")
    return sign_visit(replace(visit, **changes), "k1", QR_KEY)


def by_qr(office: Office, text: str | None = None) -> Arrived:
    return arrive(office, Command(), Shown(Proof.QR, text or qr(), "1"))


def place(office: Office) -> int:
    return place_due(office, Command(route="clock"))


@contextmanager
def answered(code: str) -> Iterator[dict[str, object]]:
    """What is done inside is refused with this code; the facts of the refusal."""
    facts: dict[str, object] = {}
    with pytest.raises(Refused) as refusal:
        yield facts
    assert refusal.value.code == code
    facts.update(refusal.value.facts)
