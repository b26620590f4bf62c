""" "Tell me when my turn is near": where to write and how early, asked from the e-ticket.

The trap: the number typed here is nobody's proven one, so messages to it are few and counted.
"""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from cloud_hub.defence.doors import check_notice
from cloud_hub.live.eticket import Eticket
from cloud_hub.live.notices import (
    NoticeWish,
    ask_notice,
    may_be_told,
    notices_of,
    office_of,
    reached_by,
    withdraw_notices,
)
from cloud_hub.live.pages.reading import keep_reader, read_token
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.domain.errors import Refused
from queue_core.domain.near import Nearness
from queue_core.web.access import public
from queue_core.web.problems import sentence
from queue_core.web.texts import language

blueprint = Blueprint("turn_notice", __name__, template_folder="templates")
blueprint.record(keep_reader)

EARLY: dict[str, Nearness] = {
    "people_3": Nearness(people=3),
    "people_1": Nearness(people=1),
    "minutes_15": Nearness(minutes=15),
    "minutes_30": Nearness(minutes=30),
}
"""How early, as one may choose; the first is what stands chosen."""


@blueprint.get("/t/<token>/notice")
@public
def page(token: str) -> Response:
    """The question, and what was asked for already. Nothing to wait for: back to the ticket."""
    e = read_token(token)
    if not may_be_told(e):
        return redirect(url_for("eticket.page", token=token))
    return _form(e, {}, {})


@blueprint.post("/t/<token>/notice")
@public
def ask(token: str) -> Response:
    """Take the wish, or say beside the field what is wrong."""
    e = read_token(token)
    given = {"contact": request.form.get("contact", "").strip()[:200]}
    early = request.form.get("early", "")
    if early not in EARLY:
        return _form(e, given, {"early": _("Please choose how early.")})
    given["early"] = early
    try:
        reached_by(given["contact"])
    except Refused:
        wrong = _("Please type a phone number or an e-mail address.")
        return _form(e, given, {"contact": wrong})
    try:
        check_notice(given["contact"])
        wish = NoticeWish(given["contact"], EARLY[early], language())
        ask_notice(hub(), Command(route="eticket"), office_of(e), token, wish)
    except Refused as refused:
        return _form(e, given, {"contact": sentence(refused)})
    flash(_("We will tell you when your turn is near."))
    return redirect(url_for("eticket.page", token=token))


@blueprint.post("/t/<token>/no-notice")
@public
def withdraw(token: str) -> Response:
    """Forget the wish and the contact."""
    read_token(token)
    withdraw_notices(hub(), Command(route="eticket"), token)
    flash(_("We will not write to you, and your contact is erased."))
    return redirect(url_for("eticket.page", token=token))


def early_words(wished: Nearness) -> str:
    """How early, in words."""
    if wished.minutes is not None:
        return str(_("about %(minutes)s minutes before my turn", minutes=wished.minutes))
    people = wished.people or 0
    return str(
        ngettext("when %(num)s person is before me", "when %(num)s people are before me", people)
    )


def _form(e: Eticket, given: dict[str, str], wrong: dict[str, str]) -> Response:
    shown = render_template(
        "eticket_notice.html",
        e=e,
        given=given,
        wrong=wrong,
        errors=[{"field": name, "text": text} for name, text in wrong.items()],
        choices={name: early_words(one) for name, one in EARLY.items()},
        chosen=given.get("early", next(iter(EARLY))),
        waiting=notices_of(hub(), e.token),
    )
    answer = make_response(shown, 422 if wrong else 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer
