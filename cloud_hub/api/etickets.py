"""The ticket in the hand: where it stands, and what its holder asks the office for."""

from flask import Response, request

from cloud_hub.api import answers, questions
from cloud_hub.defence.doors import check_notice
from cloud_hub.live.eticket import Deed, Eticket, ask_for
from cloud_hub.live.notices import NoticeWish, ask_notice, office_of
from cloud_hub.live.pages.reading import age_seconds, keep_reader, read_token
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.near import Nearness
from queue_core.web.access import public
from queue_core.web.api.contract import api_blueprint, refuses
from queue_core.web.fragments import fragment
from queue_core.web.security import tokenless

blueprint = api_blueprint("etickets", "The ticket in the hand")
blueprint.record(keep_reader)

_REFUSED = ("unknown_ticket", "not_allowed_now", "already_arrived")


@blueprint.get("/etickets/<token>")
@public
@fragment
@blueprint.output(answers.Eticket)
@refuses("unknown_ticket")
def show_eticket(token: str) -> Response:
    """Where it stands, how old the news are, and what may be asked for."""
    told = _told(read_token(token))
    return Response(told.model_dump_json(), mimetype="application/json")


@blueprint.post("/etickets/<token>/cancel")
@public
@tokenless
@blueprint.output(answers.Eticket, status_code=202)
@refuses(*_REFUSED, "too_late_to_cancel", "no_online_cancelling")
def cancel_visit(token: str) -> answers.Eticket:
    """Cancel the booked visit. The office decides; the ticket shows what becomes of it."""
    return _ask(token, Deed.CANCEL)


@blueprint.post("/etickets/<token>/leave")
@public
@tokenless
@blueprint.output(answers.Eticket, status_code=202)
@refuses(*_REFUSED)
def leave_the_queue(token: str) -> answers.Eticket:
    """Give up the place in the queue. The office decides; the ticket shows what becomes of it."""
    return _ask(token, Deed.LEAVE)


@blueprint.post("/etickets/<token>/let-pass")
@public
@tokenless
@blueprint.output(answers.Eticket, status_code=202)
@refuses(*_REFUSED)
def let_others_pass(token: str) -> answers.Eticket:
    """Let two people pass. The office decides; the ticket shows what becomes of it."""
    return _ask(token, Deed.LET_PASS)


@blueprint.post("/etickets/<token>/arrive")
@public
@tokenless
@blueprint.output(answers.Eticket, status_code=202)
@refuses(*_REFUSED)
def say_arrived(token: str) -> answers.Eticket:
    """Say "I am here". The office decides; the ticket shows what becomes of it."""
    return _ask(token, Deed.ARRIVE)


@blueprint.post("/etickets/<token>/notify")
@public
@tokenless
@blueprint.input(questions.Notify, arg_name="wish")
@blueprint.output({}, status_code=204)
@refuses("unknown_ticket", "not_allowed_now", "invalid_fields", "too_many_requests")
def notify_holder(token: str, wish: questions.Notify) -> tuple[str, int]:
    """Write once to this contact when the turn is near, then erase it."""
    if wish.people is None and wish.minutes is None:
        raise Refused("invalid_fields", fields=[{"field": "people", "fault": "missing"}])
    office = office_of(read_token(token))
    check_notice(wish.contact)
    asked = NoticeWish(wish.contact, Nearness(wish.people, wish.minutes), wish.language)
    ask_notice(hub(), Command(route="api"), office, token, asked)
    return "", 204


def _ask(token: str, wanted: Deed) -> answers.Eticket:
    if wanted not in read_token(token).deeds:
        raise NotAllowedNow()
    key = request.headers.get("Idempotency-Key")
    command = Command(id=f"{token} {key}" if key else None, route="api")
    ask_for(hub(), command, token, wanted)
    return _told(read_token(token))


def _told(e: Eticket) -> answers.Eticket:
    now = hub().clock.now()
    age = age_seconds(e.queue, now)
    return answers.Eticket(
        state=e.state,
        over=e.over,
        number=e.number,
        office=e.queue.office.id if e.queue else None,
        service=e.service,
        start=e.start,
        counter=e.ticket.counter if e.ticket else None,
        people_before=e.people_before,
        wait_range_minutes=(e.wait.low, e.wait.high) if e.wait else None,
        delays_left=e.delays_left,
        may=tuple(deed.value for deed in e.deeds),
        age_seconds=age,
        silent=age is None or e.silent_since(now) is not None,
    )
