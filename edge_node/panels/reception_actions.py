"""What the buttons of the reception do: each action is one use case and its form fields.

Knows forms and use cases, no page. Those of a ticket, a kiosk or a paper get its id.
"""

from collections.abc import Callable
from typing import cast, get_args

from flask import request

from edge_node.office.issuing import Order
from edge_node.office.kiosks import block_kiosk, release_kiosk
from edge_node.office.papers import drop_print, retry_print
from edge_node.office.reception import (
    ReturnPlace,
    cancel,
    issue_at_reception,
    leave,
    reprint,
    restore,
    set_note,
    set_priority,
)
from edge_node.office.transferring import Destination, Place, transfer_any
from edge_node.panels.priority import allowed_priority
from edge_node.panels.session import command, office
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import Priority, Ticket
from queue_core.web.access import Right, current_actor

Action = Callable[[str], object]
"""Runs for a ticket, a kiosk or a paper, with the fields of the present form."""

_TEXT_LENGTH = 200
_LONGEST_JOB = 15


def issue() -> list[Ticket]:
    """Issue what the form orders: one matter or several (B-13, B-16)."""
    services = request.form.getlist("services")
    if not services:
        raise Refused("invalid_fields", field="services")
    first, *more = services
    order = Order(
        service=first,
        more_services=tuple(more),
        language=text("language") or "pl",
        priority=allowed_priority(_priority()),
        need=text("need") or None,
        note=text("note") or None,
    )
    return issue_at_reception(office(), command(), order, text("printer") or None)


def text(name: str) -> str:
    """A field of the form, not longer than the log wants it."""
    return request.form.get(name, "").strip()[:_TEXT_LENGTH]


def required(name: str) -> str:
    """A field that must say something. Raises `invalid_fields`."""
    given = text(name)
    if not given:
        raise Refused("invalid_fields", field=name)
    return given


def _void(ticket: str) -> None:
    cancel(office(), command(), ticket, required("reason"))


def _reprint(ticket: str) -> None:
    reprint(office(), command(), ticket, text("printer"))


def _restore(ticket: str) -> None:
    given = text("place")
    if given not in get_args(ReturnPlace):
        raise Refused("invalid_fields", field="place")
    restore(office(), command(), ticket, cast(ReturnPlace, given))


def _transfer(ticket: str) -> None:
    place = text("place")
    if place not in get_args(Place):
        raise Refused("invalid_fields", field="place")
    to = Destination(
        service=text("service") or None,
        counter=text("to_counter") or None,
        place=cast(Place, place),
        note=text("note") or None,
    )
    transfer_any(office(), command(), ticket, to)


def _set_priority(ticket: str) -> None:
    if not _may(Right.SET_PRIORITY):
        raise Refused("no_right")
    set_priority(office(), command(), ticket, _priority())


def _set_note(ticket: str) -> None:
    set_note(office(), command(), ticket, text("note"), text("need"))


TICKET_ACTIONS: dict[str, Action] = {
    "void": _void,
    "give-up": lambda ticket: leave(office(), command(), ticket),
    "reprint": _reprint,
    "put-back": _restore,
    "transfer": _transfer,
    "priority": _set_priority,
    "note": _set_note,
}

KIOSK_ACTIONS: dict[str, Action] = {
    "block": lambda kiosk: block_kiosk(office(), command(), kiosk, text("text")),
    "release": lambda kiosk: release_kiosk(office(), command(), kiosk),
}

PAPER_ACTIONS: dict[str, Action] = {
    "retry": lambda job: retry_print(office(), command(), _job(job)),
    "drop": lambda job: drop_print(office(), command(), _job(job)),
}


def _job(id: str) -> int:
    if not id.isascii() or not id.isdecimal() or len(id) > _LONGEST_JOB:
        raise Unknown("job")
    return int(id)


def _may(right: Right) -> bool:
    actor = current_actor()
    return actor is not None and actor.may(right)


def _priority() -> Priority:
    given = text("priority") or "0"
    if given not in {str(int(known)) for known in Priority}:
        raise Refused("invalid_fields", field="priority")
    return Priority(int(given))
