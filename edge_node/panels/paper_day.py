"""The paper day: numbered lists to print before the box dies, and their entry afterwards (B-158).

Each line is entered in a transaction of its own; a line that is refused stays in the form with
its reason, and those beside it are saved.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from edge_node.office.paper_day import MOST_DAYS_BACK, enter_paper_ticket
from edge_node.panels.paper_rows import MOST_ROWS, PaperRow, rows_in
from edge_node.panels.session import command, office
from edge_node.store.series import last_numbers, shown
from edge_node.store.unit import fact
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import Service
from queue_core.web.access import Right, needs
from queue_core.web.problems import sentence

blueprint = Blueprint("paper_day", __name__, template_folder="templates")

_ROWS_PRINTED = 30
_ROWS_ENTERED = 12
_FAULTS: dict[str, Any] = {
    "number": _l("The number is missing, or belongs to another list."),
    "issued": _l("The hour of the ticket is missing or is no hour, like 9:05."),
    "called": _l("The hours must follow each other, not lie ahead, and name a counter."),
    "ended": _l("The hour of the end is no hour, like 9:05."),
}


@blueprint.get("/paper-day")
@needs(Right.PAPER_DAY)
def page() -> str:
    """Choose: print lists, or enter them."""
    return render_template(
        "paper_day.html",
        services=_services(),
        next_numbers=_next_numbers(),
        rows=_ROWS_PRINTED,
        most=MOST_ROWS,
    )


@blueprint.get("/paper-day/list")
@needs(Right.PAPER_DAY)
def printed() -> str:
    """The lists of the chosen matters, one page each, numbering from where the series stands."""
    wanted = set(request.args.getlist("services"))
    rows = max(1, min(MOST_ROWS, request.args.get("rows", _ROWS_PRINTED, type=int)))
    following = _next_numbers()
    lists = []
    for service in _services():
        first = request.args.get(f"from-{service.id}", following[service.id], type=int)
        numbers = [shown(service.prefix, n) for n in range(max(1, first), max(1, first) + rows)]
        if service.id in wanted:
            lists.append((service, numbers))
    return render_template("paper_day_list.html", lists=lists, day=_day(), office_name=_name())


@blueprint.get("/paper-day/entry")
@needs(Right.PAPER_DAY)
def form() -> str:
    """The form of one matter and day, with the numbers that come next already in it."""
    service = _service(request.args.get("service", ""))
    return _form(service, _chosen_day(request.args.get("day", "")), [], [])


@blueprint.post("/paper-day/entry")
@needs(Right.PAPER_DAY)
def enter() -> tuple[str, int] | str:
    """Enter every line; what is refused comes back as it was typed, with its reason."""
    service = _service(request.form.get("service", ""))
    day = _chosen_day(request.form.get("day", ""))
    saved, refused = [], []
    wish = command()
    for index, row in enumerate(rows_in(request.form)):
        try:
            entry = row.entry(service, day, office().document.zone)
            line = replace(wish, id=f"{wish.id}-{index}" if wish.id else None)
            saved.append(enter_paper_ticket(office(), line, entry).number)
        except Refused as refusal:
            refused.append(replace(row, error=_reason(refusal)))
    shown_form = _form(service, day, saved, refused)
    return (shown_form, 422) if refused else shown_form


def _form(service: Service, day: date, saved: list[str], refused: list[PaperRow]) -> str:
    first = _next_numbers(day)[service.id]
    fresh = [PaperRow(shown(service.prefix, first + n)) for n in range(_ROWS_ENTERED)]
    rows = [*refused, *([] if refused else fresh)]
    errors = [
        {"field": f"number-{index}", "text": f"{row.number}: {row.error}"}
        for index, row in enumerate(rows)
        if row.error
    ]
    return render_template(
        "paper_day_entry.html",
        service=service,
        rows=rows,
        saved=saved,
        errors=errors,
        counters=office().document.counters,
        day=day,
        today=_day(),
        earliest=_day() - timedelta(days=MOST_DAYS_BACK),
    )


def _reason(refused: Refused) -> str:
    if refused.code == "invalid_fields":
        field = str(refused.facts.get("field")).removesuffix("_at")
        return str(_FAULTS.get(field, _("Please check this line.")))
    return sentence(refused)


def _service(id: str) -> Service:
    service = office().document.service(id)
    if service is None or service.information_only:
        raise Unknown("service", service=id)
    return service


def _services() -> list[Service]:
    return [service for service in office().document.services if not service.information_only]


def _next_numbers(day: date | None = None) -> dict[str, int]:
    """The number that comes next for each matter on a day, today without one.

    Matters that share a series begin a list's length apart: two lists are written at once.
    """
    document = office().document
    last = last_numbers(office().database.read(), document, (day or _day()).isoformat())
    lists = Counter[str]()
    following = {}
    for service in _services():
        band = document.band(service)
        after = last.get(service.id, band.first - 1 if band else 0)
        following[service.id] = after + 1 + lists[service.series] * MOST_ROWS * bool(band)
        lists[service.series] += 1
    return following


def _chosen_day(typed: str) -> date:
    """The day of the list that is entered. Raises `invalid_fields` for one out of reach."""
    try:
        day = date.fromisoformat(typed) if typed else _day()
    except ValueError as error:
        raise Refused("invalid_fields", field="day") from error
    if not timedelta() <= _day() - day <= timedelta(days=MOST_DAYS_BACK):
        raise Refused("invalid_fields", field="day")
    return day


def _day() -> date:
    """The day in force."""
    stored = fact(office().database.read(), "day")
    today = local_day(office().clock.now(), office().document.zone)
    return date.fromisoformat(stored) if stored else today


def _name() -> str:
    return office().document.name
