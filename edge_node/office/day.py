"""The office's day: opened at local midnight, never on a clock that cannot be trusted.

The day in force is a stored fact, so a clock that jumps changes nothing by itself; only
`open_day` moves it, forwards, on a synchronised clock or on a person's word (B-28, B-153).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from edge_node.office.alarm import evacuation
from edge_node.office.voice import withdraw
from edge_node.store.counters import CounterState, counter_states, set_counter
from edge_node.store.events import Happening, record
from edge_node.store.tickets import change, open_tickets
from edge_node.store.unit import Office, Unit, fact, set_fact, use_case
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.tickets import Move, State, Ticket

_ENDS: dict[State, State] = {
    State.BOOKED: State.NO_SHOW,
    State.ABSENT: State.NO_SHOW,
    State.WAITING: State.UNSERVED,
    State.PARKED: State.UNSERVED,
    State.CALLED: State.UNSERVED,
    State.SERVING: State.DONE,
}
_COMMANDS_KEPT_HOURS = 48


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
    if not unit.synchronised:
        raise Refused("clock_not_synchronised")
    return _open(unit, today)


@use_case
def confirm_day(unit: Unit, day: str) -> str:
    """A person with the right vouches for date and hour; this counts as synchronised."""
    opened = fact(unit.connection, "day")
    confirmed = date.fromisoformat(day).isoformat()
    if confirmed != local_day(unit.now, unit.office.zone).isoformat():
        raise Refused("clock_differs", day=confirmed)
    if opened is not None and confirmed <= opened:
        return opened
    return _open(unit, confirmed)


@use_case
def close_day(unit: Unit, reason: str) -> int:
    """Close everything that is still open, and every counter. Returns how many tickets."""
    return _close_out(unit, reason)


@use_case
def end_evacuation_and_day(unit: Unit) -> int:
    """The evacuation ends the day: nobody is called any more today.

    Raises `not_allowed_now` when there is none, so that a late press closes no living day.
    """
    alarm = evacuation(unit.connection)
    if alarm is None:
        raise NotAllowedNow(alarm="evacuation")
    unit.connection.execute(
        "UPDATE alarms SET ended_at = ?, ended_by = ?, outcome = 'close_day' WHERE id = ?",
        (unit.stamp, unit.command.clerk or None, alarm.id),
    )
    record(unit, Happening("evacuation_ended", None, None, {"then": "close_day"}))
    unit.touch("alarm", "calls", "voice")
    return _close_out(unit, "evacuation")


def day_is_due(office: Office) -> bool:
    """Whether the clock shows a later day than the one in force (a cheap question)."""
    opened = fact(office.database.read(), "day")
    today = local_day(office.clock.now(), office.document.zone).isoformat()
    return opened is None or today > opened


def _open(unit: Unit, today: str) -> str:
    if fact(unit.connection, "day") is not None:
        _close_out(unit, "end of day")
    set_fact(unit.connection, "day", today)
    unit.day = today
    kept_since = unit.now - timedelta(hours=_COMMANDS_KEPT_HOURS)
    unit.connection.execute(
        "DELETE FROM commands WHERE at < ?", (kept_since.isoformat(timespec="milliseconds"),)
    )
    unit.connection.execute("DELETE FROM forecasts")
    unit.new_action()
    record(unit, Happening("day_opened", None, None, {"day": today}))
    unit.touch("queue", "calls", "counters", "config")
    return today


def _close_out(unit: Unit, reason: str) -> int:
    left = open_tickets(unit.connection, unit.day)
    for ticket in left:
        withdraw(unit, ticket.id)
        change(unit, ticket, _closed(ticket, unit.now), Move.CLOSED_OUT, reason=reason)
    for state in counter_states(unit.connection, unit.office).values():
        if state.state != "closed":
            record(unit, Happening("counter_closed", None, state.id, {"reason": reason}))
            set_counter(unit, CounterState(state.id, "closed", unit.now))
    return len(left)


def _closed(ticket: Ticket, now: datetime) -> Ticket:
    return replace(
        ticket,
        state=_ENDS[ticket.state],
        ended_at=now,
        time_reliable=ticket.time_reliable and ticket.state is not State.SERVING,
    )
