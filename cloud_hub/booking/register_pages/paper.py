"""The day's list for paper, in ordinary or large type, and as a file for a spreadsheet.

The trap: names are typed by strangers, and a spreadsheet runs what begins like a formula; codes
are on no list (B-166).
"""

import csv
import io

from flask import Response, current_app, request
from flask_babel import gettext as _

from cloud_hub.booking.register import RegisterRow, visits_listed
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import (
    document,
    matter_name,
    offices,
    page,
    sees_contacts,
)
from cloud_hub.booking.register_pages.filters import chosen
from cloud_hub.booking.register_pages.words import channel, state
from cloud_hub.served import hub
from cloud_hub.staff.session import staff
from queue_core.domain.wording.shown import hour
from queue_core.web.access import Right, needs

_EXPECTED = frozenset({"confirmed", "arrived", "served", "no_show", "left"})
"""States of visits that stand; what was given up is on no paper."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/print")
@needs(Right.REGISTER)
def print_list() -> str:
    """The visits of the day under the filter, for paper."""
    wanted = chosen()
    rows = [r for r in visits_listed(hub(), wanted.listed()) if r.booking.state in _EXPECTED]
    by_office = [(o, [r for r in rows if r.booking.office == o.id]) for o in offices()]
    return page(
        "register_print.html",
        wanted=wanted,
        by_office=[pair for pair in by_office if pair[1]],
        large=request.args.get("size") == "large",
        now=hub().clock.now(),
    )


@blueprint.get("/list.csv")
@needs(Right.REGISTER)
def list_file() -> Response:
    """The visits of the day under the filter, cancelled ones included; contacts for who sees
    them. Semicolons and a byte order mark, as spreadsheets in Poland read it."""
    wanted = chosen()
    rows = visits_listed(hub(), wanted.listed())
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(_head())
    writer.writerows([[_safe(cell) for cell in _cells(row)] for row in rows])
    current_app.logger.info("register exported login=%s visits=%d", staff().login, len(rows))
    answer = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    name = f"rejestr-{wanted.day.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _head() -> list[str]:
    contacts = [_("Phone"), _("E-mail")] if sees_contacts() else []
    first = [_("Day"), _("Hour"), _("Number"), _("Who"), *contacts]
    return [*first, _("Matter"), _("Office"), _("Persons"), _("State"), _("Made"), _("Note")]


def _cells(row: RegisterRow) -> list[str]:
    visit, office = row.booking, document(row.booking.office)
    local = visit.start.astimezone(office.zone)
    contacts = [_national(row.phone), row.email] if sees_contacts() else []
    return [
        local.date().isoformat(),
        hour(local),
        visit.number,
        row.name,
        *contacts,
        matter_name(row),
        office.name,
        str(visit.persons),
        str(state(visit.state).word),
        channel(row.channel),
        row.note,
    ]


def _national(phone: str) -> str:
    """The number as it is dialled: a sign before it would make a formula of it."""
    return phone.removeprefix("+48") if phone.startswith("+48") else phone.replace("+", "00")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
