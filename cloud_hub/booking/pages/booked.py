"""A booking behind its link: when and where, the code, the calendar file, and cancelling.

The address is the key, so these pages are kept by no cache and named to no other site. The trap:
a page with a form must send its Referer to us, so only pages without forms hide it wholly.
"""

from datetime import timedelta
from typing import Any

from flask import Response as FlaskResponse
from flask import request, url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.changing import by_token, cancel
from cloud_hub.booking.offer import Place, place
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.catalogue import lines
from cloud_hub.booking.pages.visitor import command, page, say
from cloud_hub.booking.pages.words import day_and_hour
from cloud_hub.booking.viewing import signed_visit
from cloud_hub.booking.waiting_list import take_offer, wish_earlier
from cloud_hub.served import hub
from queue_core.domain.booking.bookings import BookingState
from queue_core.domain.calendar import local_day
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.access import public
from queue_core.web.qr import qr_svg
from queue_core.web.security import secret_link
from queue_core.web.texts import language


@blueprint.get("/b/<token>")
@public
@secret_link
def booked(token: str) -> str:
    """The confirmation, or what became of the visit."""
    found = by_token(hub(), token)
    heading, told, mood = _state(found)
    return page(
        "booking_confirmed.html",
        heading=heading,
        sentence=told,
        mood=mood,
        visit=_visit(found),
        links=_links(found),
    )


@blueprint.get("/b/<token>/print")
@public
@secret_link
def print_view(token: str) -> str:
    """The same for paper."""
    return page("booking_print.html", visit=_visit(by_token(hub(), token)))


