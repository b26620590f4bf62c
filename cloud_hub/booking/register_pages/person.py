"""Putting right who comes and how to reach the person."""

from dataclasses import replace

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.by_staff import send_again
from cloud_hub.booking.correcting import change_person
from cloud_hub.booking.register import RegisterRow
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import document, own_visit, page
from cloud_hub.booking.register_pages.person_form import PersonForm, person_typed, wrong_fields
from cloud_hub.served import hub
from cloud_hub.staff.session import staff_command
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs


@blueprint.get("/v/<booking>/person")
@needs(Right.CONTACTS)
def person(booking: str) -> str:
    """The person as a form."""
    row = own_visit(booking)
    known = PersonForm(
        name=row.name,
        phone=row.phone,
        email=row.email,
        language=row.booking.language,
        own=row.fields,
    )
    return _form(row, known, {})


@blueprint.post("/v/<booking>/person")
@needs(Right.CONTACTS)
def put_right(booking: str) -> Response | tuple[str, int]:
    """Keep the person; the confirmation follows where that is ticked."""
    row = own_visit(booking)
    own_fields = document(row.booking.office).booking.fields
    typed = person_typed(own_fields)
    command = staff_command()
    try:
        change_person(hub(), command, booking, typed.contact())
    except Refused as refused:
        wrong = wrong_fields(refused, own_fields)
        if not wrong:
            raise
        return _form(row, typed, wrong), 422
    if request.form.get("send") == "yes":
        id = f"{command.id}-send" if command.id else None
        send_again(hub(), replace(command, id=id), booking)
    flash(_("The person is put right."))
    return redirect(url_for(".booked", booking=booking))


def _form(row: RegisterRow, given: PersonForm, wrong: dict[str, str]) -> str:
    booking = document(row.booking.office).booking
    return page(
        "register_person.html",
        row=row,
        given=given,
        wrong=wrong,
        errors=[{"field": name, "text": text} for name, text in wrong.items()],
        own_fields=booking.fields,
        names_fixed=booking.rules.names_fixed and bool(row.name),
    )
