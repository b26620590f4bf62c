"""Paper day: numbers written by hand while the box was dead, entered afterwards (B-158)."""

from dataclasses import dataclass, replace
from datetime import datetime

from edge_node.office.issuing import new_ticket
from edge_node.store.series import shown
from edge_node.store.tickets import add, change, ticket_by_number
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import Move, Origin, State, Ticket


@dataclass(frozen=True)
class PaperEntry:
    """One line of the list: its number and the hours that the staff wrote down."""

    service: str
    number: int
    issued_at: datetime
    called_at: datetime | None = None
    ended_at: datetime | None = None
    counter: str | None = None
    came: bool = True


@use_case
def enter_paper_ticket(unit: Unit, entry: PaperEntry) -> Ticket:
    """Enter one line; the series goes on after the highest number entered.

    A line without hours of service joins the queue at its own time. Raises `number_taken`,
    `invalid_fields` when the hours are not in order.
    """
    _check(unit, entry)
    ticket = add(unit, _waiting(unit, entry), Move.TAKEN, service=entry.service, paper_day=True)
    if entry.called_at is None:
        return ticket
    called = change(unit, ticket, _called(ticket, entry), Move.CALLED, step="chosen", booked=False)
    if not entry.came:
        missed = replace(called, state=State.ABSENT, absent_at=entry.called_at)
        away = change(unit, called, missed, Move.ABSENT)
        gone = replace(away, state=State.NO_SHOW, ended_at=entry.called_at)
        return change(unit, away, gone, Move.STRUCK_OUT)
    served = change(
        unit,
        called,
        replace(called, state=State.SERVING, serving_at=entry.called_at, arrived=True),
        Move.CAME,
    )
    ended = entry.ended_at or entry.called_at
    done = replace(served, state=State.DONE, ended_at=ended, served_services=(entry.service,))
    seconds = round((ended - entry.called_at).total_seconds())
    return change(
        unit, served, done, Move.FINISHED, services=[entry.service], seconds=seconds, at=str(ended)
    )


def _check(unit: Unit, entry: PaperEntry) -> None:
    service = unit.office.service(entry.service)
    if service is None:
        raise Unknown("service", service=entry.service)
    if entry.counter is not None and unit.office.counter(entry.counter) is None:
        raise Unknown("counter", counter=entry.counter)
    number = shown(service.prefix, entry.number)
    if entry.number < 1 or ticket_by_number(unit.connection, unit.day, number) is not None:
        raise Refused("number_taken", number=number)
    hours = [h for h in (entry.issued_at, entry.called_at, entry.ended_at) if h is not None]
    if hours != sorted(hours) or hours[-1] > unit.now or (entry.called_at and not entry.counter):
        raise Refused("invalid_fields", field="called_at")


def _waiting(unit: Unit, entry: PaperEntry) -> Ticket:
    blank = new_ticket(unit, entry.service, entry.number)
    return replace(
        blank,
        origin=Origin.PAPER_DAY,
        issued_at=entry.issued_at,
        queue_time=entry.issued_at,
        ageing_from=entry.issued_at,
    )


def _called(ticket: Ticket, entry: PaperEntry) -> Ticket:
    return replace(
        ticket, state=State.CALLED, counter=entry.counter, calls=1, called_at=entry.called_at
    )
