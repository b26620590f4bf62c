"""A visit for a later hour or day, sold by this office in seats that only it sells (B-55).

At the kiosk, at reception and at the counter, with or without the Internet. The trap: what is
sold here is a fact that the hub enters whatever it knows, and from then on the hub owns it.
"""

from dataclasses import dataclass
from datetime import datetime

from ulid import ULID

from edge_node.office.alarm import check_no_evacuation
from edge_node.office.bookings import settle
from edge_node.office.kiosks import working_kiosk
from edge_node.office.leased_terms import BookedMatter, booked_matter, free_terms
from edge_node.office.papers import check_printer
from edge_node.store.bookings import Booking, Person, booking, keep, keep_person
from edge_node.store.events import Happening, record
from edge_node.store.leases import free_seats, leased_code, sell, take_number
from edge_node.store.office_keys import code_key
from edge_node.store.print_jobs import enqueue_visit, latest_visit_job
from edge_node.store.sync import tell_hub
from edge_node.store.unit import Unit, use_case
from queue_core.domain.booking.codes import code_mac
from queue_core.domain.booking.leased import FreeSeat, seats_for
from queue_core.domain.booking.phone import phone_tail, typed_phone
from queue_core.domain.booking.terms import visit_minutes
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import LANGUAGES, OfficeDocument
from queue_core.wire.records import LeasedSale, Personal

SOLD = "visit_booked"


@dataclass(frozen=True)
class Wish:
    """What is booked, and for whom. The name is optional; the phone is for reminders."""

    service: str
    start: datetime
    persons: int = 1
    language: str = "pl"
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Desk:
    """Where it is booked: at a kiosk, or by staff (`kiosk` None), who may print on `printer`."""

    made_at: str
    kiosk: str | None = None
    printer: str = ""


@use_case
def sell_leased(unit: Unit, wish: Wish, at: Desk) -> Booking:
    """Book a free leased term; its paper is the confirmation.

    Raises `not_booked_here`, `term_taken`, `too_many_persons`, `bad_phone`,
    `unknown_service`, `unknown_kiosk`, `kiosk_blocked`, `alarm_active`,
    `unknown_printer`.
    """
    check_no_evacuation(unit)
    printer = _printer(unit, at)
    matter = _matter(unit.office, wish.service)
    if not 1 <= wish.persons <= matter.how.persons_at_most:
        raise Refused("too_many_persons", most=matter.how.persons_at_most)
    phone = typed_phone(wish.phone) if wish.phone else ""
    if phone is None:
        raise Refused("bad_phone")
    seats = _seats(unit, matter, wish)
    visit = _sold(unit, matter, wish=wish, seats=seats)
    if wish.name or phone:
        keep_person(unit, visit.id, Person(wish.name, phone_tail(phone)))
    who = Personal(name=wish.name, phone_tail=phone_tail(phone), phone=phone)
    tell_hub(unit, _sale(visit, seats, at.made_at), who if who != Personal() else None)
    facts = {"booking": visit.id, "service": visit.service, "kiosk": at.kiosk}
    record(unit, Happening(SOLD, data={name: known for name, known in facts.items() if known}))
    settle(unit, visit)
    if printer:
        enqueue_visit(unit, visit.id, printer)
    return visit


@use_case
def reprint_visit(unit: Unit, booking_id: str, printer: str) -> Booking:
    """Print the confirmation of a visit sold here once more, marked as a copy if it is one.

    Raises `unknown_booking`, `unknown_printer`.
    """
    check_printer(unit, printer)
    visit = booking(unit.connection, booking_id)
    if visit is None or leased_code(unit.connection, booking_id) is None:
        raise Unknown("booking")
    printed = latest_visit_job(unit.connection, visit.id) is not None
    enqueue_visit(unit, visit.id, printer, copy=printed)
    return visit


def _matter(document: OfficeDocument, id: str) -> BookedMatter:
    if document.service(id) is None:
        raise Unknown("service", service=id)
    known = booked_matter(document, id)
    if known is None:
        raise Refused("not_booked_here", service=id)
    return known


def _printer(unit: Unit, at: Desk) -> str:
    if at.kiosk is None:
        if at.printer:
            check_printer(unit, at.printer)
        return at.printer
    kiosk = working_kiosk(unit, at.kiosk)
    if not unit.office.booking.rules.kiosk_books:
        raise Refused("not_booked_here")
    return kiosk.printer


def _seats(unit: Unit, matter: BookedMatter, wish: Wish) -> tuple[FreeSeat, ...]:
    """The seats to take, read inside the transaction that sells them."""
    day = local_day(wish.start, unit.office.zone)
    free = free_seats(unit.connection, matter.calendar.id, day.isoformat(), prefix=matter.prefix)
    terms = free_terms(unit.office, matter, free, day=day, persons=wish.persons, now=unit.now)
    if wish.start not in terms:
        raise Refused("term_taken")
    return seats_for(wish.start, visit_minutes(matter.how, wish.persons), free)


def _sold(unit: Unit, matter: BookedMatter, *, wish: Wish, seats: tuple[FreeSeat, ...]) -> Booking:
    id = str(ULID.from_datetime(unit.now))
    key = code_key(unit.connection)
    ready = take_number(unit, seats[0].lease, matter.prefix, booking=id)
    if key is None or ready is None:  # a lease without keys: the hub never makes one
        raise Refused("not_booked_here")
    number, code = ready
    sell(unit, seats, id)
    visit = Booking(
        id=id,
        version=1,
        state="confirmed",
        service=wish.service,
        start=wish.start,
        day=local_day(wish.start, unit.office.zone).isoformat(),
        minutes=visit_minutes(matter.how, wish.persons),
        number=number,
        code_mac=code_mac(key, code),
        more_services=(),
        persons=wish.persons,
        language=wish.language if wish.language in LANGUAGES else "pl",
        priority=0,
        need=None,
        eticket="",
        source="node",
        known_at=unit.now,
    )
    keep(unit, visit)
    return visit


def _sale(visit: Booking, seats: tuple[FreeSeat, ...], made_at: str) -> LeasedSale:
    return LeasedSale(
        booking=visit.id,
        version=visit.version,
        lease=seats[0].lease,
        seats=tuple((taken.cell, taken.seat) for taken in seats),
        service=visit.service,
        start=visit.start,
        minutes=visit.minutes,
        number=visit.number,
        code_mac=visit.code_mac,
        persons=visit.persons,
        language=visit.language,
        made_at=made_at,
    )
