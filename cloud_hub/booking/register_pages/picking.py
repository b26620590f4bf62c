"""Choosing a term: the next free ones first, the month, the hours of a day.

Knows terms and addresses, not what they are chosen for: phone booking and changes share it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cloud_hub.booking.pages.words import day_and_hour, month_name, weekdays
from cloud_hub.booking.register_pages.desk import document
from cloud_hub.booking.register_pages.filters import day_asked
from cloud_hub.booking.staff_offer import DAYS_AHEAD, StaffDay, staff_terms
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.served import hub
from queue_core.domain.booking.terms import Term
from queue_core.domain.calendar import local_day
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.access import Right, current_actor
from queue_core.web.texts import language

_NEXT_FREE = 5
_LOOK_DAYS = 31
Way = Callable[[datetime], str]
"""The address that choosing a term leads to."""


@dataclass(frozen=True)
class Hour:
    """A term on the page; a full one only for who may book beyond the capacity."""

    url: str
    text: str
    spoken: str
    full: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the month; without an address where nothing can be chosen."""

    number: int
    spoken: str
    free: int
    url: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Picker:
    """Everything of the page; a week is seven days, None outside of the month."""

    next_free: tuple[Hour, ...]
    month: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[Day | None]]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    day: str
    hours: tuple[Hour, ...]
    has_places: bool
    reason: dict[str, str]


def picker(asked: tuple[str, str, int], way: Way, *, own: str | None = None) -> Picker:
    """The terms of (office, service, persons). The address says which month and day are shown.

    Raises `unknown_service`, `too_many_persons`.
    """
    office, service, persons = asked
    zone = document(office).zone
    today = local_day(hub().clock.now(), zone)
    first = _month_asked(today)
    wanted = TermsAsked(
        office, service, today, today + timedelta(days=DAYS_AHEAD), persons=persons, own=own
    )
    days = staff_terms(hub(), wanted)
    shown = _day_shown(days, first)
    month = first or shown.day.replace(day=1)
    return Picker(
        next_free=_next_free(days, way, zone),
        month=month_name(month),
        weekdays=weekdays(),
        weeks=_weeks(month, days, shown.day),
        before=_turn(month, -1, days),
        after=_turn(month, 1, days),
        day=long_date(shown.day, language()),
        hours=_hours(shown, way, zone),
        has_places=any(day.has_places for day in days),
        reason=shown.reason,
    )


def address_of(start: datetime) -> str:
    """A term as it stands in an address."""
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def start_of(address: str) -> datetime | None:
    """The term of an address, or None where it is none."""
    try:
        at = datetime.fromisoformat(address)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def term(start: datetime, zone: ZoneInfo) -> str:
    """A term in words."""
    return day_and_hour(start, zone)


def _month_asked(today: date) -> date | None:
    try:
        first = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return None
    last = (today + timedelta(days=DAYS_AHEAD)).replace(day=1)
    return min(max(first, today.replace(day=1)), last)


def _day_shown(days: Sequence[StaffDay], month: date | None) -> StaffDay:
    """The day asked for, else the first that has something free, else the first that there is."""
    asked = day_asked("day")
    known = next((day for day in days if day.day == asked), None)
    if known is not None:
        return known
    among = [day for day in days if month is None or day.day.replace(day=1) == month] or days
    return next((day for day in among if day.free), among[0])


def _next_free(days: Sequence[StaffDay], way: Way, zone: ZoneInfo) -> tuple[Hour, ...]:
    """The first free term of each of the next days."""
    starts = [day.free[0].start for day in days[:_LOOK_DAYS] if day.free][:_NEXT_FREE]
    return tuple(Hour(way(s), day_and_hour(s, zone), day_and_hour(s, zone)) for s in starts)


def _hours(day: StaffDay, way: Way, zone: ZoneInfo) -> tuple[Hour, ...]:
    who = current_actor()
    beyond = who is not None and who.may(Right.OVERBOOK)
    return tuple(_hour(term, way, zone) for term in day.terms if term.free or beyond)


def _hour(term: Term, way: Way, zone: ZoneInfo) -> Hour:
    spoken = day_and_hour(term.start, zone)
    if not term.free:
        spoken = _("%(term)s: full, beyond the capacity", term=spoken)
    shown = hour(term.start.astimezone(zone))
    return Hour(way(term.start), shown, spoken, full=not term.free)


def _weeks(month: date, days: Sequence[StaffDay], shown: date) -> list[list[Day | None]]:
    known = {day.day: day for day in days}
    found: list[Day | None] = [None] * month.weekday()
    day = month
    while day.month == month.month:
        found.append(_day(day, known.get(day), shown=day == shown))
        day += timedelta(days=1)
    found += [None] * (-len(found) % 7)
    return [found[n : n + 7] for n in range(0, len(found), 7)]


def _day(day: date, known: StaffDay | None, *, shown: bool) -> Day:
    name = long_date(day, language())
    if known is None or not known.terms:
        return Day(day.day, _("%(day)s: no visits", day=name), 0, shown=shown)
    free = len(known.free)
    told = ngettext("%(num)s free hour", "%(num)s free hours", free)
    spoken = f"{name}: {told}" if free else _("%(day)s: full", day=name)
    return Day(day.day, spoken, free, url=_with(day=day.isoformat(), month=""), shown=shown)


def _turn(month: date, by: int, days: Sequence[StaffDay]) -> tuple[str, str] | None:
    months = month.year * 12 + month.month - 1 + by
    first = date(months // 12, months % 12 + 1, 1)
    if not days[0].day.replace(day=1) <= first <= days[-1].day:
        return None
    return _with(month=f"{first:%Y-%m}", day=""), month_name(first)


def _with(**changed: str) -> str:
    """The address of this page with some of it changed."""
    known = {**request.args.to_dict(), **(request.view_args or {}), **changed}
    said: dict[str, Any] = {name: value for name, value in known.items() if value}
    return url_for(request.endpoint or "", **said)
