"""The day's figures (B-117 … B-120, B-127, B-134): a page to read and print, and a file.

Both show the same tables. The trap: figures of single clerks are for those who manage them.
"""

import csv
import io
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from edge_node.panels import report_tables
from edge_node.panels.report_tables import Table, minutes
from edge_node.panels.session import office
from edge_node.views.day_report import DayReport, day_report
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.charts import Bar

blueprint = Blueprint(
    "day_report",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/report-static",
)

_LONGEST_LIMIT_MINUTES = 600


@blueprint.get("/reports/day")
@needs(Right.REPORTS, Right.MANAGE)
def page() -> str:
    """The report as a page."""
    report = _report()
    return render_template(
        "day_report.html",
        report=report,
        tables=_tables(report),
        tiles=_tiles(report),
        arrivals=_arrivals(report),
        waits=_waits(report),
        sentence=_sentence(report),
        day=date.fromisoformat(report.day),
        evacuation_note=report_tables.evacuation_note(report),
    )


@blueprint.get("/reports/day.csv")
@needs(Right.REPORTS, Right.MANAGE)
def file() -> Response:
    """The same tables for a spreadsheet: semicolons and a mark of UTF-8, as it wants them here."""
    report = _report()
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow([report.office.name, report.day])
    for name, value in _tiles(report):
        writer.writerow([name, value])
    for table in _tables(report):
        writer.writerows([[], [table.title], table.head, *table.rows])
    name = f"okienko-{report.office.id}-{report.day}.csv"
    return Response(
        sheet.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _report() -> DayReport:
    limit = request.args.get("limit", type=int)
    known = limit if limit and 0 < limit <= _LONGEST_LIMIT_MINUTES else None
    return day_report(office(), request.args.get("date") or None, known)


def _tables(report: DayReport) -> list[Table]:
    actor = current_actor()
    return report_tables.tables(report, actor is not None and actor.may(Right.MANAGE))


def _tiles(report: DayReport) -> list[tuple[str, str]]:
    """The figures that people ask for first: (name, value)."""
    row, people = report.figures.all, report.figures.all.people
    served = f"{people.served} ({report_tables.percent(people.share(people.served))})"
    missed = f"{people.no_show} ({report_tables.percent(people.share(people.no_show))})"
    late = f"{row.long_waits} ({report_tables.percent(row.long_share)})"
    return [
        (_("Tickets and booked visits"), str(people.tickets)),
        (_("Served"), served),
        (_("No-shows"), missed),
        (_("Mean wait"), minutes(row.waits.mean)),
        (_("Longest wait"), minutes(row.waits.longest)),
        (_("Waited over %(minutes)s min", minutes=report.limit_minutes), late),
        (_("Mean service"), minutes(row.services.mean)),
        (_("Made void"), str(people.cancelled)),
    ]


def _arrivals(report: DayReport) -> list[Bar]:
    hours = _all_hours(report)
    rows = report.figures.by_hour
    people = {hour: rows[hour].people.tickets if hour in rows else 0 for hour in hours}
    return [Bar(f"{hour}:00", people[hour], str(people[hour])) for hour in hours]


def _waits(report: DayReport) -> list[Bar]:
    bars = []
    for hour in _all_hours(report):
        row = report.figures.by_hour.get(hour)
        mean = row.waits.mean if row else None
        bars.append(Bar(f"{hour}:00", (mean or 0) / 60, minutes(mean)))
    return bars


def _all_hours(report: DayReport) -> range:
    """From the first hour with people to the last, empty ones between them too."""
    hours = report.figures.by_hour
    return range(min(hours), max(hours) + 1) if hours else range(0)


def _sentence(report: DayReport) -> str:
    """The chart in one sentence."""
    hours = report.figures.by_hour
    day = format_date(date.fromisoformat(report.day), "d MMMM y")
    if not hours:
        return str(_("Nobody came on %(day)s.", day=day))
    busiest = max(hours, key=lambda hour: hours[hour].people.tickets)
    people = hours[busiest].people.tickets
    told = ngettext(
        "On %(day)s most people came between %(hour)s:00 and %(hour)s:59: %(num)s.",
        "On %(day)s most people came between %(hour)s:00 and %(hour)s:59: %(num)s.",
        people,
        day=day,
        hour=busiest,
    )
    return str(told)
