"""What the buttons of the clerk's panel do: each action is one use case and its form fields.

Knows forms and use cases, no page. The trap: every action gets its own form, because the lock
against double clicks and the id of the wish belong to a form.
"""

from collections.abc import Callable
from typing import cast, get_args

from flask import request

from edge_node.office.alarm import (
    accept_panic,
    end_evacuation,
    end_panic,
    raise_evacuation,
    raise_panic,
)
from edge_node.office.calling import absent, call_chosen, call_next, came, recall
from edge_node.office.counters import close_counter, open_counter, pause, resume, take_over_counter
from edge_node.office.day import end_evacuation_and_day
from edge_node.office.serving import (
    call_back,
    finish,
    finish_and_call,
    finish_parked,
    park,
    return_to_queue,
    serve_without_ticket,
    take_back,
)
from edge_node.office.transferring import Destination, Place, transfer_own
from edge_node.office.undo import undo
from edge_node.panels.session import command, office
from queue_core.domain.errors import Refused
from queue_core.web.access import Right

Action = Callable[[str], object]
"""Runs for a counter, with the fields of the present form."""

_TEXT_LENGTH = 200


def _call_next(counter: str) -> None:
    if call_next(office(), command(counter), counter) is None:
        raise Refused("nobody_waits")


def _finish(counter: str) -> None:
    """End the service; the button "end and call" of the same form says `then=call`."""
    services = tuple(request.form.getlist("services"))
    act = finish_and_call if request.form.get("then") == "call" else finish
    act(office(), command(counter), counter, services, quantities=_quantities(services))


def _quantities(services: tuple[str, ...]) -> dict[str, int]:
    """What was entered beside the chosen matters; an empty field is one piece, as is 1."""
    entered = {id: f"quantity-{id}" for id in services if _text(f"quantity-{id}")}
    return {id: _number(name) for id, name in entered.items() if _text(name) != "1"}


def _pause(counter: str) -> None:
    pause(office(), command(counter), counter, _text("own_reason") or _text("reason"))


def _transfer(counter: str) -> None:
    to = Destination(
        service=_text("service") or None,
        counter=_text("to_counter") or None,
        clerk=_text("clerk") or None,
        place=_place(),
        note=_text("note") or None,
    )
    transfer_own(office(), command(counter), _text("ticket"), to)


def _undo(counter: str) -> None:
    undo(office(), command(counter), counter, _number("expected"))


def _of_ticket(use: Callable[..., object]) -> Action:
    """An action on the ticket that the form names."""
    return lambda counter: use(office(), command(counter), counter, _text("ticket"))


def _of_counter(use: Callable[..., object]) -> Action:
    """An action on the counter alone."""
    return lambda counter: use(office(), command(counter), counter)


ACTIONS: dict[str, Action] = {
    "open": _of_counter(open_counter),
    "take-over": _of_counter(take_over_counter),
    "close": _of_counter(close_counter),
    "pause": _pause,
    "resume": _of_counter(resume),
    "call-next": _call_next,
    "came": _of_counter(came),
    "recall": _of_counter(recall),
    "absent": _of_counter(absent),
    "finish": _finish,
    "park": _of_counter(park),
    "return": _of_counter(return_to_queue),
    "transfer": _transfer,
    "take-back": _of_ticket(take_back),
    "call-back": _of_ticket(call_back),
    "finish-parked": lambda counter: finish_parked(office(), command(counter), _text("ticket")),
    "serve-without-ticket": lambda counter: serve_without_ticket(
        office(), command(counter), counter, _text("service")
    ),
    "undo": _undo,
    "panic": _of_counter(raise_panic),
    "accept-panic": lambda counter: accept_panic(
        office(), command(counter), _number("alarm"), counter
    ),
    "end-panic": lambda counter: end_panic(office(), command(counter), _number("alarm")),
    "evacuation": lambda counter: raise_evacuation(office(), command(counter)),
    "call": _of_ticket(call_chosen),
    "end-evacuation": lambda counter: end_evacuation(office(), command(counter)),
    "end-evacuation-and-day": lambda counter: end_evacuation_and_day(office(), command(counter)),
}

EXTRA_RIGHTS: dict[str, Right] = {
    "call": Right.CALL_CHOSEN,
    "end-evacuation": Right.END_ALARM,
    "end-evacuation-and-day": Right.END_ALARM,
}
"""Actions that ask for more than the right to call."""


def _text(name: str) -> str:
    return request.form.get(name, "").strip()[:_TEXT_LENGTH]


def _number(name: str) -> int:
    given = _text(name)
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Refused("invalid_fields", field=name)
    return int(given)


def _place() -> Place:
    given = _text("place") or "original"
    if given not in get_args(Place):
        raise Refused("invalid_fields", field="place")
    return cast(Place, given)
