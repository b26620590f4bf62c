"""Paper day: numbers written by hand while the box was dead, entered afterwards (B-158).

The trap: the counter of the paper may serve somebody else by now, and its clerk may want to undo
something, so neither the active row nor the events are put on it; they name it as a fact.
"""

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
    service = entry.service
    written = _written(entry.issued_at, None)
    ticket = add(unit, _waiting(unit, entry), Move.TAKEN, service=service, **written)
    if entry.called_at is None:
        return ticket
    written = _written(entry.called_at, entry.counter)
    called = replace(ticket, state=State.CALLED, calls=1, called_at=entry.called_at)
    called = change(unit, ticket, called, Move.CALLED, step="chosen", booked=False, **written)
    return _served(unit, called, entry) if entry.came else _missed(unit, called, entry)


def _served(unit: Unit, called: Ticket, entry: PaperEntry) -> Ticket:
    begin = entry.called_at or entry.issued_at
    end = entry.ended_at or begin
    at_counter = replace(called, state=State.SERVING, serving_at=begin, arrived=True)
    served = change(unit, called, at_counter, Move.CAME, **_written(begin, entry.counter))
    done = replace(
        served,
        state=State.DONE,
        counter=entry.counter,
        ended_at=end,
        served_services=(entry.service,),
        time_reliable=entry.ended_at is not None,
    )
    return change(
        unit,
        served,
        done,
        Move.FINISHED,
        services=[entry.service],
        seconds=round((end - begin).total_seconds()),
        recorded=entry.ended_at is not None,
        **_written(end, entry.counter),
    )


def _missed(unit: Unit, called: Ticket, entry: PaperEntry) -> Ticket:
    written = _written(entry.called_at, entry.counter)
    missed = replace(called, state=State.ABSENT, absent_at=entry.called_at)
    away = change(unit, called, missed, Move.ABSENT, **written)
    gone = replace(away, state=State.NO_SHOW, counter=entry.counter, ended_at=entry.called_at)
    return change(unit, away, gone, Move.STRUCK_OUT, **written)


def _written(at: datetime | None, counter: str | None) -> dict[str, str | bool | None]:
    """The hour and the counter of the paper, as facts of an event that is logged only now."""
    return {"paper_day": True, "at": str(at), "desk": counter}


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
