"""Paper day: numbers written by hand while the box was dead, entered afterwards (B-158).

The trap: the counter of the paper may serve somebody else by now, and its clerk may want to undo
something, so neither the active row nor the events are put on it; they name it as a fact. A list
of a past day stays in that day: its numbers, its events, no one in the queue.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from edge_node.office.issuing import new_ticket
from edge_node.store.series import shown
from edge_node.store.tickets import add, change, ticket_by_number
from edge_node.store.unit import Unit, use_case
from queue_core.domain.calendar import instant, local_day
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import Move, Origin, State, Ticket

MOST_DAYS_BACK = 7
"""How old a list may be that is entered: a long weekend and a few days to find the time."""


@dataclass(frozen=True)
class PaperEntry:
    """One line of the list: its number and the hours that the staff wrote down.

    `day` is the list's, None for the day in force.
    """

    service: str
    number: int
    issued_at: datetime
    called_at: datetime | None = None
    ended_at: datetime | None = None
    counter: str | None = None
    came: bool = True
    day: date | None = None


@use_case
def enter_paper_ticket(unit: Unit, entry: PaperEntry) -> Ticket:
    """Enter one line; the series goes on after the highest number entered.

    A line without hours of service joins the queue at its own time; one of a past day counts as
    not served. Raises `number_taken`, `invalid_fields` when the hours are not in order or the
    day is too long ago.
    """
    past = entry.day is not None and entry.day.isoformat() != unit.day
    if entry.day is not None and past:
        _check_past(unit, entry, entry.day)
        unit = replace(unit, day=entry.day.isoformat())  # its series, its tickets, its events
    _check(unit, entry)
    service = entry.service
    written = _written(entry.issued_at, None)
    ticket = add(unit, _waiting(unit, entry), Move.TAKEN, service=service, **written)
    if entry.called_at is None:
        return _unserved(unit, ticket) if past else ticket
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


def _unserved(unit: Unit, ticket: Ticket) -> Ticket:
    """As the end of its day would have left it."""
    midnight = date.fromisoformat(unit.day) + timedelta(days=1)
    end = instant(midnight, time(), unit.office.zone)
    left = replace(ticket, state=State.UNSERVED, ended_at=end)
    return change(unit, ticket, left, Move.CLOSED_OUT, reason="paper", **_written(end, None))


def _written(at: datetime | None, counter: str | None) -> dict[str, str | bool | None]:
    """The hour and the counter of the paper, as facts of an event that is logged only now."""
    return {"paper_day": True, "at": str(at), "desk": counter}


def _check_past(unit: Unit, entry: PaperEntry, day: date) -> None:
    """The hours lie on the list's day, and that is not too long ago, nor still to come."""
    back = date.fromisoformat(unit.day) - day
    if not timedelta() < back <= timedelta(days=MOST_DAYS_BACK):
        raise Refused("invalid_fields", field="day")
    for field in ("issued_at", "called_at", "ended_at"):
        at = getattr(entry, field)
        if at is not None and local_day(at, unit.office.zone) != day:
            raise Refused("invalid_fields", field=field)


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
