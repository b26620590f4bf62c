"""What staff do with a booking by one button: cancel, take back, send again, note, mark contacts.

Each route finds the booking among one's own offices first; the use cases decide what may be done.
"""

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.by_staff import (
    CancelReason,
    cancel_by_staff,
    cancel_in_silence,
    release_silent,
    send_again,
)
from cloud_hub.booking.correcting import book_again, mark_contacts, set_note
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import own_visit, page
from cloud_hub.booking.register_pages.words import REASONS
from cloud_hub.served import hub
from cloud_hub.staff.session import staff_command
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs

_MARKS = frozenset({"phone", "email"})


@blueprint.get("/v/<booking>/cancel")
@needs(Right.REGISTER)
def ask_cancel(booking: str) -> str:
    """What will happen, why, and whether a message goes out."""
    return page("register_cancel.html", row=own_visit(booking), reasons=REASONS)


@blueprint.post("/v/<booking>/cancel")
@needs(Right.REGISTER)
def cancel(booking: str) -> Response:
    """Cancel with a reason, with a message or without."""
    row = own_visit(booking)
    reason = request.form.get("reason", "")
    if reason not in REASONS:
        raise Refused("invalid_fields", fields={"reason": "missing"})
    if request.form.get("message") == "no":
        cancel_in_silence(hub(), staff_command(), booking, CancelReason(reason))
    else:
        cancel_by_staff(hub(), staff_command(), booking, CancelReason(reason))
    flash(_("Visit %(number)s is cancelled.", number=row.booking.number))
    return _back(booking)


@blueprint.post("/v/<booking>/again")
@needs(Right.REGISTER)
def take_back(booking: str) -> Response:
    """Take the cancellation back."""
    own_visit(booking)
    view = book_again(hub(), staff_command(), booking)
    flash(_("The visit is booked again. Its new number is %(number)s.", number=view.number))
    return _back(view.id)


@blueprint.post("/v/<booking>/send")
@needs(Right.REGISTER)
def resend(booking: str) -> Response:
    """Send the confirmation once more."""
    own_visit(booking)
    sent = send_again(hub(), staff_command(), booking)
    flash(_("The confirmation is sent again.") if sent else _("There is no contact to send it to."))
    return _back(booking)


@blueprint.post("/v/<booking>/note")
@needs(Right.REGISTER)
def keep_note(booking: str) -> Response:
    """Keep the note for the office."""
    own_visit(booking)
    set_note(hub(), staff_command(), booking, request.form.get("note", "").strip())
    flash(_("The note is saved."))
    return _back(booking)


@blueprint.post("/v/<booking>/contacts")
@needs(Right.CONTACTS)
def mark(booking: str) -> Response:
    """Mark phone and e-mail as wrong, or right again; `wrong` names those that are wrong."""
    own_visit(booking)
    wrong = tuple(sorted(_MARKS.intersection(request.form.getlist("wrong"))))
    mark_contacts(hub(), staff_command(), booking, wrong)
    if wrong:
        flash(_("Nothing will be sent to the contact that you marked."))
    else:
        flash(_("Messages will be sent again."))
    return _back(booking)


@blueprint.post("/v/<booking>/release")
@needs(Right.OVERBOOK)
def release(booking: str) -> Response:
    """Free the term of a visit that was given up, while its office is silent."""
    own_visit(booking)
    release_silent(hub(), staff_command(), booking)
    flash(_("The term is free again."))
    return _back(booking)


def _back(booking: str) -> Response:
    return redirect(url_for(".booked", booking=booking))
