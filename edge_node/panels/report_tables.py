"""The day's report as tables of words: the page and the file are both made from them.

So what is downloaded always equals what is seen. Knows words and shapes; the figures come ready.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from edge_node.panels.clerk_words import pause_reason
from edge_node.views.day_report import DayReport
from queue_core.domain.day_figures import Dealt, People, Row, Times
from queue_core.domain.day_record import ERASED
from queue_core.domain.office import text
from queue_core.domain.visits import Kind
from queue_core.web.texts import language

NOTHING = "–"
Line = TypeVar("Line", Row, Dealt)

_KINDS: dict[Kind, Any] = {
    Kind.WALK_IN: _l("Without a booking"),
    Kind.BOOKED: _l("Booked visits"),
    Kind.WITHOUT_TICKET: _l("Served without a ticket"),
}


@dataclass(frozen=True)
class Table:
    """One table: every cell is the text that is shown; the first cell of a row is its heading."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: DayReport, with_clerks: bool) -> list[Table]:
    """Every table of the report in its order; figures by clerk only for those who may see them."""
    figures = report.figures
    services = {
        s.id: f"{s.prefix} {text(s.names, language())}".strip() for s in report.office.services
    }
    counters = {c.id: _("Counter %(counter)s", counter=c.id) for c in report.office.counters}
    hours = {hour: f"{hour}:00–{hour}:59" for hour in figures.by_hour}
    kinds = {kind: str(name) for kind, name in _KINDS.items()}
    found = [
        _times_table(report),
        _people("kinds", _("How people came"), _("People"), _named(figures.by_kind, kinds)),
        _people("services", _("By matter"), _("Matter"), _named(figures.by_service, services)),
        _spent(
            "service-times", _("Times by matter"), _("Matter"), _named(figures.by_service, services)
        ),
        _people("hours", _("By hour of coming"), _("Hour"), _named(figures.by_hour, hours)),
        _spent("counters", _("By counter"), _("Counter"), _named(figures.by_counter, counters)),
        _dealt(report, services),
        _breaks(report, counters),
    ]
    if with_clerks:
        erased = {id: _erased(id) for id in figures.by_clerk if id.startswith(ERASED)}
        clerks = _named(figures.by_clerk, report.names | erased)
        found.append(_spent("clerks", _("By clerk"), _("Clerk"), clerks))
    return [*(table for table in found if table.rows), _accuracy(report)]


def percent(share: float | None) -> str:
    """A share of 0 to 1 as a whole percentage."""
    return NOTHING if share is None else f"{round(share * 100)}%"


def minutes(seconds: float | None) -> str:
    """Seconds as minutes and seconds, "12:05"."""
    if seconds is None:
        return NOTHING
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def _named(rows: Mapping[Any, Line], names: Mapping[Any, str]) -> list[tuple[str, Line]]:
    """Rows in the order of their names; one without a name (removed since) at the end."""
    known = [(names[key], rows[key]) for key in names if key in rows]
    return known + [(str(key), row) for key, row in rows.items() if key not in names]


def _erased(id: str) -> str:
    return str(_("Clerk %(number)s (name erased)", number=id.removeprefix(ERASED)))


def _people(id: str, title: str, first: str, rows: Iterable[tuple[str, Row]]) -> Table:
    head = (
        first, _("Tickets"), _("In the office"), _("Served"), _("Share served"), _("No-shows"),
        _("Share absent"), _("Gave up"), _("Not served"), _("Still here"), _("Mean wait"),
    )  # fmt: skip
    body = tuple((name, *_counted(row.people), minutes(row.waits.mean)) for name, row in rows)
    return Table(id, title, head, body)


def _counted(people: People) -> tuple[str, ...]:
    return (
        str(people.tickets),
        str(people.arrived),
        str(people.served),
        percent(people.share(people.served)),
        str(people.no_show),
        percent(people.share(people.no_show)),
        str(people.left),
        str(people.unserved),
        str(people.still_here),
    )


def _spent(id: str, title: str, first: str, rows: Iterable[tuple[str, Row]]) -> Table:
    head = (
        first, _("Services"), _("Mean service"), _("Median"), _("Nine of ten"), _("Longest"),
        _("All together"), _("Mean way"), _("Mean wait"), _("Longest wait"), _("No-shows"),
    )  # fmt: skip
    body = tuple(
        (
            name,
            *_times(row.services),
            minutes(row.ways.mean),
            minutes(row.waits.mean),
            minutes(row.waits.longest),
            str(row.people.no_show),
        )
        for name, row in rows
    )
    return Table(id, title, head, body)


def _dealt(report: DayReport, names: Mapping[str, str]) -> Table:
    head = (_("Matter"), _("Times dealt with"), _("Quantity"), _("People without a ticket"))
    rows = tuple(
        (name, str(row.times), str(row.quantity), str(row.without_ticket))
        for name, row in _named(report.figures.dealt, names)
    )
    return Table("dealt", _("Matters dealt with"), head, rows)


def _breaks(report: DayReport, names: Mapping[str, str]) -> Table:
    head = (_("Counter"), _("Reason"), _("Breaks"), _("All together"))
    rows = tuple(
        (names.get(counter, counter), pause_reason(reason), str(row.count), minutes(row.seconds))
        for (counter, reason), row in report.figures.breaks.items()
    )
    return Table("breaks", _("Breaks by counter and reason"), head, rows)


def _times(times: Times) -> tuple[str, ...]:
    return (
        str(times.count),
        minutes(times.mean),
        minutes(times.middle),
        minutes(times.most),
        minutes(times.longest),
        minutes(times.total),
    )


def _times_table(report: DayReport) -> Table:
    row = report.figures.all
    head = (
        _("Time"), _("How many"), _("Mean"), _("Median"), _("Nine of ten"), _("Longest"),
        _("All together"),
    )  # fmt: skip
    body = (
        (_("Waiting"), *_times(row.waits)),
        (_("Way to the counter"), *_times(row.ways)),
        (_("Service"), *_times(row.services)),
    )
    return Table("times", _("Times, in minutes and seconds"), head, body)


def _accuracy(report: DayReport) -> Table:
    told = report.figures.accuracy
    error = told.median_error_minutes
    row = (
        _("Estimates on tickets"),
        str(told.visits),
        percent(told.inside_share),
        NOTHING if error is None else format_decimal(round(error, 1)),
    )
    head = (
        _("Estimate"), _("Compared with the call"), _("Called within the range"),
        _("Median error, min"),
    )  # fmt: skip
    return Table("accuracy", _("How true the estimates were"), head, (row,))


def evacuation_note(report: DayReport) -> str:
    """How much time an evacuation took out of the figures; "" for none."""
    lost = round(report.evacuated_seconds / 60)
    if not report.evacuated_seconds:
        return ""
    told = ngettext(
        "An evacuation of %(num)s minute is left out of all times.",
        "An evacuation of %(num)s minutes is left out of all times.",
        max(1, lost),
    )
    return str(told)