@blueprint.get("/b/<token>/calendar.ics")
@public
@secret_link
def calendar(token: str) -> FlaskResponse:
    """The visit for a calendar; a cancelled one has none (B-102)."""
    found = by_token(hub(), token)
    at = _place(found)
    event = Event()
    event.add("uid", f"{found.id}@okienko")
    event.add("dtstamp", hub().clock.now())
    event.add("dtstart", found.start)
    event.add("dtend", found.start + timedelta(minutes=found.minutes))
    event.add("summary", f"{at.office.name}: {_short(at)}")
    event.add("location", at.office.address)
    event.add("description", _("Ticket number: %(number)s", number=found.number))
    file = Calendar()
    file.add("prodid", "-//Okienko//PL")
    file.add("version", "2.0")
    file.add_component(event)
    answer = FlaskResponse(file.to_ical(), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="wizyta.ics"'
    return answer


@blueprint.get("/b/<token>/cancel")
@public
def ask_cancel(token: str) -> str:
    """One question before the visit is given back."""
    return page(
        "booking_ask.html",
        question=_("Do you want to cancel this visit?"),
        lines=[_("The term will be free for somebody else. You can book a new one at any time.")],
        yes=_("Yes, cancel the visit"),
        no=_("No, keep it"),
        kind="danger",
        keep=url_for(".booked", token=by_token(hub(), token).token),
    )


@blueprint.post("/b/<token>/cancel")
@public
def cancel_visit(token: str) -> Response:
    """Cancel (B-84); a second press changes nothing."""
    cancel(hub(), command(), token)
    return redirect(url_for(".booked", token=token))


@blueprint.get("/b/<token>/earlier")
@public
def ask_earlier(token: str) -> str:
    """What the waiting list does, before a person joins it."""
    return page(
        "booking_ask.html",
        question=_("Shall we tell you when an earlier term is free?"),
        lines=[
            _("You will get a message with a link. Until you take it, your term stays yours."),
            _("We send messages between 8:00 and 20:00 only; an offer holds for 30 minutes."),
        ],
        yes=_("Yes, tell me"),
        no=_("No"),
        kind="primary",
        keep=url_for(".booked", token=token),
    )


@blueprint.post("/b/<token>/earlier")
@public
def wait_for_earlier(token: str) -> Response:
    """Join the waiting list for any day before the visit."""
    found = by_token(hub(), token)
    zone = _place(found).office.zone
    first, last = local_day(hub().clock.now(), zone), local_day(found.start, zone)
    wish_earlier(hub(), command(), found.token, first, last)
    return redirect(url_for(".booked", token=found.token, waits=1))


@blueprint.get("/o/<token>")
@public
def offered(token: str) -> str:
    """An earlier term that is offered to somebody who waits."""
    found = by_token(hub(), token)
    return page(
        "booking_ask.html",
        question=_("An earlier term is free. Do you want it?"),
        lines=[
            day_and_hour(found.start, _place(found).office.zone),
            _("If you take it, your present term is given back."),
        ],
        yes=_("Yes, I take it"),
        no=_("No, I keep mine"),
        kind="primary",
        keep=url_for(".matters"),
    )


@blueprint.post("/o/<token>")
@public
def take_offered(token: str) -> Response:
    """Move the visit to the offered term."""
    moved = take_offer(hub(), command(), token)
    return redirect(url_for(".booked", token=moved.token))


def _state(found: BookingView) -> tuple[str, str, str]:
    """Heading, sentence and mood of a booking, by where it stands."""
    told: dict[str, tuple[str, str, str]] = {
        BookingState.CONFIRMED: (
            _("The visit is booked"),
            _("Keep the number and the code. We have sent them to you as well."),
            "calm",
        ),
        BookingState.ARRIVED: (
            _("You are at the office"),
            _("Watch the board: your number will be called."),
            "calm",
        ),
        BookingState.SERVED: (_("The visit has ended"), _("Thank you for coming."), "over"),
        BookingState.CANCELLED: (
            _("The visit is cancelled"),
            _("The term is given back. You need not do anything more."),
            "over",
        ),
        BookingState.NO_SHOW: (
            _("The visit did not take place"),
            _("Nobody came to the counter at that hour."),
            "over",
        ),
        BookingState.LEFT: (
            _("You have left the queue"),
            _("Your place was given to others."),
            "over",
        ),
    }
    nothing = (_("The visit is not booked"), _("The time to confirm it has passed."), "busy")
    return told.get(found.state, nothing)


def _visit(found: BookingView) -> dict[str, Any] | None:
    if not found.number:
        return None
    at = _place(found)
    local = found.start.astimezone(at.office.zone)
    coming = found.state == BookingState.CONFIRMED
    low, high = at.office.booking.rules.come_earlier_minutes
    come = _("Please come %(low)s to %(high)s minutes earlier.", low=low, high=high)
    square = signed_visit(hub(), found) if coming else ""
    return {
        "day": long_date(local.date(), language()),
        "hour": hour(local),
        "office": at.office.name,
        "address": at.office.address,
        "matter": say(at.service.names),
        "come": come if coming else "",
        "number": found.number,
        "code": found.code if coming else "",
        "qr": qr_svg(square, _("QR code of the visit")) if square else "",
        "bring": lines(at.booking.card.documents, language()) if coming else (),
        "instructions": lines(at.office.booking.instructions, language()) if coming else (),
    }


def _links(found: BookingView) -> dict[str, str]:
    token = found.token
    if found.state != BookingState.CONFIRMED:
        return {"anew": url_for(".matters", service=found.service)}
    links = {
        "calendar": url_for(".calendar", token=token),
        "print": url_for(".print_view", token=token),
    }
    if found.can_move:
        links["change"] = url_for(".change", token=token)
        if _place(found).office.booking.rules.waiting_list and not request.args.get("waits"):
            links["earlier"] = url_for(".ask_earlier", token=token)
    if found.can_cancel:
        links["cancel"] = url_for(".ask_cancel", token=token)
    return links


def _place(found: BookingView) -> Place:
    return place(hub(), found.office, found.service)


def _short(at: Place) -> str:
    """The neutral name of the matter, for calendars that others may see."""
    return say(at.booking.short_names or at.service.names)
