"""Steps 4 and 5: who comes, the check of all answers, and the code that makes it a booking.

The trap: until the code is right nothing is booked, and every page on the way says so (B-87).
"""

from typing import Any

from flask import request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.answers import Held
from cloud_hub.booking.changing import move_to_held
from cloud_hub.booking.confirming import confirm, give_contact
from cloud_hub.booking.confirming import resend as send_again
from cloud_hub.booking.contacts import checked
from cloud_hub.booking.drafts import Draft
from cloud_hub.booking.offer import Place
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.catalogue import lines
from cloud_hub.booking.pages.visitor import (
    Away,
    answer,
    answers,
    chosen_place,
    command,
    forget_answers,
    held_term,
    page,
    say,
)
from cloud_hub.booking.pages.words import day_and_hour
from cloud_hub.booking.wishes import Contact
from cloud_hub.defence.doors import check_code_sent
from cloud_hub.served import hub
from queue_core.domain.errors import Refused
from queue_core.web.access import public
from queue_core.web.problems import sentence
from queue_core.web.texts import language

_FAULTS: dict[str, Any] = {
    "missing": _l("Please fill in this field."),
    "too_long": _l("This is too long."),
    "not_a_phone": _l("This is not a phone number that we can send a message to."),
    "not_an_email": _l("This is not an e-mail address. Example: anna@example.pl"),
    "not_a_number": _l("Please use digits only."),
    "not_a_date": _l("Please choose a date."),
    "not_a_pesel": _l("This PESEL number has a mistake. Please check its 11 digits."),
}
_MISSING: dict[str, Any] = {
    "name": _l("Please give your name and surname, or the name of the company."),
    "phone": _l("Please give a phone number or an e-mail address."),
    "rules": _l("Please accept the rules; without them we cannot book the visit."),
}
"""Where nothing was given at all; another field says that it is to be filled in."""
_TRY_AGAIN = frozenset({"wrong_code", "code_expired", "too_many_codes"})
_LAST = "booked"


@blueprint.get("/data")
@public
def data() -> str:
    """Name and contact, and what happens with them."""
    return _data(answers(), held_term(), {})


@blueprint.post("/data")
@public
def give_data() -> str | Response | tuple[str, int]:
    """Keep the answers; a wrong one is told beside its field."""
    answered, hold = answers(), held_term()
    given = _given(chosen_place(answered))
    wrong = _faults(given, chosen_place(answered))
    if wrong:
        return _data(given, hold, wrong), 422
    answer(**given, code_sent=False)
    return redirect(url_for(".check"))


@blueprint.get("/check")
@public
def check() -> str:
    """All answers once more, each with a way to change it."""
    answered = answers()
    return _check(answered, held_term(), [])


@blueprint.post("/check")
@public
def send_code() -> str | Response | tuple[str, int]:
    """Send the code; a changed term needs none, its holder has shown the link."""
    answered, hold = answers(), held_term()
    if answered.changing:
        moved = move_to_held(hub(), command(), answered.changing, hold.id)
        forget_answers()
        return redirect(url_for(".booked", token=moved.token))
    try:
        check_code_sent(answered.phone, answered.email)
        sent = give_contact(hub(), command(), hold.id, _contact(answered))
    except Refused as refused:
        if refused.code == "invalid_fields":
            return redirect(url_for(".data"))
        return _check(answered, hold, [{"field": "main", "text": sentence(refused)}]), 409
    answer(code_sent=True, sends_left=sent.sends_left)
    return redirect(url_for(".code"))


@blueprint.get("/code")
@public
def code() -> str:
    """Where the six digits are typed in."""
    return _code(_with_code(answers()), held_term(), [])


@blueprint.post("/code")
@public
def type_code() -> str | Response | tuple[str, int]:
    """The right digits make the booking; then the answers are forgotten."""
    answered, hold = _with_code(answers()), held_term()
    try:
        booked = confirm(hub(), command(), hold.id, request.form.get("code", ""))
    except Refused as refused:
        if refused.code not in _TRY_AGAIN:
            raise
        return _code(answered, hold, [{"field": "code", "text": sentence(refused)}]), 422
    forget_answers()
    session[_LAST] = booked.token
    return redirect(url_for(".booked", token=booked.token))


