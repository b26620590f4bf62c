"""Counters: opened, on a break, closed, and the check that a command comes from its owner."""

from dataclasses import replace

from edge_node.store.counters import CounterState, counter_state, set_counter
from edge_node.store.events import Happening, record
from edge_node.store.tickets import active_ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.tickets import State, Ticket


@use_case
def open_counter(unit: Unit, counter: str) -> CounterState:
    """Open a counter for the clerk of the command (B-52).

    Raises `counter_taken` when another session has it open (B-53): `take_over_counter` is the
    deliberate way.
    """
    now = counter_state(unit.connection, unit.office, counter)
    if now.state != "closed" and now.session != (unit.command.session or ""):
        raise Refused("counter_taken", counter=counter, clerk=now.clerk or "")
    return _opened(unit, now, "counter_opened")


@use_case
def take_over_counter(unit: Unit, counter: str) -> CounterState:
    """Open a counter although another session has it; that session is told at its next click."""
    now = counter_state(unit.connection, unit.office, counter)
    return _opened(unit, now, "counter_taken_over")


@use_case
def close_counter(unit: Unit, counter: str) -> CounterState:
    """Close a counter. Raises `counter_busy` while a ticket is called or being served."""
    now = _without_ticket(unit, counter)
    if now.state == "closed":
        return now
    record(unit, Happening("counter_closed", None, counter))
    return set_counter(unit, CounterState(counter, "closed", unit.now))


@use_case
def pause(unit: Unit, counter: str, reason: str) -> CounterState:
    """A break with its reason; a paused counter gets no tickets (B-51)."""
    now = _without_ticket(unit, counter)
    if now.state != "open":
        raise Refused("counter_closed", counter=counter)
    record(unit, Happening("counter_paused", None, counter, {"reason": reason}))
    return set_counter(unit, replace(now, state="paused", since=unit.now, reason=reason))


@use_case
def resume(unit: Unit, counter: str) -> CounterState:
    """End a break."""
    now = owned(unit, counter)
    if now.state != "paused":
        raise NotAllowedNow(counter=counter, state=now.state)
    record(unit, Happening("counter_resumed", None, counter))
    return set_counter(unit, replace(now, state="open", since=unit.now, reason=None))


def owned(unit: Unit, counter: str) -> CounterState:
    """The counter's state, once it is sure that the command comes from its session.

    A command without a session (a button, the API) acts for the counter itself.
    """
    now = counter_state(unit.connection, unit.office, counter)
    session = unit.command.session
    if session and now.session and now.session != session and now.state != "closed":
        raise Refused("counter_taken", counter=counter, clerk=now.clerk or "")
    return now


def free_counter(unit: Unit, counter: str) -> CounterState:
    """An open counter without a ticket. Raises `counter_closed` or `counter_busy`."""
    now = _without_ticket(unit, counter)
    if now.state != "open":
        raise Refused("counter_closed", counter=counter)
    return now


def own_active(unit: Unit, counter: str, *states: State) -> Ticket:
    """The counter's active ticket in one of `states`. Raises `not_allowed_now`."""
    owned(unit, counter)
    active = active_ticket(unit.connection, counter)
    if active is None or active.state not in states:
        raise NotAllowedNow(counter=counter, state=active.state.value if active else None)
    return active


def _opened(unit: Unit, now: CounterState, kind: str) -> CounterState:
    record(unit, Happening(kind, None, now.id))
    return set_counter(
        unit,
        CounterState(
            now.id, "open", unit.now, unit.command.clerk or None, unit.command.session or ""
        ),
    )


def _without_ticket(unit: Unit, counter: str) -> CounterState:
    now = owned(unit, counter)
    active = active_ticket(unit.connection, counter)
    if active is not None:
        raise Refused("counter_busy", counter=counter, number=active.number)
    return now
