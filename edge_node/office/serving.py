"""Service at a counter: finish, park, return, and what follows each.

The trap: parked time is not service, so `serving_at` stays where service began and the parked
seconds are counted apart (B-46).
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from edge_node.office.alarm import check_no_evacuation, evacuation
from edge_node.office.calling import call
from edge_node.office.counters import free_counter, own_active, owned
from edge_node.office.issuing import new_ticket
from edge_node.office.queue import choose_next
from edge_node.office.voice import announce, withdraw
from edge_node.store.tickets import add, change, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.calling import Step
from queue_core.domain.errors import NotAllowedNow, Refused, Unknown
from queue_core.domain.tickets import Move, Origin, State, Ticket

Quantities = Mapping[str, int]
"""How many pieces, by service."""
NONE_COUNTED: Quantities = MappingProxyType({})
MOST_PIECES = 999


@use_case
def finish(
    unit: Unit,
    counter: str,
    services: tuple[str, ...] = (),
    *,
    quantities: Quantities = NONE_COUNTED,
) -> Ticket:
    """End the service. `services` corrects what was really given, `quantities` says how many of
    those that are counted (B-54).

    A ticket with more matters goes on to the next one. Where the office so sets, an absent
    ticket that is due is called at once.
    """
    ended = _finish(unit, own_active(unit, counter, State.SERVING), services, quantities)
    if unit.office.rules.recall_at_finish and evacuation(unit.connection) is None:
        choice = choose_next(unit, counter)
        if choice is not None and choice.step is Step.ABSENT:
            unit.new_action()
            call(unit, counter, choice)
    return ended


@use_case
def finish_and_call(
    unit: Unit,
    counter: str,
    services: tuple[str, ...] = (),
    *,
    quantities: Quantities = NONE_COUNTED,
) -> Ticket | None:
    """End the service and call the next person; two actions, undone one by one.

    Raises `alarm_active`: then the service is not ended either.
    """
    check_no_evacuation(unit)
    _finish(unit, own_active(unit, counter, State.SERVING), services, quantities)
    unit.new_action()
    choice = choose_next(unit, counter)
    return call(unit, counter, choice) if choice else None


@use_case
def park(unit: Unit, counter: str, note: str | None = None) -> Ticket:
    """Put the served ticket aside; only its counter or clerk takes it back (B-46)."""
    served = own_active(unit, counter, State.SERVING)
    parked = replace(served, state=State.PARKED, parked_at=unit.now, note=note or served.note)
    return change(unit, served, parked, Move.PARKED)


@use_case
def take_back(unit: Unit, counter: str, ticket_id: str) -> Ticket:
    """Go on serving a parked ticket; the person is still at the counter.

    Raises `alarm_active`.
    """
    check_no_evacuation(unit)
    parked = _parked(unit, counter, ticket_id)
    return change(unit, parked, _resumed(unit, parked, counter, State.SERVING), Move.TAKEN_BACK)


@use_case
def call_back(unit: Unit, counter: str, ticket_id: str) -> Ticket:
    """Call the person of a parked ticket back to the counter, by board and voice.

    Raises `alarm_active`.
    """
    check_no_evacuation(unit)
    parked = _parked(unit, counter, ticket_id)
    resumed = replace(_resumed(unit, parked, counter, State.CALLED), called_at=unit.now)
    called = change(unit, parked, resumed, Move.TAKEN_BACK)
    announce(unit, called)
    return called


@use_case
def finish_parked(
    unit: Unit,
    ticket_id: str,
    services: tuple[str, ...] = (),
    *,
    quantities: Quantities = NONE_COUNTED,
) -> Ticket:
    """End a ticket that this counter or clerk put aside and that does not come back.

    It goes on to its next matter like one that was finished at the counter; service ended when
    it was parked. Raises `parked_elsewhere`, `counter_taken`, `outcome_required`.
    """
    parked = _put_aside(unit, ticket_id)
    check_parked_by(unit, parked, unit.command.counter)
    return _finish(unit, parked, services, quantities)


@use_case
def finish_any_parked(
    unit: Unit,
    ticket_id: str,
    services: tuple[str, ...] = (),
    *,
    quantities: Quantities = NONE_COUNTED,
) -> Ticket:
    """The same, wherever the ticket was put aside: for reception and for managers."""
    return _finish(unit, _put_aside(unit, ticket_id), services, quantities)


@use_case
def return_to_queue(unit: Unit, counter: str) -> Ticket:
    """Give the called or served ticket back to its queue, at its own time.

    One that was sent to a counter or a clerk is still for that one.
    """
    active = own_active(unit, counter, State.CALLED, State.SERVING)
    withdraw(unit, active.id)
    return change(unit, active, waiting_again(active), Move.RETURNED)


@use_case
def serve_without_ticket(unit: Unit, counter: str, service: str) -> Ticket:
    """Serve somebody who has no ticket and enter the visit quickly (B-48).

    Raises `alarm_active`.
    """
    check_no_evacuation(unit)
    free_counter(unit, counter)
    visit = replace(
        new_ticket(unit, service),
        state=State.SERVING,
        origin=Origin.WITHOUT_TICKET,
        counter=counter,
        clerk=unit.command.clerk or None,
        called_at=unit.now,
        serving_at=unit.now,
        arrived=True,
        calls=1,
    )
    return add(unit, visit, Move.TAKEN, service=service)


def _finish(
    unit: Unit, served: Ticket, services: tuple[str, ...], quantities: Quantities
) -> Ticket:
    given = services or (served.service,)
    for id in given:
        if unit.office.service(id) is None:
            raise Unknown("service", service=id)
    known = unit.office.service(served.service)
    if known and known.outcome_required and not services:
        raise Refused("outcome_required", number=served.number)
    outcome = _outcome(unit, served, given, quantities)
    if served.more_services:
        return _next_matter(unit, served, given, outcome)
    return _done(unit, served, given, outcome)


def _outcome(
    unit: Unit, served: Ticket, given: tuple[str, ...], quantities: Quantities
) -> dict[str, object]:
    """What the log keeps of a matter that ends. Raises `invalid_fields` for a quantity of what
    was not given, or is not counted, or that is no number of pieces."""
    for id, quantity in quantities.items():
        service = unit.office.service(id)
        known = service is not None and service.counted and id in given
        if not known or not 1 <= quantity <= MOST_PIECES:
            raise Refused("invalid_fields", field="quantities")
    counted = {"quantities": dict(quantities)} if quantities else {}
    return {"services": list(given), "seconds": service_seconds(unit, served), **counted}


def _done(unit: Unit, served: Ticket, given: tuple[str, ...], outcome: dict[str, object]) -> Ticket:
    done = replace(
        served,
        state=State.DONE,
        ended_at=unit.now,
        served_services=served.served_services + given,
    )
    return change(unit, served, done, Move.FINISHED, **outcome)


def service_seconds(unit: Unit, served: Ticket) -> int:
    """How long the service has lasted, parked time left out."""
    if served.serving_at is None:
        return 0
    until = served.parked_at or unit.now
    return round((until - served.serving_at).total_seconds()) - served.parked_seconds


def _next_matter(
    unit: Unit, served: Ticket, given: tuple[str, ...], outcome: dict[str, object]
) -> Ticket:
    """The next of several matters on one ticket: in its queue, before those who came later."""
    onward = replace(
        waiting_again(served),
        service=served.more_services[0],
        more_services=served.more_services[1:],
        served_services=served.served_services + given,
        sent_to_counter=None,
        sent_to_clerk=None,
        first_in_line=True,
        ageing_from=unit.now,
    )
    return change(unit, served, onward, Move.TRANSFERRED, **outcome)


def waiting_again(active: Ticket) -> Ticket:
    """The ticket as it stands in its queue once the counter gives it away."""
    return replace(
        active,
        state=State.WAITING,
        counter=None,
        clerk=None,
        calls=0,
        called_at=None,
        serving_at=None,
        parked_at=None,
        parked_seconds=0,
    )


def _resumed(unit: Unit, parked: Ticket, counter: str, state: State) -> Ticket:
    aside = (unit.now - (parked.parked_at or unit.now)).total_seconds()
    return replace(
        parked,
        state=state,
        counter=counter,
        clerk=unit.command.clerk or None,
        parked_at=None,
        parked_seconds=parked.parked_seconds + round(aside),
    )


def check_parked_by(unit: Unit, parked: Ticket, counter: str | None) -> None:
    """Raise `parked_elsewhere` unless this clerk put the ticket aside, or the counter at which
    the clerk sits did (B-46); `counter_taken` when somebody else sits there."""
    if parked.clerk is not None and parked.clerk == unit.command.clerk:
        return
    here = counter if counter == parked.counter else None
    if here is None or owned(unit, here).state == "closed":
        raise Refused("parked_elsewhere", counter=parked.counter or "")


def _parked(unit: Unit, counter: str, ticket_id: str) -> Ticket:
    free_counter(unit, counter)
    parked = ticket(unit.connection, ticket_id)
    check_parked_by(unit, parked, counter)
    return parked


def _put_aside(unit: Unit, ticket_id: str) -> Ticket:
    parked = ticket(unit.connection, ticket_id)
    if parked.state is not State.PARKED:
        raise NotAllowedNow(move=Move.FINISHED.value, state=parked.state.value)
    return parked
