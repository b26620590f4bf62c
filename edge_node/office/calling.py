"""Calling: the next person, a chosen one, again, and what follows when nobody comes.

Every route (panel, button, API) ends here, so each gives the same line on the board, the same
display and the same voice (B-76).
"""

from dataclasses import replace

from edge_node.office.alarm import check_no_evacuation
from edge_node.office.counters import free_counter, own_active
from edge_node.office.queue import choose_next
from edge_node.office.voice import announce
from edge_node.store.events import Happening, next_seq, record
from edge_node.store.tickets import change, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.absent import after_absence
from queue_core.domain.calling import Choice, Step
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.tickets import Move, State, Ticket


@use_case
def call_next(unit: Unit, counter: str) -> Ticket | None:
    """Call whoever's turn it is at `counter`; None when nobody waits (B-39, B-50).

    Raises `counter_closed`, `counter_busy`, `alarm_active`.
    """
    check_no_evacuation(unit)
    free_counter(unit, counter)
    choice = choose_next(unit, counter)
    return call(unit, counter, choice) if choice else None


@use_case
def call_chosen(unit: Unit, counter: str, ticket_id: str) -> Ticket:
    """Call one chosen ticket out of its turn; a right of its own, and logged (B-45).

    Raises `no_right` where the office allows it to nobody, `not_allowed_now` for a ticket of
    another day or one that does not wait.
    """
    if not unit.office.rules.call_chosen:
        raise Refused("no_right")
    check_no_evacuation(unit)
    free_counter(unit, counter)
    chosen = ticket(unit.connection, ticket_id)
    if chosen.day != unit.day:
        raise NotAllowedNow(day=chosen.day)
    return call(unit, counter, Choice(chosen, Step.CHOSEN))


@use_case
def recall(unit: Unit, counter: str) -> Ticket:
    """Announce the called ticket once more; this is not a new call (B-42)."""
    check_no_evacuation(unit)
    called = own_active(unit, counter, State.CALLED, State.SERVING)
    record(unit, Happening("ticket_recalled", called.id, counter))
    announce(unit, called)
    unit.touch("calls")
    return called


@use_case
def absent(unit: Unit, counter: str) -> Ticket:
    """ "Nie zgłosił się": the person did not come (T-13). The last allowed call strikes out."""
    return mark_absent(unit, own_active(unit, counter, State.CALLED, State.SERVING))


@use_case
def came(unit: Unit, counter: str) -> Ticket:
    """The called person stands at the counter; service begins (B-41)."""
    called = own_active(unit, counter, State.CALLED)
    arrived = replace(
        called, state=State.SERVING, arrived=True, serving_at=called.serving_at or unit.now
    )
    return change(unit, called, arrived, Move.CAME)


def call(unit: Unit, counter: str, choice: Choice) -> Ticket:
    """Put the chosen ticket on a counter, on the boards and into the voice queue."""
    chosen = choice.ticket
    at_once = not unit.office.rules.confirm_arrival
    called = change(
        unit,
        chosen,
        replace(
            chosen,
            state=State.SERVING if at_once else State.CALLED,
            counter=counter,
            clerk=unit.command.clerk or None,
            calls=chosen.calls + 1,
            called_at=unit.now,
            serving_at=unit.now if at_once else None,
            first_in_line=False,
        ),
        Move.CALLED,
        step=choice.step.value,
        booked=chosen.booked,
        route=unit.command.route,
    )
    announce(unit, called)
    return called


def mark_absent(unit: Unit, called: Ticket) -> Ticket:
    """The absence of a called ticket; struck out when all its calls are used up (T-17)."""
    if called.state is State.SERVING and unit.office.rules.confirm_arrival:
        raise NotAllowedNow(move=Move.ABSENT.value, state=called.state.value)
    away = change(
        unit,
        called,
        replace(
            called,
            state=State.ABSENT,
            serving_at=None,
            absent_at=unit.now,
            absent_seq=next_seq(unit.connection),
        ),
        Move.ABSENT,
        call_no=called.calls,
    )
    if after_absence(away.calls, unit.office.rules.calls) is State.ABSENT:
        return away
    struck_out = replace(away, state=State.NO_SHOW, ended_at=unit.now)
    return change(unit, away, struck_out, Move.STRUCK_OUT, call_no=away.calls)
