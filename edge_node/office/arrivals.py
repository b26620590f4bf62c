"""A person with a booking is here: by code, QR code or another proof, by reception's word, or
tells so by the phone.

One ticket for each booking: who proves it again gets the paper again. The trap: what a signed QR
code says counts before the hub has spoken, but never against a newer word of the hub.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from edge_node.office.alarm import check_no_evacuation
from edge_node.office.bookings import honour
from edge_node.office.kiosks import working_kiosk
from edge_node.office.papers import check_printer, print_ticket
from edge_node.office.placing import add_visit
from edge_node.office.reception import put_back
from edge_node.store.bookings import (
    Booking,
    booking,
    bookings_by_code,
    bookings_of_day,
    bookings_of_person,
    ticket_of_booking,
)
from edge_node.store.events import Happening, record
from edge_node.store.hub_news import hub_silent_since
from edge_node.store.office_keys import code_key, qr_keys
from edge_node.store.print_jobs import enqueue_slip
from edge_node.store.tickets import change, ticket, ticket_by_number
from edge_node.store.unit import Unit, use_case
from queue_core.domain.booking.arrival import Answer, Known, Proof, check_arrival, check_override
from queue_core.domain.booking.codes import code_mac, typed_code
from queue_core.domain.booking.visit_qr import SignedVisit, claimed_visit, read_visit
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import NotAllowedNow, Refused, Unknown
from queue_core.domain.office import Kiosk
from queue_core.domain.tickets import Move, Origin, State, Ticket

PHONE_DIGITS = 5


@dataclass(frozen=True)
class Shown:
    """What a person shows at a kiosk, or reception at the desk (`kiosk` None)."""

    proof: Proof
    words: str
    kiosk: str | None = None


@dataclass(frozen=True)
class Arrived:
    """The visit's one ticket and what the proof did."""

    ticket: Ticket
    answer: Answer


@use_case
def arrive(unit: Unit, shown: Shown) -> Arrived:
    """Confirm by a proof that a booked person is here.

    Raises `unknown_code`, `proof_not_accepted`, `several_visits`, `other_office`, `other_day`,
    `too_early`, `too_late`, `already_used`, `cancelled`, `number_taken`, `alarm_active`,
    `kiosk_blocked`, `unknown_kiosk`.
    """
    check_no_evacuation(unit)
    kiosk = working_kiosk(unit, shown.kiosk) if shown.kiosk is not None else None
    finder = _FINDERS.get(shown.proof)
    if finder is None or shown.proof.value not in unit.office.booking.rules.proofs:
        raise Refused("proof_not_accepted", proof=shown.proof.value)
    paper = Paper(kiosk.printer, kiosk) if kiosk else NO_PAPER
    return _arrive(unit, finder(unit, shown.words), check=_by_rule, paper=paper)


@use_case
def read_qr(unit: Unit, words: str) -> str:
    """The id of the visit in a QR code, known from now on; nobody has arrived by that.

    Raises `unknown_code`, `other_office`, `unknown_service`.
    """
    return _by_qr(unit, words).id


@use_case
def arrive_at_reception(
    unit: Unit, booking_id: str, override: str = "", *, printer: str = ""
) -> Arrived:
    """Reception sees that the person is here. With the reason of an `override` the hour does not
    matter; only the caller knows whether this clerk has the right.

    Raises `unknown_booking`, `unknown_printer`, and what `arrive` raises.
    """
    check_no_evacuation(unit)
    if printer:
        check_printer(unit, printer)
    visit = booking(unit.connection, booking_id)
    if visit is None:
        raise Unknown("booking")
    check = _by_word if override else _by_rule
    return _arrive(unit, visit, check=check, paper=Paper(printer), reason=override)


@use_case
def arrive_from_phone(unit: Unit, booking_id: str) -> Ticket:
    """Take the place in the queue from the phone (B-107): no proof of being here.

    Raises `unknown_booking`, `not_allowed_now` for a visit that was missed, and what `arrive`
    raises.
    """
    check_no_evacuation(unit)
    visit = booking(unit.connection, booking_id)
    if visit is None:
        raise Unknown("booking")
    known = ticket_of_booking(unit.connection, visit.id)
    answer = _by_rule(unit, visit, known)
    if answer is Answer.RETURNS:
        raise NotAllowedNow(state=known.state.value if known else None)
    own = known or _new_ticket(unit, visit)
    if answer is not Answer.ENTERS:
        return own
    return change(unit, own, replace(own, state=State.WAITING), Move.ARRIVED, proof="remote")


@use_case
def undo_arrival(unit: Unit, ticket_id: str) -> Ticket:
    """Take an arrival back, until the ticket is called. Raises `not_allowed_now`."""
    own = ticket(unit.connection, ticket_id)
    if own.origin is not Origin.BOOKING or own.day != unit.day or not own.arrived:
        raise NotAllowedNow(state=own.state.value)
    back = replace(own, state=State.BOOKED, arrived=False, kiosk=None)
    return change(unit, own, back, Move.UNPLACED)


Check = Callable[[Unit, Booking, Ticket | None], Answer]


def _by_rule(unit: Unit, visit: Booking, own: Ticket | None) -> Answer:
    _check_day(unit, visit)
    try:
        return check_arrival(_known(visit, own), unit.office.rules, unit.now)
    except Refused as refused:  # the kiosk offers a ticket for the same matter
        raise Refused(refused.code, **refused.facts, service=visit.service) from refused