@blueprint.post("/code/again")
@public
def resend() -> Response:
    """Another code in place of the last one."""
    answered = _with_code(answers())
    check_code_sent(answered.phone, answered.email)
    sent = send_again(hub(), command(), held_term().id)
    answer(sends_left=sent.sends_left)
    return redirect(url_for(".code", again=1))


def _data(given: Draft | dict[str, Any], hold: Held, wrong: dict[str, str]) -> str:
    found = chosen_place(answers())
    booking = found.office.booking
    known = given if isinstance(given, dict) else vars(given)
    return page(
        "booking_data.html",
        4,
        hold=hold,
        given=known,
        wrong=wrong,
        errors=[{"field": field, "text": told} for field, told in wrong.items()],
        contact=booking.rules.contact,
        own_fields=[
            {
                "id": f.id,
                "label": say(f.labels),
                "kind": f.kind,
                "required": f.required,
                "hint": say(f.hints) if f.hints else None,
            }
            for f in booking.fields
        ],
        clause=lines(booking.information_clause, language()),
        back=url_for(".day"),
    )


def _given(found: Place) -> dict[str, Any]:
    form = request.form
    own = {f.id: form.get(f"own-{f.id}", "").strip() for f in found.office.booking.fields}
    return {
        "name": form.get("name", "").strip(),
        "phone": form.get("phone", "").strip(),
        "email": form.get("email", "").strip(),
        "own": own,
        "rules": form.get("rules") == "yes",
    }


def _faults(given: dict[str, Any], found: Place) -> dict[str, str]:
    """The sentence of each wrong field, in the order of the page."""
    try:
        checked(_contact(Draft(**given)), found.office.booking)
    except Refused as refused:
        codes = refused.facts.get("fields")
        codes = dict(codes) if isinstance(codes, dict) else {}
    else:
        return {}
    if codes.pop("accepted_rules", None):
        codes["rules"] = "missing"
    own = [f.id for f in found.office.booking.fields]
    order = ("name", "phone", "email", *own, "rules")
    return {
        (f"own-{field}" if field in own else field): _fault(field, codes[field])
        for field in order
        if field in codes
    }


def _fault(field: str, code: str) -> str:
    return str(_MISSING[field] if code == "missing" and field in _MISSING else _FAULTS[code])


def _contact(answered: Draft) -> Contact:
    return Contact(
        name=answered.name,
        phone=answered.phone,
        email=answered.email,
        language=language(),
        accepted_rules=answered.rules,
        fields=answered.own,
    )


def _check(answered: Draft, hold: Held, errors: list[dict[str, str]]) -> str:
    found = chosen_place(answered)
    if not answered.changing and not answered.name:
        raise Away(url_for(".data"))
    return page(
        "booking_check.html",
        5,
        hold=hold,
        rows=_rows(found, answered, hold),
        changing=bool(answered.changing),
        where=answered.phone or answered.email,
        errors=errors,
        back=url_for(".day") if answered.changing else url_for(".data"),
    )


def _rows(found: Place, answered: Draft, hold: Held) -> list[dict[str, str]]:
    data, day = url_for(".data"), url_for(".day")
    rows = [
        {
            "label": _("Matter"),
            "text": say(found.service.names),
            "change": url_for(".matters"),
        },
        {
            "label": _("Place"),
            "text": found.office.name,
            "note": found.office.address,
            "change": url_for(".place"),
        },
        {
            "label": _("Day and hour"),
            "text": day_and_hour(hold.start, found.office.zone),
            "change": day,
        },
    ]
    if hold.persons > 1:
        rows.append({"label": _("Persons"), "text": str(hold.persons)})
    if answered.changing:
        return [rows[0] | {"change": ""}, rows[1] | {"change": ""}, *rows[2:]]
    rows.append({"label": _("Name"), "text": answered.name, "change": data})
    reach = " · ".join(filter(None, (answered.phone, answered.email)))
    return [*rows, {"label": _("Phone or e-mail"), "text": reach, "change": data}]


def _with_code(answered: Draft) -> Draft:
    if not answered.code_sent:
        raise Away(url_for(".check"))
    return answered


def _code(answered: Draft, hold: Held, errors: list[dict[str, str]]) -> str:
    return page(
        "booking_code.html",
        5,
        hold=hold,
        where=answered.phone or answered.email,
        sent_again=request.args.get("again") == "1" and not errors,
        resend_allowed=answered.sends_left > 0,
        errors=errors,
        back=url_for(".check"),
    )
