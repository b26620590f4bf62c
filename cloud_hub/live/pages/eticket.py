"""The page behind the QR code of a ticket: where it stands, and what its holder may ask for.

The address is the key, so no other site and no log may learn it. The trap: such a page sends no
Referer, so its forms stand on pages of their own (`queue_core.web.security.secret_link`).
"""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cloud_hub.live.eticket import Deed, Eticket, ask_for
from cloud_hub.live.notices import may_be_told, notices_of
from cloud_hub.live.pages.eticket_words import DEEDS, said, wish_said
from cloud_hub.live.pages.notice import early_words
from cloud_hub.live.pages.reading import age_seconds, keep_reader, read_token, with_age
from cloud_hub.live.pages.silence_words import silence_said
from cloud_hub.live.silence import silent_offices
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.domain.office import text
from queue_core.domain.wording.shown import hour, people_before, wait_range
from queue_core.web.access import public
from queue_core.web.fragments import fragment
from queue_core.web.security import secret_link
from queue_core.web.texts import language

blueprint = Blueprint(
    "eticket",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/live-static",
)
blueprint.record(keep_reader)


@blueprint.get("/t/<token>")
@secret_link
@public
@fragment
def page(token: str) -> Response:
    """The whole page."""
    return _render("eticket.html", token)


@blueprint.get("/t/<token>/now")
@secret_link
@public
@fragment
def now(token: str) -> Response:
    """The part that changes."""
    return _render("eticket_now.html", token)


@blueprint.get("/t/<token>/<any('cancel', 'leave', 'let_pass', 'arrive'):deed>")
@public
def ask(token: str, deed: str) -> AnyResponse:
    """What will happen, and the form that does it. Nothing to be asked: back to the ticket."""
    e = read_token(token)
    if Deed(deed) not in e.deeds:
        return redirect(url_for(".page", token=token))
    asked = render_template(
        "eticket_ask.html", e=e, words=DEEDS[Deed(deed)], deed=deed, delays_left=e.delays_left
    )
    answer = make_response(asked)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/t/<token>/<any('cancel', 'leave', 'let_pass', 'arrive'):deed>")
@public
def do(token: str, deed: str) -> AnyResponse:
    """Ask for it once; the ticket's page shows what becomes of it."""
    command = Command(id=request.form.get("request_id") or None, route="eticket")
    ask_for(hub(), command, read_token(token).token, Deed(deed))
    return redirect(url_for(".page", token=token))


def _render(template: str, token: str) -> Response:
    e = read_token(token)
    instant = hub().clock.now()
    age = age_seconds(e.queue, instant)
    shown = render_template(
        template,
        e=e,
        said=said(e, instant),
        wish=wish_said(e.wish) if e.wish else None,
        deeds=[(deed.value, DEEDS[deed]) for deed in e.deeds],
        before=_before(e),
        wait=_wait(e),
        service=_service(e),
        may_be_told=may_be_told(e),
        notices=[early_words(one.nearness) for one in notices_of(hub(), token)],
        silence=_silence(e),
        age=age,
        at=_hour(e, e.queue.seen_at if e.queue else None),
    )
    return with_age(shown, age)


def _before(e: Eticket) -> str | None:
    return people_before(e.people_before, language()) if e.people_before is not None else None


def _wait(e: Eticket) -> str | None:
    return wait_range(e.wait.low, e.wait.high, language()) if e.wait else None


def _service(e: Eticket) -> str:
    service = e.queue.office.service(e.service) if e.queue else None
    return text(service.names, language()) if service else ""


def _hour(e: Eticket, at: datetime | None) -> str | None:
    return hour(at.astimezone(e.queue.office.zone)) if e.queue and at else None


def _silence(e: Eticket) -> list[str]:
    """The office of the ticket if it is silent; for a ticket not heard of, all that are."""
    own = e.queue.office.id if e.queue else None
    return [silence_said(one) for one in silent_offices(hub()) if own in (None, one.office)]
