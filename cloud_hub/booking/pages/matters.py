"""Steps 1 and 2: which matter, for how many people, and at which place.

A deep link to a matter and a place leads straight to the days (B-102).
"""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.drafts import Draft
from cloud_hub.booking.offer import Matter, Place, catalogue, free_terms
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.catalogue import grouped, lines, place_of, search, words_of
from cloud_hub.booking.pages.visitor import (
    Away,
    answer,
    answers,
    chosen_matter,
    forget_answers,
    go_away,
    page,
    say,
)
from cloud_hub.booking.pages.words import day_and_hour
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.served import hub
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Unknown
from queue_core.web.access import public
from queue_core.web.texts import language

_LOOK_DAYS = 30

blueprint.register_error_handler(Away, go_away)


@blueprint.get("/")
@public
def matters() -> str | Response:
    """The matters that can be booked, or the way that a deep link asks for."""
    wanted = request.args.get("service", "")
    if wanted:
        office = request.args.get("office", "")
        answer(service=wanted, office=office, changing="")
        return redirect(url_for(".day") if office else url_for(".matter", service=wanted))
    asked = request.args.get("q", "")[:80]
    found = search(catalogue(hub()), asked)
    waits = answers()
    return page(
        "booking_matters.html",
        1,
        q=asked,
        groups=grouped(found),
        words_of=words_of,
        draft_waits=_waiting(waits) if waits.office else None,
    )


@blueprint.post("/forget")
@public
def forget() -> Response:
    """Delete the answers of this browser."""
    forget_answers()
    return redirect(url_for(".matters"))


@blueprint.get("/matter/<service>")
@public
def matter(service: str) -> str:
    """The card of a matter (B-97)."""
    return _card(_matter(service), answers().persons)


@blueprint.post("/matter/<service>")
@public
def choose_matter(service: str) -> Response:
    """Take the matter; where it has one place only, that too."""
    found = _matter(service)
    most = max(p.booking.persons_at_most for p in found.places)
    asked = request.form.get("persons", "1")
    persons = min(int(asked), most) if asked.isdecimal() and int(asked) > 0 else 1
    only = found.places[0].office.id if len(found.places) == 1 else ""
    answer(service=found.id, persons=persons, office=only, changing="")
    return redirect(url_for(".day" if only else ".place"))


@blueprint.get("/place")
@public
def place() -> str:
    """The places of the matter, each with its nearest free term."""
    return _places(answers(), [])


@blueprint.post("/place")
@public
def choose_place() -> str | Response | tuple[str, int]:
    """Take the place."""
    answered = answers()
    wanted = request.form.get("office", "")
    if place_of(chosen_matter(answered), wanted) is None:
        wrong = {"field": "office", "text": _("Please choose a place.")}
        return _places(answered, [wrong]), 422
    answer(office=wanted)
    return redirect(url_for(".day"))


def _card(found: Matter, persons: int) -> str:
    booking = found.places[0].booking
    card = booking.card
    most = max(p.booking.persons_at_most for p in found.places)
    return page(
        "booking_matter.html",
        1,
        matter=found,
        minutes=booking.minutes,
        card={
            "documents": lines(card.documents, language()),
            "fees": lines(card.fees, language()),
            "remarks": lines(card.remarks, language()),
            "forms": card.forms,
        },
        persons=[{"value": str(n), "text": str(n)} for n in range(1, most + 1)],
        chosen_persons=str(persons),
        back=url_for(".matters"),
    )


def _places(answered: Draft, errors: list[dict[str, str]]) -> str:
    found = chosen_matter(answered)
    return page(
        "booking_place.html",
        2,
        places=[_offered(p, answered) for p in found.places],
        chosen=answered.office,
        errors=errors,
        back=url_for(".matter", service=found.id),
    )


def _offered(found: Place, answered: Draft) -> dict[str, Any]:
    nearest = _nearest(found, answered)
    return {
        "value": found.office.id,
        "text": found.office.name,
        "lines": (found.office.address, nearest),
    }


def _nearest(found: Place, answered: Draft) -> str:
    """The nearest free term of a place in words."""
    zone = found.office.zone
    today = local_day(hub().clock.now(), zone)
    persons = min(answered.persons, found.booking.persons_at_most)
    last = today + timedelta(days=min(_LOOK_DAYS, found.booking.latest_days))
    asked = TermsAsked(found.office.id, found.service.id, today, last, persons)
    first = next((t for day in free_terms(hub(), asked) for t in day.terms), None)
    if first is None:
        return str(_("No free term in the next %(days)s days", days=_LOOK_DAYS))
    return str(_("Nearest free term: %(when)s", when=day_and_hour(first.start, zone)))


def _waiting(answered: Draft) -> dict[str, str] | None:
    try:
        found = chosen_matter(answered)
    except Away:
        return None
    return {"matter": say(found.service.names), "url": url_for(".day")}


def _matter(service: str) -> Matter:
    found = next((m for m in catalogue(hub()) if m.id == service), None)
    if found is None:
        raise Unknown("service", service=service)
    return found
