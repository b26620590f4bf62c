"""A booking in its holder's hands: found, shown, moved, cancelled. The token is the key."""

from flask import request

from cloud_hub.api import answers, questions
from cloud_hub.api.telling import told_booking
from cloud_hub.booking.changing import by_token, cancel, find, move
from cloud_hub.booking.wishes import FindWish, MoveWish
from cloud_hub.defence.doors import check_hold, check_search
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.web.access import public
from queue_core.web.api.contract import api_blueprint, refuses
from queue_core.web.security import tokenless

blueprint = api_blueprint("bookings", "A booked visit")


@blueprint.post("/bookings/find")
@public
@tokenless
@blueprint.input(questions.Lost, arg_name="lost")
@blueprint.output(answers.Booking)
@refuses("unknown_booking", "too_many_tries", "too_many_requests")
def find_booking(lost: questions.Lost) -> answers.Booking:
    """By code and phone or e-mail. Wrong tries meet a growing delay, never a lock."""
    check_search()
    return told_booking(find(hub(), Command(route="api"), FindWish(lost.code, lost.contact)))


@blueprint.get("/bookings/<token>")
@public
@blueprint.output(answers.Booking)
@refuses("unknown_booking")
def show_booking(token: str) -> answers.Booking:
    """The booking; of a moved one, where it is now."""
    return told_booking(by_token(hub(), token))


@blueprint.delete("/bookings/<token>")
@public
@tokenless
@blueprint.output(answers.Booking)
@refuses("unknown_booking", "already_arrived", "too_late_to_cancel", "no_online_cancelling")
def cancel_booking(token: str) -> answers.Booking:
    """Give the visit back. Again is no fault."""
    return told_booking(cancel(hub(), Command(route="api"), token))


@blueprint.post("/bookings/<token>/move")
@public
@tokenless
@blueprint.input(questions.OtherTerm, arg_name="other")
@blueprint.output(answers.Booking)
@refuses(
    *("unknown_booking", "unknown_office", "unknown_service", "term_taken", "outside_window"),
    *("already_arrived", "too_late_to_cancel", "no_online_cancelling", "cancelled"),
    *("too_many_persons", "work_missing", "too_many_requests", "limit_of_person", "office_away"),
)
def move_booking(token: str, other: questions.OtherTerm) -> answers.Booking:
    """Move to another term; the old one goes back only when the new one is taken."""
    check_hold(other.work)
    key = request.headers.get("Idempotency-Key")
    command = Command(id=f"{token} {key}" if key else None, route="api")
    return told_booking(move(hub(), command, MoveWish(token, other.start, other.office)))
