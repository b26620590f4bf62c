"""From a free term to a booking: hold, say who comes, type the code.

Nobody is signed in here: the hold's id is the key to it. The trap: an `Idempotency-Key` of
somebody without a name must not meet another's, so it counts only when nobody can guess it.
"""

import json
import secrets
from collections.abc import Mapping

from flask import request

from cloud_hub.api import answers, questions
from cloud_hub.api.telling import told_booking
from cloud_hub.booking.answers import Held
from cloud_hub.booking.confirming import confirm, give_contact
from cloud_hub.booking.confirming import resend as send_again
from cloud_hub.booking.holding import extend, held, hold, release
from cloud_hub.booking.wishes import Contact, HoldWish
from cloud_hub.defence.doors import check_code_sent, check_hold, task
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.domain.errors import Refused, Unknown
from queue_core.web.access import public
from queue_core.web.api.contract import api_blueprint, refuses
from queue_core.web.security import tokenless

blueprint = api_blueprint("holds", "Booking a visit")

_SECRET_KEY_LENGTH = 16


@blueprint.get("/work")
@public
@blueprint.output(answers.Work)
def show_work() -> answers.Work:
    """The task that must be solved before the next hold, while too many ask at once."""
    asked = task()
    return answers.Work(challenge=json.loads(asked) if asked else None)


@blueprint.post("/holds")
@public
@tokenless
@blueprint.input(questions.NewHold, arg_name="wish")
@blueprint.output(answers.Hold, status_code=201)
@refuses(
    *("unknown_office", "unknown_service", "term_taken", "outside_window", "too_many_persons"),
    *("office_away", "work_missing", "too_many_requests"),
)
def hold_term(wish: questions.NewHold) -> answers.Hold:
    """Hold a term for ten minutes. A key of this call must be long and random."""
    key = request.headers.get("Idempotency-Key", "")
    if key and len(key) < _SECRET_KEY_LENGTH:
        raise Refused("invalid_fields", fields=[{"field": "Idempotency-Key", "fault": "too_short"}])
    session = hub().keys.mac("holds of the API", key)[:32] if key else secrets.token_urlsafe(24)
    check_hold(wish.work)
    asked = HoldWish(
        office=wish.office,
        service=wish.service,
        start=wish.start,
        persons=wish.persons,
        language=wish.language,
    )
    command = Command(id=key or None, session=session, route="api")
    return _told(session, hold(hub(), command, asked))


@blueprint.get("/holds/<id>")
@public
@blueprint.output(answers.Hold)
@refuses("unknown_booking")
def show_hold(id: str) -> answers.Hold:
    """The hold, while it lasts."""
    return _told(id, _held(id))


@blueprint.post("/holds/<id>/extend")
@public
@tokenless
@blueprint.output(answers.Hold)
@refuses("unknown_booking", "hold_expired", "already_extended")
def extend_hold(id: str) -> answers.Hold:
    """Once more so many minutes."""
    return _told(id, extend(hub(), _command(id), _held(id).id))


@blueprint.delete("/holds/<id>")
@public
@tokenless
@blueprint.output({}, status_code=204)
@refuses("unknown_booking", "hold_expired")
def release_hold(id: str) -> tuple[str, int]:
    """Give the term back at once."""
    release(hub(), _command(id), _held(id).id)
    return "", 204


@blueprint.post("/holds/<id>/contact")
@public
@tokenless
@blueprint.input(questions.Contact, arg_name="given")
@blueprint.output(answers.CodeSent)
@refuses(
    *("unknown_booking", "hold_expired", "too_many_codes", "limit_of_person"),
    *("too_many_requests", "invalid_fields"),
)
def give_hold_contact(id: str, given: questions.Contact) -> answers.CodeSent:
    """Say who comes; a code is sent there. Given again, the data are replaced."""
    found = _held(id)
    check_code_sent(given.phone, given.email)
    contact = Contact(
        name=given.name,
        company=given.company,
        phone=given.phone,
        email=given.email,
        language=given.language,
        accepted_rules=given.accepted_rules,
        fields=dict(given.fields),
    )
    try:
        sent = give_contact(hub(), _command(id), found.id, contact)
    except Refused as refused:
        raise _with_list(refused) from refused
    return _sent(sent)


@blueprint.post("/holds/<id>/resend")
@public
@tokenless
@blueprint.output(answers.CodeSent)
@refuses("unknown_booking", "hold_expired", "too_many_codes", "too_many_requests")
def resend_code(id: str) -> answers.CodeSent:
    """A new code in place of the last one."""
    found = _held(id)
    check_code_sent("", "")
    return _sent(send_again(hub(), _command(id), found.id))


@blueprint.post("/holds/<id>/confirm")
@public
@tokenless
@blueprint.input(questions.Code, arg_name="typed")
@blueprint.output(answers.Booking, status_code=201)
@refuses(
    *("unknown_booking", "wrong_code", "code_expired", "too_many_codes", "term_taken"),
    *("limit_of_person",),
)
def confirm_hold(id: str, typed: questions.Code) -> answers.Booking:
    """The right digits make the booking."""
    return told_booking(confirm(hub(), _command(id), _held(id).id, typed.code))


def _held(session: str) -> Held:
    found = held(hub(), session)
    if found is None:
        raise Unknown("booking")
    return found


def _command(session: str) -> Command:
    key = request.headers.get("Idempotency-Key")
    return Command(id=f"{session} {key}" if key else None, session=session, route="api")


def _told(id: str, found: Held) -> answers.Hold:
    return answers.Hold(
        id=id,
        state="unconfirmed" if found.state == "unconfirmed" else "held",
        office=found.office,
        service=found.service,
        start=found.start,
        minutes=found.minutes,
        persons=found.persons,
        expires_at=found.expires_at,
        extended=found.extended,
    )


def _sent(sent: object) -> answers.CodeSent:
    return answers.CodeSent.model_validate(sent, from_attributes=True)


def _with_list(refused: Refused) -> Refused:
    """One entry for each fault, as every refusal of a shape has them."""
    fields = refused.facts.get("fields")
    if refused.code != "invalid_fields" or not isinstance(fields, Mapping):
        return refused
    return Refused(
        "invalid_fields", fields=[{"field": name, "fault": fault} for name, fault in fields.items()]
    )
