"""The pages of the demo application; each shows one way to use the shared parts."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from queue_core.domain.errors import Refused
from queue_core.web.access import Right, device, needs, public, signed_in
from queue_core.web.charts import Bar
from queue_core.web.fragments import fragment
from queue_core.web.security import embeddable, tokenless

BARS = [Bar("8–9", 12, "12"), Bar("9–10", 31, "31"), Bar("10–11", 0, "0")]

pages = Blueprint("demo", __name__, template_folder="templates")


def _office() -> Any:
    return current_app.extensions["office"]


@pages.get("/")
@public
@embeddable
def start() -> str:
    return render_template("demo_public.html", errors=[], bars=BARS)


@pages.get("/wrong")
@public
def wrong() -> str:
    errors = [{"field": "phone", "text": "Prosimy wpisać telefon."}]
    return render_template("demo_public.html", errors=errors, bars=BARS)


@pages.get("/login")
@public
def login() -> str:
    return "login"


@pages.post("/leave")
@signed_in
def leave() -> str:
    return "left"


@pages.get("/clerk")
@needs(Right.CALL)
def clerk() -> str:
    return render_template("demo_clerk.html", office=_office())


@pages.get("/clerk/now")
@needs(Right.CALL)
@fragment
def now() -> str:
    return render_template("_demo_now.html", office=_office())


@pages.post("/clerk/call")
@needs(Right.CALL)
def call() -> Response:
    office = _office()
    office.calls += 1
    office.call(f"A{office.calls + 1:03}")
    return redirect(url_for("demo.clerk"))


@pages.post("/clerk/refused")
@needs(Right.CALL)
def refused() -> str:
    raise Refused("counter_busy", number=_office().number)


@pages.get("/board")
@device
def board() -> str:
    return render_template("demo_board.html", office=_office())


@pages.get("/board/now")
@device
@fragment
def hero() -> str:
    return render_template("_demo_hero.html", office=_office())


@pages.post("/board/painted")
@device
@tokenless
def painted() -> tuple[str, int]:
    _office().painted.append(request.get_json())
    return "", 204


@pages.get("/manage")
@needs(Right.MANAGE)
def manage() -> str:
    return "manage"
