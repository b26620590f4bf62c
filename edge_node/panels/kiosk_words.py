"""The words of the kiosk for values of the rules: why no ticket is issued, paper."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from edge_node.views.kiosk_ticket import Paper
from queue_core.domain.calendar import local_day
from queue_core.domain.issuing import IssuingState
from queue_core.domain.office import DayException
from queue_core.domain.wording.shown import hour, long_date

SHORTLY: dict[IssuingState, Any] = {
    IssuingState.NOT_YET_OPEN: _l("Not open yet"),
    IssuingState.CLOSED: _l("Closed now"),
    IssuingState.LAST_TICKET_HOUR_PASSED: _l("Last ticket given out"),
    IssuingState.LIMIT_REACHED: _l("No tickets left today"),
    IssuingState.STOPPED_FOR_TODAY: _l("No more tickets today"),
    IssuingState.NO_COUNTER_OPEN: _l("No counter open"),
}
"""On a button, on a usual day."""

WHY: dict[IssuingState, Any] = {
    IssuingState.NOT_YET_OPEN: _l("We give out no tickets yet."),
    IssuingState.CLOSED: _l("Closed now. Please come during opening hours."),
    IssuingState.LAST_TICKET_HOUR_PASSED: _l(
        "The hour of the last ticket has passed. We still serve those who have a ticket."
    ),
    IssuingState.LIMIT_REACHED: _l("All tickets for today have been given out."),
    IssuingState.STOPPED_FOR_TODAY: _l(
        "We give out no more tickets today: those who wait now fill the time until closing."
    ),
    IssuingState.NO_COUNTER_OPEN: _l(
        "No counter is open at the moment. Please wait until a clerk opens one."
    ),
}
"""A whole sentence, on a usual day."""

TITLES: dict[IssuingState, Any] = {
    IssuingState.NOT_YET_OPEN: _l("We open soon"),
    IssuingState.CLOSED: _l("The office is closed"),
    IssuingState.LAST_TICKET_HOUR_PASSED: _l("No more tickets today"),
    IssuingState.LIMIT_REACHED: _l("No tickets left today"),
    IssuingState.STOPPED_FOR_TODAY: _l("No more tickets today"),
    IssuingState.NO_COUNTER_OPEN: _l("Please wait a moment"),
}
"""The headline where the whole kiosk issues nothing."""

BOOKING_HELPS = frozenset(
    {
        IssuingState.LAST_TICKET_HOUR_PASSED,
        IssuingState.LIMIT_REACHED,
        IssuingState.STOPPED_FOR_TODAY,
    }
)
"""Where a visit on another day is offered instead."""

VISIT_TITLES: dict[str, Any] = {
    "too_early": _l("It is a little too early"),
    "too_late": _l("The hour of the visit has passed"),
    "other_day": _l("Your visit is on another day"),
    "other_office": _l("Your visit is in another office"),
    "already_used": _l("This visit has already begun"),
    "cancelled": _l("This visit was cancelled"),
}
"""The headline of the answer about a visit that is known and cannot be confirmed now."""

PAPER: dict[Paper, Any] = {
    Paper.NOT_ASKED: _l("This kiosk prints no paper. Please remember your number."),
    Paper.PRINTING: _l("Printing… Please wait a moment."),
    Paper.PRINTED: _l("Please take your ticket."),
    Paper.UNKNOWN: _l("If no paper came out, please remember your number."),
    Paper.MISSING: _l(
        "The ticket was not printed. Your number is valid: please remember it. "
        "The reception has been told."
    ),
}

VISIT_PAPER: dict[Paper, Any] = {
    Paper.NOT_ASKED: _l("This kiosk prints no paper. Please write down day, hour and code."),
    Paper.PRINTING: PAPER[Paper.PRINTING],
    Paper.PRINTED: _l("Please take your confirmation."),
    Paper.UNKNOWN: _l("If no paper came out, please write down day, hour and code."),
    Paper.MISSING: _l(
        "The confirmation was not printed. Your visit is booked: please write down day, hour "
        "and code. The reception has been told."
    ),
}
"""The same of the confirmation of a visit."""


def shortly(state: IssuingState, differs: DayException | None) -> str:
    """The few words on the button of a matter that issues no ticket now."""
    closed_today = differs is not None and differs.closed
    return str(_("Not today") if closed_today else SHORTLY[state])


def why(state: IssuingState, differs: DayException | None) -> str:
    """The whole sentence; a date that differs is named as the reason, whoever it is for."""
    if differs is None:
        return str(WHY[state])
    if differs.closed:
        by_service = differs.services
        return str(_("No tickets for this matter today.") if by_service else _("Closed today."))
    return str(_("Today the hours are other than usual. %(why)s", why=WHY[state]))


def opening(opens_at: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """The hour of the next opening, with its date where that is not today."""
    local = opens_at.astimezone(zone)
    if local_day(opens_at, zone) == local_day(now, zone):
        return hour(local)
    return f"{long_date(local.date(), language)}, {hour(local)}"