def _by_word(unit: Unit, visit: Booking, own: Ticket | None) -> Answer:
    _check_day(unit, visit)
    return check_override(_known(visit, own))


def _known(visit: Booking, own: Ticket | None) -> Known:
    return Known(
        start=visit.start,
        state=own.state if own else None,
        proven=bool(own and own.arrived),
        cancelled=visit.cancelled,
        away=visit.away,
    )


def _check_day(unit: Unit, visit: Booking) -> None:
    if visit.cancelled:
        raise Refused("cancelled")
    if visit.day != unit.day:
        day = local_day(visit.start, unit.office.zone)
        raise Refused("other_day", day=day, start=visit.start)


@dataclass(frozen=True)
class Paper:
    """Where the paper of an arrival comes out; no printer, no paper."""

    printer: str = ""
    kiosk: Kiosk | None = None


NO_PAPER = Paper()


def _arrive(
    unit: Unit, visit: Booking, *, check: Check, paper: Paper = NO_PAPER, reason: str = ""
) -> Arrived:
    known = ticket_of_booking(unit.connection, visit.id)
    answer = check(unit, visit, known)
    own = known or _new_ticket(unit, visit)
    kiosk = paper.kiosk.id if paper.kiosk else None
    facts = {"kiosk": kiosk} if kiosk else {"reason": reason} if reason else {}
    here = replace(own, arrived=True, kiosk=kiosk or own.kiosk)
    if answer is Answer.ENTERS:
        own = change(unit, own, replace(here, state=State.WAITING), Move.ARRIVED, **facts)
    elif answer is Answer.PROVES:
        own = change(unit, own, here, Move.PROVEN, **facts)
    elif answer is Answer.RETURNS:
        own = put_back(unit, own, "original", **facts)
    if paper.printer:
        _print(unit, own, paper, answer)
    return Arrived(own, answer)


def _print(unit: Unit, own: Ticket, paper: Paper, answer: Answer) -> None:
    if answer is not Answer.AGAIN:
        print_ticket(unit, own, paper.printer, paper.kiosk)
        return
    enqueue_slip(unit, own, paper.printer, copy=True)
    facts = {"kiosk": paper.kiosk.id} if paper.kiosk else {"printer": paper.printer}
    record(unit, Happening("ticket_reprinted", own.id, None, dict(facts)))


def _new_ticket(unit: Unit, visit: Booking) -> Ticket:
    """The ticket of a visit that was not placed. Raises `number_taken`."""
    if ticket_by_number(unit.connection, unit.day, visit.number) is not None:
        raise Refused("number_taken", number=visit.number)
    return add_visit(unit, visit)


def _by_code(unit: Unit, words: str) -> Booking:
    code, key = typed_code(words), code_key(unit.connection)
    if code is None or key is None:
        raise _unknown(unit)
    found = bookings_by_code(unit.connection, code_mac(key, code))
    return _todays(unit, found)


def _by_qr(unit: Unit, words: str) -> Booking:
    signed = read_visit(words, qr_keys(unit.connection))
    claimed = signed or claimed_visit(words)
    if claimed is not None and claimed.office != unit.office.id:
        raise _elsewhere(unit, claimed)
    if signed is None:
        raise _unknown(unit)
    return honour(unit, signed)


def _by_phone(unit: Unit, words: str) -> Booking:
    digits = "".join(c for c in words if c in "0123456789")
    if len(digits) < PHONE_DIGITS:
        raise _unknown(unit)
    tail = digits[-PHONE_DIGITS:]
    return _only(unit, bookings_of_person(unit.connection, [unit.day], tail=tail))


def _by_number(unit: Unit, words: str) -> Booking:
    asked = "".join(words.split()).upper()
    todays = bookings_of_day(unit.connection, unit.day)
    return _only(unit, [visit for visit in todays if _is_number(asked, visit.number.upper())])


def _is_number(asked: str, number: str) -> bool:
    """Whether the number is meant: whole, or by its digits, which is all that a keypad has."""
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return asked == number or (asked.isdecimal() and asked.lstrip("0") == digits.lstrip("0"))


_FINDERS: dict[Proof, Callable[[Unit, str], Booking]] = {
    Proof.CODE: _by_code,
    Proof.QR: _by_qr,
    Proof.PHONE_DIGITS: _by_phone,
    Proof.NUMBER: _by_number,
}
"""How a booking is found by each proof (B-3); the office says which are accepted."""


def _todays(unit: Unit, found: list[Booking]) -> Booking:
    """The visit that is meant by a code: today's living one before any other."""
    if not found:
        raise _unknown(unit)
    return min(found, key=lambda visit: (visit.cancelled, visit.day != unit.day, visit.start))


def _only(unit: Unit, found: list[Booking]) -> Booking:
    if len(found) > 1:
        raise Refused("several_visits")
    return _todays(unit, found)


def _unknown(unit: Unit) -> Refused:
    """Nothing is known of it; where the hub is silent, since when there was no news."""
    return Refused("unknown_code", silent_since=hub_silent_since(unit.connection, unit.now))


def _elsewhere(unit: Unit, claimed: SignedVisit) -> Refused:
    place = next((p for p in unit.office.booking.places if p.id == claimed.office), None)
    day = local_day(claimed.start, unit.office.zone)
    return Refused(
        "other_office",
        office=place.name if place else "",
        address=place.address if place else "",
        day=day,
        start=claimed.start,
    )
