"""Refusals of booking with their HTTP status and sentence; `problem_table` joins them."""

from flask_babel import lazy_gettext as _l

from queue_core.web.problem import Problem

BOOKING = {
    "bad_document": Problem(422, _l("This description of the office has faults.")),
    "unknown_institution": Problem(404, _l("There is no such institution.")),
    "unknown_booking": Problem(
        404, _l("We do not know such a booking. Please check the code and the contact data.")
    ),
    "unknown_conflict": Problem(404, _l("There is no such conflict.")),
    "unknown_lease": Problem(404, _l("There is no such lease of places.")),
    "term_taken": Problem(
        409, _l("Somebody else took this term a moment ago. Choose another one.")
    ),
    "not_booked_here": Problem(409, _l("Visits for this matter are not booked here.")),
    "bad_phone": Problem(
        422,
        _l("This phone number is not complete. Please give its nine digits, or leave it empty."),
    ),
    "outside_window": Problem(422, _l("This term cannot be booked. Choose another one.")),
    "office_away": Problem(
        409, _l("The office cannot be reached now. Choose a later hour or another day.")
    ),
    "too_many_persons": Problem(
        422,
        _l("So many persons do not fit into one visit."),
        _l("At most %(most)s persons fit into one visit."),
    ),
    "work_missing": Problem(
        409,
        _l(
            "Very many visits are being booked right now. Please choose the hour once more; "
            "without scripts in your browser please call the office."
        ),
    ),
    "hold_expired": Problem(409, _l("The term is not held any more. Please choose it again.")),
    "already_extended": Problem(409, _l("The time was already extended once.")),
    "limit_of_person": Problem(
        409, _l("There is already a booking with this phone number or e-mail. Change that one.")
    ),
    "wrong_code": Problem(
        422,
        _l("This code is wrong. Please check the digits."),
        _l("This code is wrong. Tries left: %(left)s."),
    ),
    "code_expired": Problem(409, _l("This code is too old. Please ask for a new one.")),
    "too_many_codes": Problem(
        429, _l("No more codes can be sent for this booking. Please choose the term again.")
    ),
    "too_late_to_cancel": Problem(
        409, _l("It is too late to change this visit. Please call the office.")
    ),
    "already_arrived": Problem(409, _l("This visit has already begun at the office.")),
    "no_online_cancelling": Problem(
        409, _l("This office changes visits by phone only. Please call the office.")
    ),
    "no_waiting_list": Problem(409, _l("This office has no waiting list for earlier terms.")),
    "offer_gone": Problem(409, _l("This offer is no longer open. Your booking stays as it was.")),
    "office_not_silent": Problem(
        409, _l("The office can be reached. Its places are given back by themselves.")
    ),
}
