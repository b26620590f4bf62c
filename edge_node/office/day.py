"""The office's day: opened at local midnight, never on a clock that cannot be trusted.

The day in force is a stored fact, so a clock that jumps changes nothing by itself; only
`open_day` moves it, forwards, on a synchronised clock or on a person's word (B-28, B-153).
"""

from dataclasses import replace
from datetime import date, timedelta

from edge_node.office.alarm import stop_evacuation
from edge_node.office.placing import enter_day
from edge_node.office.trusted_time import vouch, vouched_for
from edge_node.office.voice import expire_before, withdraw
from edge_node.store.bookings import forget_people
from edge_node.store.counters import CounterState, counter_states, set_counter
from edge_node.store.events import Happening, record
from edge_node.store.leases import end_leases
from edge_node.store.tickets import change, left_open
from edge_node.store.unit import Office, Unit, fact, set_fact, use_case
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.tickets import MOVES, Move, State, Ticket

_ENDS = dict(MOVES[Move.CLOSED_OUT])
"""How the end of the day leaves a ticket, by its state before."""


@use_case
def open_day(unit: Unit) -> str:
    """Begin the day of the clock: what is still open from the day before is closed first.

    Does nothing when that day is already open, or when the clock went back. Raises
    `clock_not_synchronised`.
    """
    today = local_day(unit.now, unit.office.zone).isoformat()
    opened = fact(unit.connection, "day")
    if opened is not None and today <= opened:
        return opened
    if not unit.synchronised and not vouched_for(unit):
        raise Refused("clock_not_synchronised")
    return _open(unit, today)


@use_case
def confirm_day(unit: Unit, day: str) -> str:
    """A person with the right vouches for date and hour; this counts as synchronised until the
    machine starts again or its clock jumps.

    A day in force that lies further ahead than tomorrow came from a wrong clock and gives way.
    Raises `clock_differs` when the clock shows another date.
    """
    confirmed = date.fromisoformat(day)
    if confirmed != local_day(unit.now, unit.office.zone):
        raise Refused("clock_differs", day=confirmed.isoformat())
    vouch(unit)
    opened = fact(unit.connection, "day")
    tomorrow = (confirmed + timedelta(days=1)).isoformat()
    if opened is not None and confirmed.isoformat() <= opened <= tomorrow:
        return opened
    return _open(unit, confirmed.isoformat())


@use_case
def close_day(unit: Unit, reason: str) -> int:
    """Close everything that is still open, and every counter. Returns how many tickets."""
    return _close_out(unit, unit.day, reason)


@use_case
def end_evacuation_and_day(unit: Unit) -> int:
    """The evacuation ends the day: nobody is called any more today.

    Raises `not_allowed_now` when there is none, so that a late press closes no living day.
    """
    stop_evacuation(unit, "close_day")
    return _close_out(unit, unit.day, "evacuation")


def close_ticket(unit: Unit, left: Ticket, reason: str) -> Ticket:
    """End a ticket that the day leaves over: one being served counts as served, in a time that
    is not reliable; one absent or booked did not come. Raises `not_allowed_now`."""
    if left.state not in _ENDS:
        raise NotAllowedNow(move=Move.CLOSED_OUT.value, state=left.state.value)
    withdraw(unit, left.id)
    ended = replace(
        left,
        state=_ENDS[left.state],
        ended_at=unit.now,
        time_reliable=left.time_reliable and left.state is not State.SERVING,
    )
    return change(unit, left, ended, Move.CLOSED_OUT, reason=reason)


def day_is_due(office: Office) -> bool:
    """Whether the clock shows a later day than the one in force (a cheap question)."""
    opened = fact(office.database.read(), "day")
    today = local_day(office.clock.now(), office.document.zone).isoformat()
    return opened is None or today > opened


def _open(unit: Unit, today: str) -> str:
    yesterday = date.fromisoformat(today) - timedelta(days=1)
    _close_out(unit, yesterday.isoformat(), "end of day")
    set_fact(unit.connection, "day", today)
    unit.day = today
    unit.connection.execute("DELETE FROM forecasts")
    expire_before.within(unit, unit.now)
    unit.new_action()
    record(unit, Happening("day_opened", None, None, {"day": today}))
    forget_people(unit, today)
    end_leases(unit, today)
    enter_day(unit)
    unit.touch("queue", "calls", "counters", "config")
    return today


def _close_out(unit: Unit, until: str, reason: str) -> int:
    left = left_open(unit.connection, until)
    for ticket in left:
        close_ticket(unit, ticket, reason)
    for state in counter_states(unit.connection, unit.office).values():
        if state.state != "closed":
            record(unit, Happening("counter_closed", None, state.id, {"reason": reason}))
            set_counter(unit, CounterState(state.id, "closed", unit.now))
    return len(left)
