"""A visit for a later hour or day, booked by reception or a clerk while the person stands there
(B-55), also in place of a ticket for the queue (B-114).

The trap: name and phone are given in the last form only, so that they stand in no address.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.leased_sales import Desk, Wish, reprint_visit, sell_leased
from edge_node.office.rebooking import book_instead
from edge_node.panels.reception_actions import text
from edge_node.panels.reception_page import page_words
from edge_node.panels.session import command, office
from edge_node.store.bookings import Booking
from edge_node.views.desk_booking import booked_here, free_days, ticket_to_replace
from queue_core.domain.errors import Refused
from queue_core.domain.office import LANGUAGES
from queue_core.web.access import Right, current_actor, needs
from queue_core.web.problems import sentence

blueprint = Blueprint("desk_booking", __name__, template_folder="templates")

_STAFF = (Right.RECEPTION, Right.CALL)
_START = "%Y%m%dT%H%M"
_LONGEST_PHONE = 20


@dataclass(frozen=True)
class Asked:
    """What was chosen so far; nothing of it names a person. `since` is the first day shown,
    `ticket` the one that the visit takes the place of."""

    service: str = ""
    since: date | None = None
    start: datetime | None = None
    persons: int = 1
    language: str = "pl"
    ticket: str = ""

    def address(self, **changes: Any) -> str:
        """The page with these changes; what is usual is left out."""
        said: dict[str, Any] = asdict(self) | changes
        if isinstance(said["start"], datetime):
            said["start"] = said["start"].strftime(_START)
        usual = {"persons": 1, "language": "pl"}
        kept = {n: value for n, value in said.items() if value and value != usual.get(n)}
        return url_for(".page", **kept)


@blueprint.get("/book-visit")
@needs(*_STAFF)
def page() -> str:
    """The matter, then its free hours, then who comes: each step stands in the address."""
    asked = _asked(request.args)
    days = free_days(office(), asked.service, asked.since, persons=asked.persons)
    instead = ticket_to_replace(office(), asked.ticket)
    return render_template(
        "desk_booking.html", asked=asked, days=days, instead=instead, **page_words()
    )


@blueprint.post("/book-visit")
@needs(*_STAFF)
def book() -> Response:
    """Book, and show number and code; what is refused is said above the free hours."""
    asked = _asked(request.form)
    try:
        visit = _book(asked)
    except Refused as refused:
        flash(sentence(refused))
        gone = {"start": None} if refused.code == "term_taken" else {}
        return redirect(asked.address(**gone), 303)
    return redirect(url_for(".booked", id=visit.id), 303)


@blueprint.get("/book-visit/<id>")
@needs(*_STAFF)
def booked(id: str) -> str:
    """A visit that was booked at this office, with what the person must know."""
    return render_template("desk_booked.html", visit=booked_here(office(), id), **page_words())


@blueprint.post("/book-visit/<id>/print")
@needs(*_STAFF)
def print_again(id: str) -> Response:
    """Print the confirmation once more."""
    try:
        reprint_visit(office(), command(), id, text("printer"))
    except Refused as refused:
        flash(sentence(refused))
    return redirect(url_for(".booked", id=id), 303)


def _book(asked: Asked) -> Booking:
    if asked.start is None:
        raise Refused("term_taken")
    wish = Wish(
        service=asked.service,
        start=asked.start,
        persons=asked.persons,
        language=asked.language,
        name=text("name"),
        phone=text("phone")[:_LONGEST_PHONE],
    )
    actor = current_actor()
    at_reception = actor is not None and actor.may(Right.RECEPTION)
    at = Desk("reception" if at_reception else "staff", printer=text("printer"))
    if asked.ticket:
        return book_instead(office(), command(), asked.ticket, wish, at)
    return sell_leased(office(), command(), wish, at)


def _asked(given: Mapping[str, str]) -> Asked:
    """What a form or an address says; what cannot be read counts as not said."""
    persons, language = given.get("persons", ""), given.get("language", "")
    start = _read(datetime.strptime, given.get("start", ""), _START)
    return Asked(
        service=given.get("service", "")[:64],
        since=_read(date.fromisoformat, given.get("since", "")),
        start=start.replace(tzinfo=UTC) if start else None,
        persons=int(persons) if persons.isascii() and persons.isdigit() and len(persons) < 3 else 1,
        language=language if language in LANGUAGES else "pl",
        ticket=given.get("ticket", "")[:64],
    )


Parsed = TypeVar("Parsed")


def _read(parse: Callable[..., Parsed], *words: str) -> Parsed | None:
    try:
        return parse(*words)
    except ValueError:
        return None
