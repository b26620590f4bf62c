"""The words of boards and displays, each in every language that a screen speaks.

A hall screen has no visitor whose language it could follow: it writes its headings in all of
its languages side by side, and names a service in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from edge_node.views.display import Showing
from queue_core.domain.calendar import local_day
from queue_core.domain.issuing import Issuing, IssuingState
from queue_core.domain.office import Texts
from queue_core.domain.wording.shown import hour, long_date

HEADINGS: dict[str, Any] = {
    "number": _l("Number"),
    "counter": _l("Counter"),
    "room": _l("room"),
    "last": _l("Last called"),
    "waiting": _l("Waiting now"),
    "wait": _l("Please wait for your number"),
    "closed": _l("Closed"),
    "reopens": _l("Opens again"),
    "evacuation": _l("Evacuation"),
}

SHOWING: dict[Showing, Any] = {
    Showing.CLOSED: _l("Closed"),
    Showing.BREAK: _l("Break"),
    Showing.FREE: _l("Counter open"),
    Showing.CALLED: _l("Please come"),
    Showing.SERVING: _l("Service in progress"),
    Showing.ENDED: _l("Service ended"),
    Showing.EVACUATION: _l("Evacuation"),
}

ADVICE: dict[Showing, Any] = {
    Showing.CLOSED: _l("Please go to another counter when your number is called."),
    Showing.BREAK: _l("The clerk will be back soon. Other counters call meanwhile."),
    Showing.FREE: _l("Please wait for your number"),
    Showing.ENDED: _l("Thank you. Please wait for the next number."),
}

NOT_ISSUED: dict[IssuingState, Any] = {
    IssuingState.NOT_YET_OPEN: _l("opens at %(hour)s"),
    IssuingState.CLOSED: _l("closed"),
    IssuingState.LAST_TICKET_HOUR_PASSED: _l("no more tickets today"),
    IssuingState.LIMIT_REACHED: _l("no more tickets today"),
    IssuingState.STOPPED_FOR_TODAY: _l("no more tickets today"),
    IssuingState.NO_COUNTER_OPEN: _l("no counter is open"),
}


@dataclass(frozen=True)
class Said:
    """A text and the language that it is in."""

    language: str
    text: str


def in_all(words: Any, languages: Iterable[str]) -> list[Said]:
    """A lazy text in each of these languages; what two of them say alike stands once."""
    said = []
    for language in languages:
        with force_locale(language):
            said.append(Said(language, str(words)))
    return _each_once(said)


def named_in_all(texts: Texts, languages: Iterable[str]) -> list[Said]:
    """The institution's own text in those of these languages in which it was given."""
    return _each_once([Said(code, texts[code]) for code in languages if texts.get(code)])


def opening(at: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """When it opens again: the hour alone today, with the day otherwise."""
    local = at.astimezone(zone)
    if local_day(at, zone) == local_day(now, zone):
        return hour(local)
    return f"{long_date(local.date(), language)}, {hour(local)}"


def not_issued(issuing: Issuing, zone: ZoneInfo) -> str:
    """Why a service gives no tickets now, in the language of the page; "" when it does."""
    words = NOT_ISSUED.get(issuing.state)
    if words is None:
        return ""
    opens_at = issuing.opens_at
    return str(words) % {"hour": hour(opens_at.astimezone(zone)) if opens_at else ""}


def _each_once(said: list[Said]) -> list[Said]:
    first: dict[str, Said] = {}
    for one in said:
        first.setdefault(one.text, one)
    return list(first.values())
