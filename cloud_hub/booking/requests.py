"""What the staff of an office ask of bookings at their own node: the hub owns them, so the hub
decides and answers.

The trap: a request may name any booking, so only those of the asking office are looked at.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_

from cloud_hub.booking.book import Booking, read_booking
from cloud_hub.booking.by_staff import cancel_by_staff, move_by_staff
from cloud_hub.booking.wishes import MoveWish
from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.unit import Command, Unit
from queue_core.domain.errors import NotAllowedNow, Refused, Unknown
from queue_core.wire.records import BookingRequest, RequestAnswered


def answer_request(unit: Unit, office: str, request: BookingRequest) -> None:
    """Do what is asked, or say by a code why not; the answer goes into the office's log. Wishes:
    `cancel`, and `move` with `start` (ISO 8601)."""
    outcome, facts = "done", dict[str, Any]()
    asked = replace(unit, command=Command(actor=request.clerk, route="office"))
    try:
        with unit.attempt():
            facts = _do(asked, office, request)
    except Refused as refusal:
        outcome, facts = "refused", {"code": refusal.code, **refusal.facts}
    told = RequestAnswered(request=request.request, outcome=outcome, facts=facts)
    tell_office(unit, office, told)


def _do(unit: Unit, office: str, request: BookingRequest) -> dict[str, Any]:
    act = _WISHES.get(request.wish)
    if act is None:
        raise NotAllowedNow(wish=request.wish)
    which = and_(bookings.c.id == (request.booking or ""), bookings.c.office == office)
    found = read_booking(unit.connection, which)
    if found is None:
        raise Unknown("booking")
    return {"booking": act(unit, found, request)}


def _cancel(unit: Unit, found: Booking, _: BookingRequest) -> str:
    return cancel_by_staff.within(unit, found.id).id


def _move(unit: Unit, found: Booking, request: BookingRequest) -> str:
    try:
        start = datetime.fromisoformat(str(request.facts.get("start")))
    except ValueError as error:
        raise Refused("outside_window") from error
    if start.tzinfo is None:
        raise Refused("outside_window")
    return move_by_staff.within(unit, found.id, MoveWish(found.token, start)).id


_WISHES: dict[str, Callable[[Unit, Booking, BookingRequest], str]] = {
    "cancel": _cancel,
    "move": _move,
}
