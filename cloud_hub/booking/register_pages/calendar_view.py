"""The calendar of an office: a day place by place, a week hour by hour; both are plain tables."""

from datetime import timedelta
from itertools import groupby

from cloud_hub.booking.register import RegisterRow, list_of_day
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.calendar_table import day_table, week_table
from cloud_hub.booking.register_pages.desk import offices, page, today
from cloud_hub.booking.register_pages.filters import Chosen, chosen
from cloud_hub.booking.register_pages.words import PLACES, SHARES
from cloud_hub.booking.seat_plan import CalendarDay, seat_plan
from cloud_hub.served import hub
from queue_core.domain.office import OfficeDocument
from queue_core.web.access import Right, needs

_WEEK = 7


@blueprint.get("/calendar")
@needs(Right.REGISTER)
def calendar_day() -> str:
    """Every place of a day: who has it, or that it is free, leased, kept or blocked."""
    wanted, office = _asked()
    plans = [p for p in seat_plan(hub(), office.id, wanted.day, 1) if p.is_open]
    return page(
        "register_calendar.html",
        wanted=wanted,
        office=office,
        offices=offices(),
        is_today=wanted.day == today(office),
        tables=[day_table(plan, office.zone) for plan in plans],
        people=_people(office, wanted),
        shares=SHARES,
        places=PLACES,
    )


@blueprint.get("/week")
@needs(Right.REGISTER)
def calendar_week() -> str:
    """How full the hours of a week are."""
    wanted, office = _asked()
    monday = wanted.day - timedelta(days=wanted.day.weekday())
    plans = seat_plan(hub(), office.id, monday, _WEEK)
    by_calendar = [list(days) for _id, days in groupby(plans, key=_calendar)]
    return page(
        "register_week.html",
        wanted=wanted,
        office=office,
        offices=offices(),
        monday=monday,
        today=today(office),
        tables=[week_table(days, office.zone) for days in by_calendar],
    )


def _calendar(plan: CalendarDay) -> str:
    return plan.calendar.id


def _asked() -> tuple[Chosen, OfficeDocument]:
    """The filter with one office: the one asked for, or the first of one's own."""
    wanted = chosen()
    office = next((o for o in offices() if o.id == wanted.office), offices()[0])
    return Chosen(office.id, wanted.day), office


def _people(office: OfficeDocument, wanted: Chosen) -> dict[str, RegisterRow]:
    rows = list_of_day(hub(), office.id, wanted.day)
    return {row.booking.id: row for row in rows}
