"""Refusals of arrivals and of what a person does from the phone; `problem_table` joins them."""

from flask_babel import lazy_gettext as _l

from queue_core.web.problem import Problem

ARRIVING = {
    "too_early": Problem(
        409,
        _l("It is too early to confirm this visit."),
        _l(
            "Your visit is at %(start)s. You can confirm it from %(opens_at)s on. "
            "Please come back then."
        ),
    ),
    "too_late": Problem(
        409,
        _l("The hour of this visit has passed. You can take a ticket for the queue."),
        _l(
            "Your visit was at %(start)s and could be confirmed until %(closed_at)s. "
            "You can take a ticket for the queue."
        ),
    ),
    "other_day": Problem(
        409,
        _l("This visit is on another day."),
        _l("This visit is on another day: %(day)s at %(start)s."),
    ),
    "other_office": Problem(
        409,
        _l("This visit is in another office."),
        _l("This visit is in another office: %(office)s, %(address)s, %(day)s at %(start)s."),
    ),
    "already_used": Problem(409, _l("This code was already used.")),
    "cancelled": Problem(409, _l("This visit was cancelled.")),
    "unknown_code": Problem(
        404,
        _l("We do not know this code. Please check the digits."),
        _l(
            "We do not know this code. This machine has had no news of bookings since "
            "%(silent_since)s, so the visit may be newer."
        ),
    ),
    "proof_not_accepted": Problem(409, _l("This office does not accept this kind of proof.")),
    "several_visits": Problem(409, _l("This fits more than one visit. Please use the code.")),
    "no_more_delays": Problem(409, _l("You have already let others pass as often as possible.")),
    "nobody_behind": Problem(409, _l("Nobody waits after you.")),
    "unknown_command": Problem(404, _l("There is no such command.")),
}
