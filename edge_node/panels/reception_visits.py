"""Booked visits at the reception: found by what a person can say, shown in large type with the
rule beside them, let in or not (U-15).

The trap: names and phone numbers are searched by POST, so that they stand in no address.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.arrivals import arrive_at_reception, read_qr, undo_arrival
from edge_node.office.rebooking import take_walk_in_instead
from edge_node.panels.reception_actions import required, text
from edge_node.panels.reception_page import page_words
from edge_node.panels.session import command, office
from edge_node.store.unit import fact
from edge_node.views.reception import reception_view
from edge_node.views.ticket_search import find_tickets
from edge_node.views.visits import Visit, visit_of, visits_found
from queue_core.domain.booking.visit_qr import LONGEST, looks_like_visit
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import Ticket
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.problems import sentence

blueprint = Blueprint("reception_visits", __name__, template_folder="templates")

_SHOWN_AT_ONCE = 60


@blueprint.get("/reception/find")
@needs(Right.RECEPTION)
def found() -> Response:
    """Where another language leads from a list of what was found: the search is not repeated."""
    return redirect(url_for("reception.panel", lang=request.args.get("lang")))


@blueprint.post("/reception/find")
@needs(Right.RECEPTION)
def find() -> Response | str:
    """Search; one match opens."""
    asked = request.form.get("q", "").strip()[:LONGEST]
    try:
        return search(asked)
    except Refused as refused:
        flash(sentence(refused))
        return redirect(url_for("reception.panel"), 303)


def search(asked: str) -> Response | str:
    """The page of the one visit or ticket that fits, else the list of all.

    Raises `unknown_code` and `other_office` for a QR code of a visit.
    """
    if looks_like_visit(asked):
        return redirect(url_for(".visit", id=read_qr(office(), command(), asked)), 303)
    visits, tickets = _found(asked) if asked else ([], [])
    if len(visits) + len(tickets) == 1:
        return redirect(_address(visits, tickets), 303)
    return render_template(
        "reception_panel.html",
        view=reception_view(office()),
        asked=asked,
        visits=visits,
        found=tickets,
        issued=(),
        **page_words(),
    )


@blueprint.get("/reception/visit/<id>")
@needs(Right.RECEPTION)
def visit(id: str) -> str:
    """One visit: its day, hour and place in large type, and what the rule says now."""
    shown = visit_of(office(), id)
    return render_template(
        "reception_visit.html",
        visit=shown,
        today=fact(office().database.read(), "day"),
        may_override=_may_override(),
        **page_words(),
    )


@blueprint.post("/reception/visit/<id>/<action>")
@needs(Right.RECEPTION)
def change(id: str, action: str) -> Response:
    """Do what a button of the visit's page says."""
    act = _ACTIONS.get(action)
    if act is None:
        abort(404)
    page = url_for(".visit", id=id)
    try:
        page = act(id) or page
    except Refused as refused:
        flash(sentence(refused))
    return redirect(page, 303)


def _arrive(id: str) -> None:
    arrive_at_reception(office(), command(), id, printer=text("printer"))


def _override(id: str) -> None:
    if not _may_override():
        raise Refused("no_right")
    reason = required("reason")
    arrive_at_reception(office(), command(), id, reason, printer=text("printer"))


def _undo(id: str) -> None:
    own = visit_of(office(), id).ticket
    undo_arrival(office(), command(), own.id if own else "")


def _walk_in(id: str) -> str:
    issued = take_walk_in_instead(office(), command(), id, text("printer") or None)
    return url_for("reception.ticket", id=issued.id)


_ACTIONS: dict[str, Callable[[str], str | None]] = {
    "arrive": _arrive,
    "override": _override,
    "undo": _undo,
    "walk-in": _walk_in,
}
"""What the buttons do; an address in return leads to another page."""


def _found(asked: str) -> tuple[list[Visit], list[Ticket]]:
    """What fits, each once: a ticket of a visit stands with its visit."""
    connection = office().database.read()
    day = fact(connection, "day") or ""
    tickets = find_tickets(connection, day, asked, office().document.zone)
    visits = visits_found(office(), asked)
    known = {visit.booking.id for visit in visits}
    by_ticket = [t.booking for t in tickets if t.booking and t.booking not in known]
    visits += [visit_of(office(), id) for id in dict.fromkeys(by_ticket)]
    return visits[:_SHOWN_AT_ONCE], [t for t in tickets if not t.booking][:_SHOWN_AT_ONCE]


def _address(visits: list[Visit], tickets: list[Ticket]) -> str:
    if visits:
        return url_for(".visit", id=visits[0].booking.id)
    return url_for("reception.ticket", id=tickets[0].id)


def _may_override() -> bool:
    actor = current_actor()
    return actor is not None and actor.may(Right.OVERRIDE_ARRIVAL)
