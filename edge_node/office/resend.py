"""What the hub tells anew: to a new card, after a restored backup, or because a day differs.

Between `ResendBegun` and `ResendEnded` come its bookings, seats and tickets as any other record.
The trap: what this node did after the hub's word was written is not in it, so nothing of the
node's own is dropped that the hub had not applied yet.
"""

import logging
import string
from dataclasses import replace

import msgspec

from edge_node.office.bookings import withdraw_visit
from edge_node.store.bookings import booking, forget_person, keep, ticket_of_booking
from edge_node.store.leases import forget_leases
from edge_node.store.series import skip_to
from edge_node.store.tickets import (
    COLUMNS,
    active_ticket,
    bring_back,
    tell_anew,
    ticket_by_number,
)
from edge_node.store.unit import Unit
from edge_node.store.untold import expect_again, untold
from queue_core.domain.booking.arrival import cancellation_wins
from queue_core.domain.tickets import State, Ticket
from queue_core.wire.records import ResendBegun, ResendEnded, TicketBack, TicketFacts

log = logging.getLogger(__name__)

_AS_TOLD = tuple(name for name in TicketFacts.__struct_fields__ if name in COLUMNS)
_LETTERS = string.ascii_letters + "".join(chr(c) for c in range(0xC0, 0x180))
_FOR_EVER = "9999-12-31"


def begin_resend(unit: Unit, begun: ResendBegun) -> None:
    """From now on nothing counts that is not told again; leased seats rest until then."""
    first, last = begun.days or (unit.day, _FOR_EVER)
    expect_again(unit, first, last, applied_up=begun.applied_up)
    if begun.days is None:
        forget_leases(unit)


def end_resend(unit: Unit, _ended: ResendEnded) -> None:
    """Drop the bookings that were not told again; whoever has proved to be here stays."""
    for id in untold(unit):
        known = booking(unit.connection, id)
        ticket = ticket_of_booking(unit.connection, id)
        if known is None or (
            ticket is not None and not cancellation_wins(ticket.state, ticket.arrived)
        ):
            continue
        keep(unit, replace(known, state="cancelled"))
        forget_person(unit, id)
        if ticket is not None:
            withdraw_visit(unit, ticket, "not_known")


def take_back_ticket(unit: Unit, told: TicketBack) -> None:
    """A ticket of today that this card has lost, or knows only as it was; its number is taken.

    Whoever was called waits, first in line, since nobody has called him here. Where both sides
    knew different things under one version, or a proof of presence, the hub is told what counts.
    """
    facts = told.ticket
    if facts.day != unit.day or _given_to_another(unit, facts):
        return
    own = ticket_by_number(unit.connection, facts.day, facts.number)
    if own is not None and own.version >= facts.version and not _saw_more(facts, own):
        if own.version == facts.version and _differ(own, facts):
            tell_anew(unit, own)
        return
    _take_number(unit, facts)
    as_told = _as_told(facts)
    version = max(facts.version, own.version if own else 0)
    here = replace(_at_no_counter(unit, as_told), version=version)
    bring_back(unit, here)
    if here != as_told:
        tell_anew(unit, here)


def _given_to_another(unit: Unit, facts: TicketFacts) -> bool:
    """Whether this card has given number or visit to somebody else since."""
    same = ticket_by_number(unit.connection, facts.day, facts.number)
    visit = ticket_of_booking(unit.connection, facts.booking) if facts.booking else None
    taken = any(other is not None and other.id != facts.id for other in (same, visit))
    if taken:
        log.error("ticket_not_brought_back", extra={"number": facts.number})
    return taken


def _saw_more(facts: TicketFacts, own: Ticket) -> bool:
    """Whether the hub knows of a physical proof that this card has lost."""
    return facts.arrived and not own.arrived


def _differ(own: Ticket, facts: TicketFacts) -> bool:
    mine = (own.state.value, own.service, own.counter, own.calls, own.first_in_line)
    return mine != (facts.state, facts.service, facts.counter, facts.calls, facts.first_in_line)


def _take_number(unit: Unit, facts: TicketFacts) -> None:
    service = unit.office.service(facts.service)
    digits = facts.number.lstrip(_LETTERS)
    if service is not None and digits.isdecimal():
        skip_to(unit, unit.day, service, int(digits))


def _as_told(facts: TicketFacts) -> Ticket:
    low, high = facts.wait or (None, None)
    values = {name: getattr(facts, name) for name in _AS_TOLD}
    values |= {
        "ageing_from": facts.queue_time,
        "people_before_at_issue": facts.people_before,
        "wait_low_at_issue": low,
        "wait_high_at_issue": high,
    }
    return msgspec.convert(values, Ticket, strict=False)


def _at_no_counter(unit: Unit, ticket: Ticket) -> Ticket:
    if ticket.state is State.CALLED or _seat_taken(unit, ticket):
        return replace(ticket, state=State.WAITING, first_in_line=True, counter=None, clerk=None)
    return ticket


def _seat_taken(unit: Unit, ticket: Ticket) -> bool:
    if ticket.state is not State.SERVING or ticket.counter is None:
        return False
    other = active_ticket(unit.connection, ticket.counter)
    return other is not None and other.id != ticket.id
