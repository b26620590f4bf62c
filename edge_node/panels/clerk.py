"""The clerk's panel (Mój punkt obsługi): choose a counter, then one primary button at a time.

Two pages show the same machine of stages: the full panel and a strip of 340 px that stays beside
other programs. Every action is a form that works without scripts; what a rule refuses is said in
words on the page that the clerk looks at.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from edge_node.panels.clerk_actions import ACTIONS, EXTRA_RIGHTS
from edge_node.panels.clerk_words import DEEDS, ISSUING, PAUSE_REASONS, pause_reason
from edge_node.panels.needs import need
from edge_node.panels.session import office
from edge_node.views.clerk import ClerkView, Stage, clerk_view, own_seats
from queue_core.domain.errors import Refused
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint(
    "clerk",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/clerk-static",
)

_QUESTIONS = frozenset({"take-over", "panic", "evacuation", "end-evacuation"})
"""Actions that ask once more before they are done."""


@blueprint.get("/clerk")
@needs(Right.CALL)
def panel() -> Response | str:
    """The clerk's own counter if one is open here, else the list to choose from."""
    known = own_seats(office(), _browser())
    own = [seat for seat in known if seat.mine]
    if len(own) == 1 and "choose" not in request.args:
        return redirect(url_for("clerk.counter", counter=own[0].counter.id))
    return render_template("clerk_choose.html", seats=known, login=_login())


@blueprint.get("/clerk/<counter>")
@needs(Right.CALL)
def counter(counter: str) -> str:
    """The full panel."""
    return _page("clerk_panel.html", counter)


@blueprint.get("/clerk/<counter>/now")
@needs(Right.CALL)
@fragment
def now(counter: str) -> str:
    """The stage and its buttons."""
    return _page("clerk_now.html", counter)


@blueprint.get("/clerk/<counter>/lists")
@needs(Right.CALL)
@fragment
def lists(counter: str) -> str:
    """Who waits, is put aside or absent, and what was done."""
    return _page("clerk_lists.html", counter)


@blueprint.get("/clerk/<counter>/strip")
@needs(Right.CALL)
def strip(counter: str) -> str:
    """The same machine in a narrow window (B-40)."""
    return _page("clerk_strip.html", counter, strip=True)


@blueprint.get("/clerk/<counter>/strip/now")
@needs(Right.CALL)
@fragment
def strip_now(counter: str) -> str:
    """The stage and its buttons, for the strip."""
    return _page("clerk_now.html", counter, strip=True)


@blueprint.get("/clerk/<counter>/ask/<question>")
@needs(Right.CALL)
def ask(counter: str, question: str) -> str:
    """The second step of what must not happen by one slip."""
    if question not in _QUESTIONS:
        abort(404)
    return _page("clerk_ask.html", counter, strip="strip" in request.args, question=question)


@blueprint.post("/clerk/<counter>/<action>")
@needs(Right.CALL)
def perform(counter: str, action: str) -> Response:
    """Do what a button says, and come back to the page it stands on."""
    act = ACTIONS.get(action)
    if act is None:
        abort(404)
    try:
        _check_right(action)
        act(counter)
    except Refused as refused:
        if request.headers.get("X-Requested-With") == "live":
            raise  # the page shows the sentence without reloading
        flash(sentence(refused))
    page = "clerk.strip" if "strip" in request.args else "clerk.counter"
    return redirect(url_for(page, counter=counter), 303)


def _page(template: str, counter: str, *, strip: bool = False, **more: object) -> str:
    view = clerk_view(office(), counter, login=_login(), session=_browser())
    return render_template(template, view=view, strip=strip, **_words(view), **more)


def _words(view: ClerkView) -> dict[str, Any]:
    """What the templates of the panel need beside the view."""
    document = view.queue.office
    actor = current_actor()
    chosen = document.rules.call_chosen and actor is not None and actor.may(Right.CALL_CHOSEN)
    return {
        "Stage": Stage,
        "login": _login(),
        "services": {service.id: service for service in document.services},
        "given": _given(view),
        "may_choose": chosen,
        "may_end_alarm": actor is not None and actor.may(Right.END_ALARM),
        "other_seats": [c for c in document.counters if c.id != view.seat.counter.id],
        "DEEDS": DEEDS,
        "ISSUING": ISSUING,
        "PAUSE_REASONS": PAUSE_REASONS,
        "pause_reason": pause_reason,
        "need": need,
    }


def _given(view: ClerkView) -> list[str]:
    """Services to tick at the end of a visit: the ticket's own first, then the counter's."""
    own = [view.ticket.service] if view.ticket else []
    return own + sorted(view.seat.counter.services - set(own))


def _check_right(action: str) -> None:
    extra = EXTRA_RIGHTS.get(action)
    actor = current_actor()
    if extra is not None and (actor is None or not actor.may(extra)):
        raise Refused("no_right")


def _login() -> str:
    actor = current_actor()
    return actor.login if actor else ""


def _browser() -> str:
    return str(session.get("browser", ""))
