"""Step 3: the day and the hour; choosing an hour holds the term for ten minutes.

The trap: a term shown as free may be gone when it is pressed; then the nearest are offered, and
nothing that was answered is lost.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import abort, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.answers import DayOffer
from cloud_hub.booking.drafts import Draft
from cloud_hub.booking.holding import extend as extend_hold
from cloud_hub.booking.holding import hold
from cloud_hub.booking.offer import Place, free_terms
from cloud_hub.booking.pages import blueprint
from cloud_hub.booking.pages.month import month_shown
from cloud_hub.booking.pages.visitor import answer, answers, chosen_place, command, held_term, page
from cloud_hub.booking.pages.words import day_and_hour, part_of_day
from cloud_hub.booking.wishes import HoldWish, TermsAsked
from cloud_hub.defence.doors import check_hold, task
from cloud_hub.served import hub
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.access import public
from queue_core.web.problems import sentence
from queue_core.web.texts import language

_GONE = frozenset({"term_taken", "outside_window", "office_away", "work_missing"})


@blueprint.get("/day")
@public
def day() -> str:
    """The days of a month with what is free on each (B-78)."""
    answered = answers()
    found = chosen_place(answered)
    today = local_day(hub().clock.now(), found.office.zone)
    offers = _offers(found, answered, today, today + timedelta(days=found.booking.latest_days))
    return page(
        "booking_day.html",
        3,
        month=month_shown(offers, today, request.args.get("month", ""), found.office.zone),
        back=url_for(".place") if not answered.changing else None,
    )


@blueprint.get("/day/<chosen>")
@public
def hours(chosen: str) -> str:
    """The free hours of a day."""
    answered = answers()
    found = chosen_place(answered)
    day = _date(chosen)
    offers = _offers(found, answered, day, day)
    starts = [term.start for offer in offers for term in offer.terms]
    return _hours(found, day, starts)


@blueprint.post("/day/<chosen>")
@public
def take(chosen: str) -> str | Response | tuple[str, int]:
    """Hold the hour, or offer what is near where somebody else was faster."""
    answered = answers()
    found = chosen_place(answered)
    start = _instant(request.form.get("start", ""))
    if start is None:
        return redirect(url_for(".hours", chosen=chosen))
    persons = min(answered.persons, found.booking.persons_at_most)
    wish = HoldWish(found.office.id, found.service.id, start, persons, language())
    try:
        check_hold(request.form.get("altcha", ""))
        hold(hub(), command(), wish)
    except Refused as refused:
        if refused.code not in _GONE:
            raise
        return _lost(found, answered, _date(chosen), refused), 409
    answer(code_sent=False)
    return redirect(url_for(".check" if answered.changing else ".data"))


@blueprint.post("/hold/extend")
@public
def extend() -> Response:
    """More time for the form, once."""
    extend_hold(hub(), command(), held_term().id)
    back = request.form.get("from", "")
    known = back if back in ("booking.data", "booking.check", "booking.code") else "booking.data"
    return redirect(url_for(known))


def _offers(found: Place, answered: Draft, first: date, last: date) -> tuple[DayOffer, ...]:
    persons = min(answered.persons, found.booking.persons_at_most)
    asked = TermsAsked(found.office.id, found.service.id, first, last, persons)
    return free_terms(hub(), asked)


def _lost(found: Place, answered: Draft, chosen: date, refused: Refused) -> str:
    near = refused.facts.get("nearest")
    if isinstance(near, list) and near:
        return _hours(found, chosen, near, lost=True)
    starts = [t.start for o in _offers(found, answered, chosen, chosen) for t in o.terms]
    return _hours(found, chosen, starts, errors=[{"field": "hours", "text": sentence(refused)}])


def _hours(
    found: Place, chosen: date, starts: Iterable[datetime], /, *, lost: bool = False, **known: Any
) -> str:
    zone = found.office.zone
    ordered = sorted(starts)
    several_days = len({start.astimezone(zone).date() for start in ordered}) > 1
    parts = [
        {"name": name, "terms": [_term(found, start, several_days) for start in group]}
        for name, group in groupby(ordered, lambda start: part_of_day(start, zone))
    ]
    return page(
        "booking_time.html",
        3,
        parts=parts,
        lost=lost,
        challenge=task(),
        day_text=long_date(chosen, language()),
        back=url_for(".day"),
        **known,
    )


def _term(found: Place, start: datetime, several_days: bool) -> dict[str, str]:
    zone = found.office.zone
    shown = day_and_hour(start, zone) if several_days else hour(start.astimezone(zone))
    return {"value": start.isoformat(), "text": shown, "spoken": day_and_hour(start, zone)}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
