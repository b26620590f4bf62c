"""The kiosk (biletomat): choose a matter, get a number, go home; at most two taps to paper.

Every page works by plain links and forms; scripts add the count, the keys, the voice and the
"printing" state. The trap: nothing of a person may stay, so every page forbids storing and the
whole choice stands in its address (see `kiosk_wish`).
"""

import time

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.issuing import Order
from edge_node.office.visit import issue_visit
from edge_node.panels.kiosk_page import go, live_as_kiosk, page, wish_at
from edge_node.panels.kiosk_wish import Wish
from edge_node.panels.session import command, office
from edge_node.store.devices import report_device
from edge_node.store.unit import Command
from edge_node.views.kiosk import kiosk_button, kiosk_of, kiosk_view
from edge_node.views.kiosk_later import later_matters
from edge_node.views.kiosk_ticket import taken_tickets
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import Priority
from queue_core.web.access import device
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint(
    "kiosk",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/kiosk-static",
)
live_as_kiosk(blueprint)

_EXPLAINED_BY_MATTER = frozenset(
    {"service_closed", "limit_reached", "stopped_for_today", "last_ticket_hour_passed"}
)
_HEARTBEAT_SECONDS = 60.0


@blueprint.get("/kiosk/<kiosk>")
@device
def choice(kiosk: str) -> str:
    """The first screen: the matters, or why there are none now."""
    return _choice("kiosk.html", kiosk)


@blueprint.get("/kiosk/<kiosk>/now")
@device
@fragment
def now(kiosk: str) -> str:
    """The matters with the numbers of this moment."""
    return _choice("kiosk_now.html", kiosk)


@blueprint.get("/kiosk/<kiosk>/clock")
@device
@fragment
def clock(kiosk: str) -> str:
    """Date and hour of the node; asked for so often that it is also the kiosk's sign of life."""
    _hear(kiosk)
    return page("kiosk_clock.html", kiosk)


@blueprint.get("/kiosk/<kiosk>/size.css")
@device
def size(kiosk: str) -> Response:
    """How large a millimetre is on this kiosk's screen."""
    pixels = kiosk_of(office().document, kiosk).pixels_per_mm
    return Response(f":root {{ --mm: {pixels:g}px; }}\n", mimetype="text/css")


@blueprint.get("/kiosk/<kiosk>/matter/<service>")
@device
def matter(kiosk: str, service: str) -> str:
    """What a matter without tickets has to say: an information, or why it is closed."""
    later = [known.id for known in later_matters(office(), kiosk)]
    button = kiosk_button(office(), kiosk, service)
    return page("kiosk_matter.html", kiosk, button=button, later=later)


@blueprint.post("/kiosk/<kiosk>/tickets")
@device
def issue(kiosk: str) -> Response:
    """Issue what was chosen, and show it; a refusal leads to the page that explains it."""
    wish = wish_at(kiosk)
    matters = tuple(request.form.getlist("service"))[:5]
    try:
        ids = _issue(kiosk, wish, matters)
    except Refused as refused:
        if refused.code in _EXPLAINED_BY_MATTER and len(matters) == 1:
            return go(url_for(".matter", kiosk=kiosk, service=matters[0], **wish.but()))
        flash(sentence(refused))
        return go(url_for(".choice", kiosk=kiosk, lang=wish.lang))
    return go(url_for(".taken", kiosk=kiosk, ticket=ids, **wish.look()))


@blueprint.get("/kiosk/<kiosk>/tickets")
@device
def taken(kiosk: str) -> str | Response:
    """The numbers just taken; a moment later this address leads to the first screen (B-9)."""
    shown = taken_tickets(office(), kiosk, request.args.getlist("ticket"))
    if not shown:
        return redirect(url_for(".choice", kiosk=kiosk))
    return page("kiosk_ticket.html", kiosk, taken=shown)


@blueprint.get("/kiosk/<kiosk>/tickets/now")
@device
@fragment
def taken_now(kiosk: str) -> str:
    """The numbers just taken, with what is known of their paper at this moment."""
    shown = taken_tickets(office(), kiosk, request.args.getlist("ticket"))
    return page("kiosk_ticket_now.html", kiosk, taken=shown)


def _issue(kiosk: str, wish: Wish, matters: tuple[str, ...]) -> list[str]:
    if not matters:
        raise Refused("unknown_service")
    for service in matters:
        kiosk_button(office(), kiosk, service)
    first, *more = matters
    allowed = kiosk_of(office().document, kiosk).priority_button
    order = Order(
        service=first,
        language=wish.lang,
        priority=Priority.FIRST if wish.priority and allowed else Priority.NORMAL,
        need=wish.need or None,
        kiosk=kiosk,
        more_services=tuple(more),
    )
    return [ticket.id for ticket in issue_visit(office(), command(), order)]


def _choice(template: str, kiosk: str) -> str:
    wish = wish_at(kiosk)
    view = kiosk_view(office(), kiosk, wish.folder, wish.page)
    return page(template, kiosk, view=view, wish=wish, later=later_matters(office(), kiosk))


def _hear(kiosk: str) -> None:
    """Tell the staff's status page that this kiosk lives; seldom, because each word is a write."""
    heard_at: dict[str, float] = current_app.extensions.setdefault("okienko_kiosks", {})
    moment = time.monotonic()
    if moment - heard_at.get(kiosk, -_HEARTBEAT_SECONDS) < _HEARTBEAT_SECONDS:
        return
    kiosk_of(office().document, kiosk)
    heard_at[kiosk] = moment
    report_device(office(), Command(route="kiosk"), f"kiosk:{kiosk}", "kiosk", "ok")
