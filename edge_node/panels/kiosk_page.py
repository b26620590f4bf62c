"""Renders a page of the kiosk with its words, and the faults that lead back to the first screen."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from edge_node.panels.kiosk_voice import current_reader
from edge_node.panels.kiosk_wish import Wish, asked
from edge_node.panels.kiosk_words import (
    BOOKING_HELPS,
    PAPER,
    TITLES,
    VISIT_PAPER,
    opening,
    shortly,
    why,
)
from edge_node.panels.needs import need_offered
from edge_node.panels.session import office
from edge_node.store.hub_news import hub_silent_since
from edge_node.views.kiosk import Halt, Kind, kiosk_of
from queue_core.domain.errors import Refused
from queue_core.domain.office import text
from queue_core.domain.wording.shown import hour, long_date, people_before, wait_range
from queue_core.web.problem_table import problem
from queue_core.web.problems import answer, sentence
from queue_core.web.qr import qr_svg
from queue_core.web.texts import language

_TABLES: dict[str, Any] = {
    "Kind": Kind,
    "Halt": Halt,
    "shortly": shortly,
    "why": why,
    "TITLES": TITLES,
    "BOOKING_HELPS": BOOKING_HELPS,
    "PAPER": PAPER,
    "VISIT_PAPER": VISIT_PAPER,
    "need": need_offered,
    "qr_svg": qr_svg,
}


def live_as_kiosk(blueprint: Blueprint) -> None:
    """Let no page of the blueprint be kept, and every fault lead back to the first screen."""

    def keep_nothing(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    blueprint.after_request(keep_nothing)
    blueprint.register_error_handler(Refused, refused_page)
    blueprint.register_error_handler(CSRFError, expired_page)
    blueprint.register_error_handler(HTTPException, fault_page)


def wish_at(kiosk: str) -> Wish:
    """What the person at this kiosk has chosen so far. Raises `Unknown("kiosk")`."""
    document = office().document
    kiosk_of(document, kiosk)
    return asked(tuple(need for counter in document.counters for need in counter.needs))


def page(template: str, kiosk: str, **more: Any) -> str:
    """A page of the kiosk in the language of its address. Raises `Unknown("kiosk")`."""
    wish: Wish = more.pop("wish", None) or wish_at(kiosk)
    document, moment, spoken = office().document, office().clock.now(), language()
    local = moment.astimezone(document.zone)
    return render_template(
        template,
        wish=wish,
        kiosk=kiosk_of(document, kiosk),
        document=document,
        hour=hour(local),
        date=long_date(local.date(), spoken),
        offline_since=hub_silent_since(office().database.read(), moment),
        node_speaks=bool((reader := current_reader()) and not reader.trouble),
        here=lambda **changes: _here(wish, changes),
        local_hour=lambda at: hour(at.astimezone(document.zone)),
        local_date=lambda at: at.astimezone(document.zone).date(),
        day_in_words=lambda day: long_date(day, spoken),
        opening=lambda at: opening(at, moment, document.zone, spoken),
        in_words=lambda texts: text(texts, spoken) if texts else "",
        people_before=lambda count: people_before(count, spoken),
        wait_range=lambda low, high: wait_range(low, high, spoken),
        **_TABLES,
        **more,
    )


def go(there: str) -> Response:
    """The next page, for a browser; its address, for the script that says "printing" meanwhile."""
    if request.headers.get("X-Requested-With") == "kiosk":
        return Response(there, mimetype="text/plain")
    return redirect(there, 303)


def refused_page(refused: Refused) -> Response | tuple[str, int]:
    """A refusal in words, then the first screen."""
    return _failed(refused.code, problem(refused.code).status, sentence(refused))


def expired_page(_error: CSRFError) -> Response | tuple[str, int]:
    """The form was made before the node was set up anew."""
    return refused_page(Refused("form_expired"))


def fault_page(error: HTTPException) -> Response | tuple[str, int]:
    """Any other fault: the person need not know which."""
    code = "not_found" if error.code == 404 else "unavailable"
    return _failed(code, error.code or 500, sentence(Refused(code)))


def _failed(code: str, status: int, told: str) -> Response | tuple[str, int]:
    """A page that goes home by itself: nobody at a kiosk can close it."""
    if request.headers.get("X-Requested-With") == "live":
        return answer(code, status=status)
    kiosk = (request.view_args or {}).get("kiosk", "")
    known = any(one.id == kiosk for one in office().document.kiosks)
    home = url_for("kiosk.choice", kiosk=kiosk) if known else None
    return render_template("kiosk_error.html", told=told, home=home), status


def _here(wish: Wish, changes: dict[str, object]) -> str:
    """The present page with another look or language; the numbers just taken stay on it."""
    endpoint = request.endpoint or "kiosk.choice"
    parameters: dict[str, Any] = (request.view_args or {}) | wish.but(**changes)
    return url_for(endpoint, ticket=request.args.getlist("ticket"), **parameters)
