"""The end of the day: who is left, counters somebody forgot, a clock to vouch for (B-28).

Each person is closed with a reason, one by one or all at once; nothing is closed by looking.
The trap: all at once is harmless in the evening and ends the office's work in the morning, so
while serving hours last it is a manager's, and said twice.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from edge_node.office.counters import close_counter
from edge_node.office.day import close_day, confirm_day
from edge_node.office.reception import close_out
from edge_node.panels import reception_words as words
from edge_node.panels.needs import need
from edge_node.panels.reception_actions import required
from edge_node.panels.session import command, office
from edge_node.views.day_end import day_end_view
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint("day_end", __name__, template_folder="templates")

_STAFF = (Right.RECEPTION, Right.MANAGE)


@blueprint.get("/day-end")
@needs(*_STAFF, Right.CONFIRM_CLOCK)
def page() -> str:
    """Everything that is still open."""
    return _render("day_end.html")


@blueprint.get("/day-end/now")
@needs(*_STAFF, Right.CONFIRM_CLOCK)
@fragment
def now() -> str:
    """The list of those left."""
    return _render("day_end_now.html")


@blueprint.get("/day-end/ask")
@needs(*_STAFF)
def ask() -> str:
    """The second step before everything is closed."""
    _check_hours()
    return _render("day_end_ask.html")


@blueprint.post("/day-end/ticket/<id>")
@needs(*_STAFF)
def close_ticket(id: str) -> Response:
    """Close one person who can't be served any more."""
    return _perform(lambda: close_out(office(), command(), id, required("reason")))


@blueprint.post("/day-end/counter/<counter>")
@needs(*_STAFF)
def close_forgotten(counter: str) -> Response:
    """Close a counter whose clerk has gone; it must have no ticket any more."""
    for_counter = replace(command(counter), session=None)  # not from its own browser
    return _perform(lambda: close_counter(office(), for_counter, counter))


@blueprint.post("/day-end/all")
@needs(*_STAFF)
def close_everything() -> Response:
    """Close everybody and every counter with one reason; `early` confirms it before the hour."""

    def close() -> None:
        if not _check_hours():
            required("early")
        closed = close_day(office(), command(), required("reason"))
        flash(_("The day is closed. Tickets closed: %(tickets)s.", tickets=closed))

    return _perform(close)


@blueprint.post("/day-end/clock")
@needs(Right.CONFIRM_CLOCK)
def confirm_clock() -> Response:
    """A person vouches for the date and the hour that were shown."""

    def confirm() -> None:
        confirm_day(office(), command(), required("day"))
        flash(_("Thank you. The date and the hour count as right."))

    return _perform(confirm)


def _check_hours() -> bool:
    """Whether serving hours have ended. Raises `no_right` while they last, but for managers."""
    over = day_end_view(office()).over
    actor = current_actor()
    if not over and not (actor is not None and actor.may(Right.MANAGE)):
        raise Refused("no_right")
    return over


def _perform(act: Callable[[], object]) -> Response:
    try:
        act()
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "live":
            raise  # the page shows the sentence without reloading
        flash(sentence(refused))
    return redirect(url_for("day_end.page"), 303)


def _render(template: str) -> str:
    document = office().document
    return render_template(
        template,
        view=day_end_view(office()),
        services={service.id: service for service in document.services},
        words=words,
        need=need,
    )
