""" "Umów wizytę na inny dzień": a matter, a day, an hour, a phone for a reminder if wanted, paper.

The kiosk sells only the office's own seats, so it works while the office is cut off. The trap: a
phone number is typed here, so it travels in the body of a form and stands in no address.
"""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.leased_sales import Desk, Wish, sell_leased
from edge_node.panels.kiosk_page import go, live_as_kiosk, page, wish_at
from edge_node.panels.session import command, office
from edge_node.views.kiosk_later import (
    booked_visit,
    later_days,
    later_hours,
    later_matter,
    later_matters,
)
from queue_core.domain.booking.phone import POLISH_DIGITS
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.domain.office import Service
from queue_core.web.access import device
from queue_core.web.fragments import fragment
from queue_core.web.problems import sentence

blueprint = Blueprint("kiosk_later", __name__, template_folder="templates")
live_as_kiosk(blueprint)

_START = "%Y%m%dT%H%M"


@blueprint.get("/kiosk/<kiosk>/later")
@device
def matters(kiosk: str) -> str | Response:
    """The matter; where there is one only, its days. Without any the first screen comes back."""
    found = later_matters(office(), kiosk)
    if not found:
        return redirect(url_for("kiosk.choice", kiosk=kiosk, **wish_at(kiosk).look()))
    if len(found) == 1:
        return redirect(_at("days", kiosk, found[0].id))
    return page("kiosk_later_matters.html", kiosk, matters=found)


@blueprint.get("/kiosk/<kiosk>/later/<service>")
@device
def days(kiosk: str, service: str) -> str:
    """The days that have a free hour."""
    matter = later_matter(office(), kiosk, service)
    found = later_days(office(), service, wish_at(kiosk).page)
    return _step("days", kiosk, matter, found=found)


@blueprint.get("/kiosk/<kiosk>/later/<service>/<day>")
@device
def hours(kiosk: str, service: str, day: str) -> str | Response:
    """The free hours of a day; a day that has none leads back to the days."""
    matter = later_matter(office(), kiosk, service)
    on = _day(day)
    found = later_hours(office(), service, on, wish_at(kiosk).page)
    if not found.shown:
        return redirect(_at("days", kiosk, service))
    return _step("hours", kiosk, matter, day=on, found=found)


@blueprint.route("/kiosk/<kiosk>/later/<service>/at/<start>", methods=["GET", "POST"])
@device
def phone(kiosk: str, service: str, start: str) -> str:
    """The phone number for the reminder; without scripts each press adds one `digit`."""
    matter = later_matter(office(), kiosk, service)
    typed = request.form.get("phone", "") + request.form.get("digit", "")
    digits = "".join(sign for sign in typed if sign in "0123456789")[:POLISH_DIGITS]
    at = _start(start)
    day = local_day(at, office().document.zone)
    typed_so_far = {"digits": digits, "longest": POLISH_DIGITS}
    return _step("phone", kiosk, matter, start=at, day=day, **typed_so_far)


@blueprint.post("/kiosk/<kiosk>/later/<service>/at/<start>/booked")
@device
def book(kiosk: str, service: str, start: str) -> Response:
    """Book, and show the number; an hour that is gone leads back to the hours of its day."""
    wish, at = wish_at(kiosk), _start(start)
    wanted = Wish(service, at, language=wish.lang, phone=request.form.get("phone", "")[:20])
    try:
        visit = sell_leased(office(), command(), wanted, Desk("kiosk", kiosk))
    except Refused as refused:
        flash(sentence(refused))
        return go(_after(refused, kiosk, service, at))
    return go(url_for(".booked", kiosk=kiosk, visit=visit.id, **wish.look()))


@blueprint.get("/kiosk/<kiosk>/visits/<visit>")
@device
def booked(kiosk: str, visit: str) -> str | Response:
    """The visit just booked; a moment later this address leads to the first screen (B-9)."""
    shown = booked_visit(office(), kiosk, visit)
    if shown is None:
        return redirect(url_for("kiosk.choice", kiosk=kiosk))
    return page("kiosk_later_booked.html", kiosk, visit=shown)


@blueprint.get("/kiosk/<kiosk>/visits/<visit>/now")
@device
@fragment
def booked_now(kiosk: str, visit: str) -> str:
    """The visit just booked, with what is known of its paper at this moment."""
    shown = booked_visit(office(), kiosk, visit)
    return page("kiosk_later_booked_now.html", kiosk, visit=shown)


def _after(refused: Refused, kiosk: str, service: str, at: datetime) -> str:
    if refused.code == "bad_phone":
        return _at("phone", kiosk, service, start=at.strftime(_START))
    if refused.code == "term_taken":
        day = local_day(at, office().document.zone)
        return _at("hours", kiosk, service, day=day.isoformat())
    return url_for("kiosk.choice", kiosk=kiosk, **wish_at(kiosk).look())


def _step(step: str, kiosk: str, matter: Service, **shown: Any) -> str:
    """A page of a step; `to` in it leads to another step about the same matter."""

    def to(step: str, page: int = 1, **where: Any) -> str:
        return _at(step, kiosk, matter.id, page=page, **where)

    return page(f"kiosk_later_{step}.html", kiosk, matter=matter, to=to, **shown)


def _at(step: str, kiosk: str, service: str, *, page: int = 1, **where: Any) -> str:
    parameters: dict[str, Any] = where | wish_at(kiosk).but(page=page)
    return url_for(f".{step}", kiosk=kiosk, service=service, **parameters)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise Refused("not_found") from error


def _start(words: str) -> datetime:
    try:
        return datetime.strptime(words, _START).replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused("not_found") from error
