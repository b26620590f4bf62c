"""What each record of a node does on the hub: the use case of its kind, in the transaction of the
cursor.

A fact is never refused: where a rule says no, it is listed for the staff and the log goes on.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from cloud_hub.booking.conflicts import list_conflict
from cloud_hub.booking.freeing import apply_cancelled, cancelled_too_late
from cloud_hub.booking.from_node import apply_ticket, enter_leased_sale, note_seen
from cloud_hub.booking.leasing import apply_return
from cloud_hub.booking.requests import answer_request
from cloud_hub.live.applying import Dated, apply_events, takes_back
from cloud_hub.live.commanding import apply_done
from cloud_hub.store.offices import note_refused, note_taken
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.unit import Unit
from queue_core.domain.errors import Refused
from queue_core.wire.records import (
    BookingRequest,
    BookingSeen,
    CancelApplied,
    CancelTooLate,
    CommandDone,
    ConfigurationRefused,
    ConfigurationTaken,
    LeasedSale,
    LeaseReturn,
    OfficeEvent,
    Personal,
    Record,
    TicketFacts,
)

Applier = Callable[[Unit, str, Any, Personal | None], object]


def apply_fact(unit: Unit, office: str, fact: Record, personal: Personal | None) -> bool:
    """Let any record but an event take effect; False for a kind without a function here."""
    applier = APPLIERS.get(type(fact))
    if applier is None:
        return False
    try:
        with unit.attempt():
            applier(unit, office, fact, personal)
    except Refused as refusal:
        kind = str(fact.__struct_config__.tag)
        list_conflict(
            unit,
            office,
            "not_entered",
            booking=getattr(fact, "booking", None),
            record=kind,
            code=refusal.code,
        )
    return True


def apply_run(unit: Unit, office: str, events: Sequence[Dated]) -> None:
    """Enter a run of events at once, and let the bookings of their tickets follow. A ticket that
    is older than what is known of it moves no booking, nor one that was not seen yet."""
    booked = [event for event, _ in events if event.ticket is not None and event.ticket.booking]
    known = _known(unit, office, {e.ticket.id for e in booked if e.ticket is not None})
    apply_events(unit, office, events)
    for ticket in _in_order(booked, known):
        apply_ticket.within(unit, office, ticket)


_Known = tuple[int, bool]
"""The version of a ticket, and whether its person has been seen."""


def _in_order(events: Iterable[OfficeEvent], known: dict[str, _Known]) -> Iterable[TicketFacts]:
    for event in events:
        ticket = event.ticket
        if ticket is None:
            continue
        version, seen = known.get(ticket.id, (0, False))
        if ticket.version >= version and (ticket.arrived or not seen or takes_back(event)):
            known[ticket.id] = ticket.version, ticket.arrived
            yield ticket


def _known(unit: Unit, office: str, tickets: set[str]) -> dict[str, _Known]:
    if not tickets:
        return {}
    query = select(hub_tickets.c.id, hub_tickets.c.version, hub_tickets.c.arrived).where(
        hub_tickets.c.office == office, hub_tickets.c.id.in_(tickets)
    )
    return {row.id: (row.version, row.arrived) for row in unit.connection.execute(query)}


def _cancel_applied(unit: Unit, office: str, told: CancelApplied, _: Personal | None) -> None:
    if _is_of(unit, office, told.booking):
        apply_cancelled.within(unit, told.booking, told.version)


def _too_late(unit: Unit, office: str, told: CancelTooLate, _: Personal | None) -> None:
    if _is_of(unit, office, told.booking):
        cancelled_too_late.within(unit, told.booking, told.version)


def _is_of(unit: Unit, office: str, booking: str) -> bool:
    """Whether a booking is this office's; what another one says of it counts for nothing, and
    so does an answer about a booking that only a lost database knew."""
    query = select(bookings.c.id).where(bookings.c.id == booking, bookings.c.office == office)
    return unit.connection.execute(query).first() is not None


APPLIERS: dict[type[Record], Applier] = {
    LeasedSale: enter_leased_sale.within,
    LeaseReturn: lambda unit, office, told, _: apply_return.within(unit, office, told),
    BookingSeen: lambda unit, office, told, _: note_seen.within(unit, office, told),
    CancelApplied: _cancel_applied,
    CancelTooLate: _too_late,
    BookingRequest: lambda unit, office, told, _: answer_request(unit, office, told),
    CommandDone: lambda unit, office, told, _: apply_done(unit, office, told),
    ConfigurationTaken: lambda unit, office, told, _: note_taken(unit, office, told.version),
    ConfigurationRefused: lambda unit, office, told, _: note_refused(
        unit, office, told.version, told.faults
    ),
}
"""Every kind but `OfficeEvent`, which comes in runs."""
