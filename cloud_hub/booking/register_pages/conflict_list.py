"""The conflicts that staff still have to settle, with what they can do about each."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.conflicts import Conflict, conflict, open_conflicts, settle_conflict
from cloud_hub.booking.register import RegisterRow, visit
from cloud_hub.booking.register_pages import blueprint, conflict_words
from cloud_hub.booking.register_pages.desk import offices, page
from cloud_hub.served import hub
from cloud_hub.staff.session import check_own, staff_command
from queue_core.domain.errors import Unknown
from queue_core.web.access import Right, needs


@blueprint.get("/conflicts")
@needs(Right.REGISTER)
def conflict_list() -> str:
    """What the rules could not settle, office by office."""
    by_office = [(o, [_line(c) for c in open_conflicts(hub(), o.id)]) for o in offices()]
    return page("register_conflicts.html", by_office=[row for row in by_office if row[1]])


@blueprint.post("/conflicts/<id>/settle")
@needs(Right.REGISTER)
def settle(id: str) -> Response:
    """Staff have seen to it."""
    check_own(conflict(hub(), id).office, "conflict")
    settle_conflict(hub(), staff_command(), id)
    flash(_("The conflict is settled."))
    return redirect(url_for(".conflict_list"))


def _line(found: Conflict) -> dict[str, Any]:
    return {
        "conflict": found,
        "told": conflict_words.told(found),
        "row": _row(found),
        "number": found.facts.get("number", ""),
    }


def _row(found: Conflict) -> RegisterRow | None:
    """The booking that it is about; None where the register has none, or another office's."""
    try:
        row = visit(hub(), found.booking or "")
    except Unknown:
        return None
    return row if row.booking.office in {o.id for o in offices()} else None
