"""Every refusal code with its HTTP status and its sentence for a person.

Data only; `problems` turns it into pages and documents. The trap: `told` may name facts, and
is used only when the refusal carries all of them; `sentence` must stand without any.
"""

from flask_babel import lazy_gettext as _l

from queue_core.web.arrival_problems import ARRIVING
from queue_core.web.booking_problems import BOOKING
from queue_core.web.problem import Problem

_GENERAL = Problem(409, _l("This cannot be done now. Nothing was changed."))

_ISSUING = {
    "service_closed": Problem(
        409,
        _l("This service is closed now."),
        _l("This service is closed now. It opens at %(opens_at)s."),
    ),
    "day_not_open": Problem(
        409,
        _l("The office is closed now."),
        _l("The office is closed now. It opens at %(opens_at)s."),
    ),
    "limit_reached": Problem(409, _l("All tickets for this service have been given out today.")),
    "last_ticket_hour_passed": Problem(
        409,
        _l("The hour of the last ticket has passed today."),
        _l("The last ticket was given out at %(last_at)s."),
    ),
    "stopped_for_today": Problem(
        409, _l("No more tickets today: those who wait now fill the time until closing.")
    ),
    "kiosk_blocked": Problem(
        409, _l("This kiosk is out of use. Please ask at the reception."), "%(text)s"
    ),
    "number_taken": Problem(
        409,
        _l("This number was already given out today."),
        _l("Number %(number)s was already given out today."),
    ),
    "no_office": Problem(503, _l("No office is set up on this machine yet.")),
    "clock_not_synchronised": Problem(
        503, _l("The clock of this machine is not set yet. Please ask the staff.")
    ),
    "clock_differs": Problem(409, _l("The clock of this machine shows another day.")),
    "disk_full": Problem(
        507, _l("The disk of this machine is full. Nothing was saved. Please tell the staff.")
    ),
}

_UNKNOWN = {
    "unknown_service": Problem(404, _l("There is no such service.")),
    "unknown_ticket": Problem(404, _l("There is no such ticket.")),
    "unknown_counter": Problem(404, _l("There is no such counter.")),
    "unknown_kiosk": Problem(404, _l("There is no such kiosk.")),
    "unknown_board": Problem(404, _l("There is no such board.")),
    "unknown_speaker": Problem(404, _l("There is no such loudspeaker.")),
    "unknown_job": Problem(404, _l("There is no such print job.")),
    "unknown_clerk": Problem(404, _l("There is no such clerk.")),
    "unknown_office": Problem(404, _l("There is no such office.")),
    "unknown_user": Problem(404, _l("There is no such user.")),
    "webhook_exists": Problem(409, _l("This address is told already.")),
    "unknown_webhook": Problem(404, _l("There is no such webhook.")),
    "unknown_alarm": Problem(404, _l("There is no such alarm.")),
    "unknown_language": Problem(404, _l("There is no such language.")),
    "unknown_printer": Problem(404, _l("There is no such printer.")),
    "unknown_printer_profile": Problem(404, _l("There is no such printer profile.")),
    "unknown_key": Problem(404, _l("There is no such key.")),
}

