"""Signing in and out, and the session of staff in one browser, for node and hub alike.

Knows no accounts: the application checks the password and reads the rights at each request, so an
account that is switched off is out at once. A session ends after some hours and work extends it
(B-168).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from queue_core.domain.errors import Refused
from queue_core.web.access import current_actor, next_page, public
from queue_core.web.problems import sentence
from queue_core.web.site import Page

_LASTING = ("browser", "csrf_token")
"""What stays for the same person in the same browser, unless they signed out."""


@dataclass(frozen=True)
class StaffSessions:
    """Sessions by the application's clock; `hours` is asked when one begins or is extended."""

    now: Callable[[], datetime]
    hours: Callable[[], float]

    def begin(self, login: str) -> None:
        """Begin a session of this person in this browser.

        Whose session has ended goes on with it: an open counter stays the own one, and a form that
        waits in another window can still be sent.
        """
        kept = {name: session[name] for name in _LASTING if name in session}
        same = session.get("login") == login
        session.clear()
        session.update({"browser": secrets.token_urlsafe(12)} | (kept if same else {}))
        session["login"] = login
        session["until"] = self._limit()

    def login(self) -> str | None:
        """Whose session this is; None without one, or when it is over. Work extends it."""
        login, until = session.get("login"), session.get("until")
        if not login or not until or datetime.fromisoformat(until) < self.now():
            return None
        if request.method == "POST":
            session["until"] = self._limit()
        return str(login)

    def _limit(self) -> str:
        return (self.now() + timedelta(hours=self.hours())).isoformat()


def login_blueprint(
    sessions: StaffSessions, check: Callable[[str, str], object], pages: tuple[Page, ...]
) -> Blueprint:
    """The login, its end, and the way from there to the first page that a person may see.

    `check` takes login and password and raises `wrong_password` or `too_many_tries`; wrong ones
    meet a growing delay, never a lock.
    """
    blueprint = Blueprint("login", __name__)

    @blueprint.get("/")
    @public
    def start() -> Response:
        actor = current_actor()
        if actor is None:
            return redirect(url_for("login.form"))
        first = next((page for page in pages if actor.may(*page.rights)), None)
        if first is None:
            raise Refused("no_right")
        return redirect(url_for(first.endpoint))

    @blueprint.get("/login")
    @public
    def form() -> str:
        return render_template("login.html", error=None, login="")

    @blueprint.post("/login")
    @public
    def enter() -> Response | tuple[str, int]:
        login = request.form.get("login", "").strip()
        try:
            check(login, request.form.get("password", ""))
        except Refused as refused:
            return render_template("login.html", error=sentence(refused), login=login), 422
        sessions.begin(login)
        return redirect(next_page(url_for("login.start")))

    @blueprint.post("/logout")
    @public
    def out() -> Response:
        session.clear()
        return redirect(url_for("login.form"))

    return blueprint
