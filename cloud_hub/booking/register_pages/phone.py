"""Booking with the caller on the line: the matter, then the term; the person is `phone_person`.

Everything is reached by keys alone; matters and terms stand in the address, people do not.
"""

from datetime import datetime
from typing import Any

from flask import request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.offer import Place, catalogue, place
from cloud_hub.booking.pages.catalogue import search
from cloud_hub.booking.register_pages import blueprint
from cloud_hub.booking.register_pages.desk import offices, own_office, page, say
from cloud_hub.booking.register_pages.picking import address_of, picker
from cloud_hub.served import hub
from cloud_hub.staff.session import own_offices
from queue_core.web.access import Right, needs

_LONGEST = 80


@blueprint.get("/phone")
@needs(Right.REGISTER)
def phone_matter() -> str | Response:
    """What the caller wants, at one's own offices; what fits alone is taken at once."""
    asked = request.args.get("q", "").strip()[:_LONGEST]
    found = _places(asked)
    if asked and len(found) == 1:
        return redirect(_terms(found[0]))
    by_office = [
        (o, [(say(p.service.names), _terms(p)) for p in found if p.office.id == o.id])
        for o in offices()
    ]
    return page("register_phone.html", q=asked, by_office=[row for row in by_office if row[1]])


@blueprint.get("/phone/<office>/<service>")
@needs(Right.REGISTER)
def phone_term(office: str, service: str) -> str:
    """When: the next free terms first, then the month and the hours of a day."""
    found = own_place(office, service)
    persons = persons_asked(found)

    def way(start: datetime) -> str:
        known: dict[str, Any] = {"office": office, "service": service, "persons": persons}
        return url_for(".phone_person", start=address_of(start), **known)

    return page(
        "register_phone_term.html",
        place=found,
        persons=persons,
        picker=picker((office, service, persons), way),
    )


def own_place(office: str, service: str) -> Place:
    """A matter at an own office. Raises `unknown_office`, `unknown_service`."""
    own_office(office)
    return place(hub(), office, service)


def persons_asked(found: Place) -> int:
    """For how many, as the address says, within what the matter allows."""
    return min(max(1, request.args.get("persons", 1, type=int)), found.booking.persons_at_most)


def _places(asked: str) -> list[Place]:
    own = own_offices()
    fits = search(catalogue(hub()), asked)
    return [place for matter in fits for place in matter.places if place.office.id in own]


def _terms(found: Place) -> str:
    return url_for(".phone_term", office=found.office.id, service=found.service.id)
