"""Devices and status: what works, what wants a hand, papers, alarms, and the machine itself.

Whoever looks after the machine needs no other page. Every button here is one use case.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.alarm import end_evacuation, end_panic
from edge_node.office.day import end_evacuation_and_day
from edge_node.office.papers import drop_print, print_test, retry_print
from edge_node.panels import reception_words as words
from edge_node.panels.kiosk_voice import current_reader
from edge_node.panels.session import command, office
from edge_node.panels.status_words import PROCESSES, size
from edge_node.store.unit import Command, Office
from edge_node.views.status import status_view
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, needs
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint("status", __name__, template_folder="templates")

_STAFF = (Right.DEVICES, Right.MANAGE)
_OF_PAPER: dict[str, Callable[[Office, Command, int], object]] = {
    "retry": retry_print,
    "drop": drop_print,
}
_EVACUATION_ENDS: dict[str, Callable[[Office, Command], object]] = {
    "keep": end_evacuation,
    "close-day": end_evacuation_and_day,
}


@blueprint.get("/status")
@needs(*_STAFF)
def page() -> str:
    """The whole page."""
    return _render("status.html")


@blueprint.get("/status/now")
@needs(*_STAFF)
@fragment
def now() -> str:
    """Its living part."""
    return _render("status_now.html")


@blueprint.post("/status/job/<int:job>/<action>")
@needs(*_STAFF, Right.RECEPTION)
def change_paper(job: int, action: str) -> Response:
    """Print a paper again, or give it up."""
    use = _OF_PAPER.get(action)
    if use is None:
        abort(404)
    return _perform(lambda: use(office(), command(), job))


@blueprint.post("/status/printer/<printer>/test")
@needs(*_STAFF)
def test_printer(printer: str) -> Response:
    """Print a test page with all Polish letters."""
    return _perform(lambda: print_test(office(), command(), printer))


@blueprint.get("/status/evacuation")
@needs(Right.END_ALARM)
def ask_evacuation() -> str:
    """The second step: how an evacuation ends."""
    return _render("status_evacuation.html")


@blueprint.post("/status/evacuation/<outcome>")
@needs(Right.END_ALARM)
def stop_evacuation(outcome: str) -> Response:
    """End the evacuation, with the same queue or with the day."""
    use = _EVACUATION_ENDS.get(outcome)
    if use is None:
        abort(404)
    return _perform(lambda: use(office(), command()))


@blueprint.post("/status/panic/<int:alarm>")
@needs(*_STAFF, Right.END_ALARM)
def stop_panic(alarm: int) -> Response:
    """The danger at a counter is over."""
    return _perform(lambda: end_panic(office(), command(), alarm))


def _perform(act: Callable[[], object]) -> Response:
    try:
        act()
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "live":
            raise  # the page shows the sentence without reloading
        flash(sentence(refused))
    return redirect(url_for("status.page"), 303)


def _render(template: str) -> str:
    view = status_view(office())
    return render_template(
        template,
        view=view,
        services={service.id: service for service in view.queue.office.services},
        words=words,
        reader=current_reader(),
        PROCESSES=PROCESSES,
        size=size,
    )
