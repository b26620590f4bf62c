"""The last step with the caller on the line: who comes; and the answer to be read aloud.

The trap: a full term is booked only by the route that has a right of its own, after a tick.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.by_staff import LONGEST_NOTE, book_by_phone, overbook
from cloud_hub.booking.offer import Place
from cloud_hub.booking.pages.catalogue import lines
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import document, own_visit, page
from cloud_hub.booking.register_pages.person_form import PersonForm, person_typed, wrong_fields
from cloud_hub.booking.register_pages.phone import own_place, persons_asked
from cloud_hub.booking.register_pages.picking import address_of, start_of, term
from cloud_hub.booking.staff_offer import staff_terms
from cloud_hub.booking.wishes import StaffBooking, TermsAsked
from cloud_hub.served import hub
from cloud_hub.staff.session import staff_command
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs
from queue_core.web.problems import sentence

_TOLD_BESIDE = frozenset(
    {"invalid_fields", "limit_of_person", "term_taken", "outside_window", "too_many_persons"}
)


@blueprint.get("/phone/<office>/<service>/<start>")
@needs(Right.REGISTER)
def phone_person(office: str, service: str, start: str) -> str:
    """Who comes; a full term carries its warning."""
    return _form(own_place(office, service), instant(start), PersonForm())


@blueprint.post("/phone/<office>/<service>/<start>")
@needs(Right.REGISTER)
def book(office: str, service: str, start: str) -> str | Response | tuple[str, int]:
    """Book in the staff's share (B-83); `other` is a term near one that was lost."""
    other = request.form.get("other", "")
    found, at = own_place(office, service), instant(other or start)
    typed = person_typed(found.office.booking.fields)
    try:
        view = book_by_phone(hub(), staff_command(), _wish(found, at, typed))
    except Refused as refused:
        return _refused(found, at, typed, refused)
    return redirect(url_for(".told", booking=view.id))


@blueprint.post("/phone/<office>/<service>/<start>/beyond")
@needs(Right.OVERBOOK)
def book_beyond(office: str, service: str, start: str) -> str | Response | tuple[str, int]:
    """Book beyond the capacity, on purpose (B-94)."""
    found, at = own_place(office, service), instant(start)
    typed = person_typed(found.office.booking.fields)
    if request.form.get("beyond") != "yes":
        told = _("Please tick that you book beyond the capacity on purpose.")
        return _form(found, at, typed, {"beyond": told}), 422
    try:
        view = overbook(hub(), staff_command(), _wish(found, at, typed))
    except Refused as refused:
        return _refused(found, at, typed, refused)
    flash(_("The visit was booked beyond the capacity of this hour."))
    return redirect(url_for(".told", booking=view.id))


@blueprint.get("/v/<booking>/told")
@needs(Right.REGISTER)
def told(booking: str) -> str:
    """What to read to the caller: day, hour, place, number, code, what to bring."""
    row = own_visit(booking)
    office = document(row.booking.office)
    how = office.booking.service(row.booking.service)
    low, high = office.booking.rules.come_earlier_minutes
    return page(
        "register_told.html",
        row=row,
        bring=lines(how.card.documents, row.booking.language) if how else (),
        come=_("Please come %(low)s to %(high)s minutes earlier.", low=low, high=high),
    )


def _wish(found: Place, start: datetime, typed: PersonForm) -> StaffBooking:
    return StaffBooking(
        found.office.id,
        found.service.id,
        start,
        typed.contact(),
        persons=persons_asked(found),
        note=typed.note,
    )


def _refused(found: Place, start: datetime, typed: PersonForm, refused: Refused) -> tuple[str, int]:
    if refused.code not in _TOLD_BESIDE:
        raise refused
    wrong = wrong_fields(refused, found.office.booking.fields)
    near = refused.facts.get("nearest")
    nearest = list(near) if isinstance(near, list) else []
    if not wrong:
        wrong = {"terms": sentence(refused)}
    status = 422 if refused.code == "invalid_fields" else 409
    return _form(found, start, typed, wrong, nearest=nearest), status


def _form(
    found: Place,
    start: datetime,
    typed: PersonForm,
    wrong: dict[str, str] | None = None,
    *,
    nearest: list[datetime] | None = None,
) -> str:
    zone, persons = found.office.zone, persons_asked(found)
    place = {"office": found.office.id, "service": found.service.id}
    known: dict[str, Any] = {**place, "persons": persons}
    at = address_of(start)
    free = is_free(found, start, persons)
    return page(
        "register_phone_person.html",
        place=found,
        term=term(start, zone),
        persons=persons,
        given=typed,
        wrong=wrong or {},
        errors=[{"field": name, "text": text} for name, text in (wrong or {}).items()],
        full=not free,
        action=url_for(".book", start=at, **known),
        beyond=url_for(".book_beyond", start=at, **known),
        terms=url_for(".phone_term", **known),
        nearest=[(address_of(near), term(near, zone)) for near in nearest or []],
        longest_note=LONGEST_NOTE,
    )


def is_free(found: Place, start: datetime, persons: int, *, own: str | None = None) -> bool:
    """Whether staff can still book this term; the seats of the booking `own` count as free."""
    day = start.astimezone(found.office.zone).date()
    asked = TermsAsked(found.office.id, found.service.id, day, day, persons=persons, own=own)
    return any(t.start == start for d in staff_terms(hub(), asked) for t in d.free)


def instant(address: str) -> datetime:
    """The term of an address; what is none, or lies years ahead, is not found."""
    start = start_of(address)
    if start is None or start - hub().clock.now() > timedelta(days=400):
        abort(404)
    return start
