"""The reception (Recepcja): find a ticket, issue one, put things right, see the whole floor.

Search comes first and one match opens at once. Every action is a form that works without
scripts; what a rule refuses is said in words on the page that the person looks at.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from edge_node.panels.reception_actions import KIOSK_ACTIONS, PAPER_ACTIONS, TICKET_ACTIONS, issue
from edge_node.panels.reception_page import page_words
from edge_node.panels.reception_visits import search
from edge_node.panels.session import office
from edge_node.views.reception import reception_view, ticket_page
from edge_node.views.ticket_state import TicketState, ticket_states
from queue_core.domain.errors import Refused, Unknown
from queue_core.web.access import Right, needs
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint(
    "reception",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/reception-static",
)


@blueprint.get("/reception")
@needs(Right.RECEPTION)
def panel() -> Response | str:
    """Search, issue, and the floor. A search with one match opens that ticket."""
    asked = request.args.get("q", "").strip()[:100]
    if asked:
        return search(asked)
    return _page("reception_panel.html", asked="", visits=(), found=(), issued=_issued())


@blueprint.get("/reception/now")
@needs(Right.RECEPTION)
@fragment
def now() -> str:
    """The floor: what wants attention, counters, matters, people."""
    return _page("reception_now.html")


@blueprint.post("/reception/issue")
@needs(Right.RECEPTION)
def give_out() -> Response:
    """Issue tickets and show their numbers."""
    try:
        ids = [ticket.id for ticket in issue()]
    except Refused as refused:
        flash(sentence(refused))
        return redirect(url_for("reception.panel"), 303)
    return redirect(url_for("reception.panel", issued=",".join(ids)), 303)


@blueprint.get("/reception/ticket/<id>")
@needs(Right.RECEPTION)
def ticket(id: str) -> str:
    """One ticket in large type: what it is, what can be done, what happened (B-130)."""
    view = ticket_page(office(), id)
    return render_template("reception_ticket.html", page=view, **page_words())


@blueprint.post("/reception/ticket/<id>/<action>")
@needs(Right.RECEPTION)
def change_ticket(id: str, action: str) -> Response:
    """Do what a button of the ticket's page says."""
    return _perform(TICKET_ACTIONS.get(action), id, url_for("reception.ticket", id=id))


@blueprint.post("/reception/kiosk/<kiosk>/<action>")
@needs(Right.BLOCK_KIOSK)
def change_kiosk(kiosk: str, action: str) -> Response:
    """Block a kiosk with a text, or release it (B-14)."""
    return _perform(KIOSK_ACTIONS.get(action), kiosk, url_for("reception.panel"))


@blueprint.post("/reception/paper/<job>/<action>")
@needs(Right.RECEPTION)
def change_paper(job: str, action: str) -> Response:
    """Print a copy of the office again, or give it up (B-11)."""
    return _perform(PAPER_ACTIONS.get(action), job, url_for("reception.panel"))


def _perform(action: Callable[[str], object] | None, id: str, page: str) -> Response:
    if action is None:
        abort(404)
    try:
        action(id)
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "live":
            raise  # the page shows the sentence without reloading
        flash(sentence(refused))
    return redirect(page, 303)


def _issued() -> list[TicketState]:
    """The tickets just given out, as the address names them."""
    ids = [id for id in request.args.get("issued", "").split(",") if id][:10]
    try:
        return ticket_states(office(), [ticket_page(office(), id).ticket for id in ids])
    except Unknown:
        return []


def _page(template: str, **more: object) -> str:
    return render_template(template, view=reception_view(office()), **page_words(), **more)
