"""One month of days as a table: free, full, closed; and the way to the months beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from cloud_hub.booking.answers import DayOffer
from cloud_hub.booking.pages.words import day_and_hour, day_spoken, month_name, weekdays


@dataclass(frozen=True)
class Link:
    """Where to go, and what it is called."""

    url: str
    text: str


@dataclass(frozen=True)
class Month:
    """A month as the page shows it; a week is seven days, None outside of the month."""

    name: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[dict[str, Any] | None]]
    before: Link | None
    after: Link | None
    nearest: Link | None
    any_free: bool


def month_shown(offers: Sequence[DayOffer], today: date, asked: str, zone: ZoneInfo) -> Month:
    """The month asked for as `2026-11`; else the one of the nearest free term."""
    free = [offer for offer in offers if offer.terms]
    first_free = free[0].day if free else today
    first = _first_of(asked) or first_free.replace(day=1)
    last = offers[-1].day.replace(day=1) if offers else first
    first = min(max(first, today.replace(day=1)), last)
    in_month = {o.day: o for o in offers if o.day.replace(day=1) == first}
    before, after = _turned(first, -1), _turned(first, 1)
    return Month(
        name=month_name(first),
        weekdays=weekdays(),
        weeks=_weeks(first, in_month),
        before=_link(before) if before >= today.replace(day=1) else None,
        after=_link(after) if after <= last else None,
        nearest=_nearest(free, zone),
        any_free=any(o.terms for o in in_month.values()),
    )


def _weeks(first: date, offers: dict[date, DayOffer]) -> list[list[dict[str, Any] | None]]:
    days: list[dict[str, Any] | None] = [None] * first.weekday()
    day = first
    while day.month == first.month:
        days.append(_day(day, offers.get(day)))
        day += timedelta(days=1)
    days += [None] * (-len(days) % 7)
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def _day(day: date, offer: DayOffer | None) -> dict[str, Any]:
    known = offer or DayOffer(day=day, terms=(), full=False, closed=True, reason={})
    return {
        "number": day.day,
        "free": bool(known.terms),
        "full": known.full,
        "left": len(known.terms),
        "spoken": day_spoken(known),
        "url": url_for("booking.hours", chosen=day),
    }


def _nearest(free: Iterable[DayOffer], zone: ZoneInfo) -> Link | None:
    first = next(iter(free), None)
    if first is None:
        return None
    shown = day_and_hour(first.terms[0].start, zone)
    return Link(url_for("booking.hours", chosen=first.day), shown)


def _link(first: date) -> Link:
    return Link(url_for("booking.day", month=f"{first:%Y-%m}"), month_name(first))


def _first_of(asked: str) -> date | None:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return None


def _turned(first: date, by: int) -> date:
    months = first.year * 12 + first.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
