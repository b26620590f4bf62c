"""The day's figures for other programs; by clerk they are on the page of those who manage."""

import datetime
import re
from typing import Annotated

from pydantic import BeforeValidator

from edge_node.panels.session import office
from edge_node.views.day_report import DayReport, day_report
from queue_core.domain import day_figures
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import Answer, Filter, api_blueprint

blueprint = api_blueprint("reports", "Reports")


_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _plain_date(given: object) -> object:
    """Text of an address; numbers would be taken for seconds."""
    if isinstance(given, str) and not _DATE.fullmatch(given):
        raise ValueError("is written 2026-11-20")
    return given


class WhichDay(Filter):
    """The day; left out: the one in force."""

    date: Annotated[datetime.date | None, BeforeValidator(_plain_date)] = None


class Times(Answer):
    """Lengths in seconds; null where there were none. Nine of ten were not longer than `most`."""

    count: int
    total: int
    mean: float | None
    middle: float | None
    most: int | None
    longest: int | None


class People(Answer):
    """How many tickets ended how; cancelled ones are in no other number."""

    tickets: int
    arrived: int
    served: int
    no_show: int
    left: int
    unserved: int
    still_here: int
    cancelled: int


class Figures(Answer):
    """One line of the report: waits until the call, ways to the counter, services there."""

    people: People
    waits: Times
    ways: Times
    services: Times
    long_waits: int


class Estimates(Answer):
    """How good the ranges told at issue were."""

    visits: int
    inside_share: float | None
    median_error_minutes: float | None


class Dealt(Answer):
    """How often a matter was dealt with, in which quantity, and how many only asked about it."""

    times: int
    quantity: int
    without_ticket: int


class Breaks(Answer):
    """Breaks of one counter for one reason, in seconds all together."""

    counter: str
    reason: str
    count: int
    seconds: int


class DayOfFigures(Answer):
    """The figures of a day; `by_hour` by the local hour in which people came."""

    day: str
    long_wait_minutes: int
    evacuated_seconds: int
    all: Figures
    by_kind: dict[str, Figures]
    by_service: dict[str, Figures]
    by_counter: dict[str, Figures]
    by_hour: dict[str, Figures]
    dealt: dict[str, Dealt]
    breaks: tuple[Breaks, ...]
    estimates: Estimates


@blueprint.get("/reports/day")
@needs(Right.REPORTS)
@blueprint.input(WhichDay, location="query", arg_name="which")
@blueprint.output(DayOfFigures)
def report_day(which: WhichDay) -> DayOfFigures:
    """What a day was like: people, waits, services, counters, accuracy of the estimate."""
    return _told(day_report(office(), which.date.isoformat() if which.date else None))


def _told(report: DayReport) -> DayOfFigures:
    found = report.figures
    good = found.accuracy
    return DayOfFigures(
        day=report.day,
        long_wait_minutes=report.limit_minutes,
        evacuated_seconds=report.evacuated_seconds,
        all=_figures(found.all),
        by_kind={kind.value: _figures(row) for kind, row in found.by_kind.items()},
        by_service={id: _figures(row) for id, row in found.by_service.items()},
        by_counter={id: _figures(row) for id, row in found.by_counter.items()},
        by_hour={str(hour): _figures(row) for hour, row in found.by_hour.items()},
        dealt={
            id: Dealt(**{name: getattr(row, name) for name in Dealt.model_fields})
            for id, row in found.dealt.items()
        },
        breaks=tuple(
            Breaks(counter=counter, reason=reason, count=row.count, seconds=row.seconds)
            for (counter, reason), row in found.breaks.items()
        ),
        estimates=Estimates(
            visits=good.visits,
            inside_share=good.inside_share,
            median_error_minutes=good.median_error_minutes,
        ),
    )


def _figures(row: day_figures.Row) -> Figures:
    return Figures(
        people=People(**{name: getattr(row.people, name) for name in People.model_fields}),
        waits=_times(row.waits),
        ways=_times(row.ways),
        services=_times(row.services),
        long_waits=row.long_waits,
    )


def _times(times: day_figures.Times) -> Times:
    return Times(**{name: getattr(times, name) for name in Times.model_fields})
