"""Another term, matter or office for a booking, with the caller on the line.

The trap: the old term is given back only with the new one, in one step (B-99).
"""

from datetime import datetime
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.by_staff import move_beyond, move_by_staff
from cloud_hub.booking.offer import Place
from cloud_hub.booking.register import RegisterRow
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import document, matters, offices, own_visit, page
from cloud_hub.booking.register_pages.phone import own_place
from cloud_hub.booking.register_pages.phone_person import instant, is_free
from cloud_hub.booking.register_pages.picking import address_of, picker, term
from cloud_hub.booking.wishes import MoveWish
from cloud_hub.served import hub
from cloud_hub.staff.session import staff_command
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs
from queue_core.web.problems import sentence

_TOLD_HERE = frozenset({"term_taken", "outside_window", "too_many_persons"})


@blueprint.get("/v/<booking>/move")
@needs(Right.REGISTER)
def move_term(booking: str) -> str:
    """Choose another term; the matter and the office may be others too."""
    row = own_visit(booking)
    to = _target(row)
    persons = _persons(row, to)

    def way(start: datetime) -> str:
        return url_for(".ask_move", booking=booking, start=address_of(start), to=_name(to))

    return page(
        "register_move.html",
        row=row,
        to=to,
        chosen=_name(to),
        places=[(office, matters([office])) for office in offices()],
        fits=persons == row.booking.persons,
        same=_same_term(row, to, way),
        picker=picker((to.office.id, to.service.id, persons), way, own=booking),
    )


@blueprint.get("/v/<booking>/move/<start>")
@needs(Right.REGISTER)
def ask_move(booking: str, start: str) -> str:
    """From where to where, and what the person will be told."""
    return _ask(own_visit(booking), instant(start))


@blueprint.post("/v/<booking>/move/<start>")
@needs(Right.REGISTER)
def move(booking: str, start: str) -> Response | tuple[str, int]:
    """Move into the staff's share."""
    row = own_visit(booking)
    wish = _wish(row, instant(start))
    try:
        moved = move_by_staff(hub(), staff_command(), booking, wish)
    except Refused as refused:
        if refused.code not in _TOLD_HERE:
            raise
        return _ask(row, wish.start, sentence(refused)), 409
    flash(_("The visit is moved. Its new number is %(number)s.", number=moved.number))
    return redirect(url_for(".told", booking=moved.id))


@blueprint.post("/v/<booking>/move/<start>/beyond")
@needs(Right.OVERBOOK)
def move_over(booking: str, start: str) -> Response | tuple[str, int]:
    """Move beyond the capacity, on purpose (B-94)."""
    row = own_visit(booking)
    wish = _wish(row, instant(start))
    if request.form.get("beyond") != "yes":
        told = _("Please tick that you book beyond the capacity on purpose.")
        return _ask(row, wish.start, told), 422
    moved = move_beyond(hub(), staff_command(), booking, wish)
    flash(_("The visit was booked beyond the capacity of this hour."))
    return redirect(url_for(".told", booking=moved.id))


def _ask(row: RegisterRow, start: datetime, error: str = "") -> str:
    to = _target(row)
    known: dict[str, Any] = {
        "booking": row.booking.id,
        "start": address_of(start),
        "to": _name(to),
    }
    fits = _within(row, to, start)
    return page(
        "register_move_ask.html",
        row=row,
        to=to,
        before=term(row.booking.start, document(row.booking.office).zone),
        after=term(start, to.office.zone),
        full=not fits and not is_free(to, start, _persons(row, to), own=row.booking.id),
        action=url_for(".move", **known),
        beyond=url_for(".move_over", **known),
        terms=url_for(".move_term", booking=row.booking.id, to=_name(to)),
        errors=[{"field": "after", "text": error}] if error else [],
    )


def _wish(row: RegisterRow, start: datetime) -> MoveWish:
    to = _target(row)
    return MoveWish("", start, office=to.office.id, service=to.service.id)


def _target(row: RegisterRow) -> Place:
    """Where to, as the address says; without it the same matter and office."""
    office, _sep, service = request.args.get("to", "").partition(":")
    if not service:
        return own_place(row.booking.office, row.booking.service)
    return own_place(office, service)


def _name(to: Place) -> str:
    return f"{to.office.id}:{to.service.id}"


def _persons(row: RegisterRow, to: Place) -> int:
    return min(row.booking.persons, to.booking.persons_at_most)


def _same_term(row: RegisterRow, to: Place, way: Any) -> str:
    """The address of the same hour for another matter, where the places that it has suffice."""
    visit = row.booking
    other = (to.office.id, to.service.id) != (visit.office, visit.service)
    return way(visit.start) if other and _within(row, to, visit.start) else ""


def _within(row: RegisterRow, to: Place, start: datetime) -> bool:
    """Whether the wished visit lies in the places that the booking has already."""
    visit = row.booking
    own = document(visit.office).booking.service(visit.service)
    if own is None or (to.office.id, to.booking.calendar) != (visit.office, own.calendar):
        return False
    further = (visit.persons - 1) * to.booking.minutes_per_further_person
    minutes = to.booking.minutes + further
    return start == visit.start and minutes <= visit.minutes
