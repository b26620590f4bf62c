"""The list of a day, and the search for one visit."""

from flask import request

from cloud_hub.booking.register import MOST_FOUND, RegisterRow, search, visits_listed
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import document, matters, offices, page, today
from cloud_hub.booking.register_pages.filters import Chosen, chosen
from cloud_hub.booking.register_pages.words import CHANNELS, STATES
from cloud_hub.served import hub
from cloud_hub.staff.session import own_offices
from queue_core.web.access import Right, needs
from queue_core.web.fragments import fragment

ON_A_PAGE = 50
_LONGEST_SEARCH = 100


@blueprint.get("/")
@needs(Right.REGISTER)
def day_list() -> str:
    """The visits of a day, at one's own offices, as the filter says (U-11)."""
    wanted = chosen()
    return page("register_list.html", wanted=wanted, **_listed(wanted), **_choices(wanted))


@blueprint.get("/now")
@needs(Right.REGISTER)
@fragment
def day_list_now() -> str:
    """The table of the same page, which reloads by itself."""
    wanted = chosen()
    return page("register_list_now.html", wanted=wanted, **_listed(wanted), **_choices(wanted))


@blueprint.post("/search")
@needs(Right.REGISTER)
def find() -> str:
    """The visits that some words mean, of any day. Sent as a form: names stay out of addresses."""
    asked = request.form.get("words", "").strip()[:_LONGEST_SEARCH]
    found = search(hub(), own_offices(), asked)
    return page(
        "register_found.html",
        asked=asked,
        coming=_coming(found[:MOST_FOUND]),
        past=_past(found[:MOST_FOUND]),
        more=len(found) > MOST_FOUND,
        most=MOST_FOUND,
        several=len(offices()) > 1,
    )


def _listed(wanted: Chosen) -> dict[str, object]:
    found = visits_listed(hub(), wanted.listed())
    pages = max(1, -(-len(found) // ON_A_PAGE))
    number = min(wanted.page, pages)
    return {
        "rows": found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        "count": len(found),
        "number": number,
        "pages": pages,
    }


def _coming(found: tuple[RegisterRow, ...]) -> list[RegisterRow]:
    """From today on, the next one first."""
    return [row for row in reversed(found) if not _is_past(row)]


def _past(found: tuple[RegisterRow, ...]) -> list[RegisterRow]:
    return [row for row in found if _is_past(row)]


def _is_past(row: RegisterRow) -> bool:
    office = document(row.booking.office)
    return row.booking.start.astimezone(office.zone).date() < today(office)


def _choices(wanted: Chosen) -> dict[str, object]:
    own = offices()
    looked_at = [office for office in own if office.id in wanted.offices]
    return {
        "offices": own,
        "several": len(looked_at) > 1,
        "matters": matters(looked_at),
        "states": STATES,
        "channels": CHANNELS,
        "is_today": wanted.day == today(looked_at[0]),
    }