_CALLING = {
    "not_allowed_now": Problem(409, _l("This cannot be done in the present state.")),
    "taken_by_other": Problem(
        409,
        _l("Another counter took this ticket a moment ago."),
        _l("Counter %(counter)s took this ticket a moment ago."),
    ),
    "wrong_counter": Problem(
        409,
        _l("This ticket belongs to another counter."),
        _l("This ticket belongs to counter %(counter)s."),
    ),
    "nobody_waits": Problem(409, _l("Nobody is waiting.")),
    "counter_closed": Problem(409, _l("This counter is closed. Open it first.")),
    "counter_busy": Problem(
        409,
        _l("This counter still has a ticket. Finish it or return it first."),
        _l("This counter still has ticket %(number)s. Finish it or return it first."),
    ),
    "counter_taken": Problem(409, _l("Somebody else already works at this counter.")),
    "alarm_active": Problem(409, _l("An evacuation is announced. Calls are stopped.")),
    "not_due": Problem(
        409,
        _l("It is not yet the turn of this ticket."),
        _l("It is not yet the turn of this ticket. It can be called at %(due_at)s."),
    ),
    "parked_elsewhere": Problem(
        409,
        _l("This ticket was put aside at another counter."),
        _l("This ticket was put aside at counter %(counter)s."),
    ),
    "outcome_required": Problem(
        422,
        _l("Please say first how this visit ended."),
        _l("Please say first how the visit of %(number)s ended."),
    ),
    "too_late_to_return": Problem(
        409,
        _l("It is too late to return to the former place. The end of the queue is open."),
    ),
    "undo_too_late": Problem(409, _l("It is too late to undo this.")),
    "undo_nothing": Problem(409, _l("There is nothing to undo.")),
    "undo_not_yours": Problem(409, _l("Only the clerk who did this can undo it.")),
    "undo_taken": Problem(
        409,
        _l("This cannot be undone: another counter has taken the ticket."),
        _l("This cannot be undone: counter %(counter)s has taken the ticket."),
    ),
}

_ASKING = {
    "session_expired": Problem(401, _l("Please sign in again.")),
    "wrong_password": Problem(401, _l("The name or the password is wrong.")),
    "too_many_tries": Problem(
        429,
        _l("Too many wrong tries. Please wait a moment."),
        _l("Too many wrong tries. Please wait %(seconds)s s."),
    ),
    "password_missing": Problem(422, _l("A new account needs a password.")),
    "login_taken": Problem(409, _l("This login is taken. Please choose another one.")),
    "no_right": Problem(403, _l("You do not have the right to do this.")),
    "invalid_fields": Problem(422, _l("Please check the marked fields.")),
    "key_reused": Problem(409, _l("This request was already made with other contents.")),
    "form_expired": Problem(
        400, _l("This page was open too long. Please go back, load it again and repeat.")
    ),
}

_PRINTING = {
    "bad_slip": Problem(422, _l("This is not a slip that can be printed.")),
    "hub_decides": Problem(
        409, _l("This office gets its settings from the institution. Nothing was changed.")
    ),
    "document_changed": Problem(
        409, _l("Somebody else changed the settings meanwhile. Please open the page again.")
    ),
    "bad_slip_layout": Problem(422, _l("This layout of the slip cannot be used.")),
    "letters_missing": Problem(409, _l("This printer lacks letters that the slip needs.")),
    "font_missing": Problem(503, _l("A font for printing is missing on this machine.")),
    "not_a_ticket_printer": Problem(422, _l("This device does not print tickets.")),
}

#: Codes of the web itself, by HTTP status.
BY_STATUS = {
    400: "bad_request",
    401: "session_expired",
    403: "no_right",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_media_type",
    422: "invalid_fields",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}

_WEB = {
    "bad_request": Problem(400, _l("We could not understand this request.")),
    "not_found": Problem(404, _l("There is no such page.")),
    "method_not_allowed": Problem(405, _l("This address does not accept this kind of request.")),
    "too_large": Problem(413, _l("This is too large to send.")),
    "wrong_media_type": Problem(415, _l("This kind of content is not accepted here.")),
    "too_many_requests": Problem(429, _l("Too many attempts. Please wait a moment.")),
    "internal_error": Problem(
        500, _l("Something went wrong on our side. Nothing that you saw confirmed is lost.")
    ),
    "unavailable": Problem(503, _l("This is not available at the moment. Please try again soon.")),
}

PROBLEMS = _ISSUING | ARRIVING | _UNKNOWN | _CALLING | _ASKING | _PRINTING | BOOKING | _WEB


def problem(code: str) -> Problem:
    """The row of `code`; a general 409 where the table does not know it."""
    return PROBLEMS.get(code, _GENERAL)
