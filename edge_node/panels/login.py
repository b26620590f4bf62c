"""Signing in and out at the node, also when the Internet is away."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from edge_node.panels.menu import PAGES
from edge_node.panels.session import office, sign_in, sign_out
from edge_node.store.operators import check_password
from queue_core.domain.errors import Refused
from queue_core.web.access import current_actor, next_page, public
from queue_core.web.problems import sentence

blueprint = Blueprint("login", __name__, template_folder="templates")


@blueprint.get("/")
@public
def start() -> Response:
    """Staff go to the first panel that their rights open, others to the login."""
    actor = current_actor()
    if actor is None:
        return redirect(url_for("login.form"))
    first = next((page for page in PAGES if actor.may(*page.rights)), None)
    if first is None:
        raise Refused("no_right")
    return redirect(url_for(first.endpoint))


@blueprint.get("/login")
@public
def form() -> str:
    """The form."""
    return render_template("login.html", error=None, login="")


@blueprint.post("/login")
@public
def enter() -> Response | tuple[str, int]:
    """Check the password; wrong ones meet a growing delay, never a lock."""
    login = request.form.get("login", "").strip()
    try:
        sign_in(check_password(office(), login, request.form.get("password", "")))
    except Refused as refused:
        return render_template("login.html", error=sentence(refused), login=login), 422
    return redirect(next_page(url_for("login.start")))


@blueprint.post("/logout")
@public
def out() -> Response:
    """End the session of this browser."""
    sign_out()
    return redirect(url_for("login.form"))
