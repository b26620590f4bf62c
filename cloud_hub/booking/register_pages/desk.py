"""Who stands at the register, for which offices, and what the pages call things.

The trap: a booking of another office is answered as if there were none, and the log says so.
"""

from collections.abc import Iterable
from datetime import date

from flask import g, render_template
from flask_babel import lazy_gettext as _l

from cloud_hub.booking.conflicts import count_open
from cloud_hub.booking.register import RegisterRow, visit
from cloud_hub.booking.register_pages import words
from cloud_hub.served import hub
from cloud_hub.staff.session import check_own, own_offices
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument, Service, Texts, text
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.access import Right, current_actor
from queue_core.web.texts import language

TABS = (
    ("register.day_list", _l("List of the day")),
    ("register.calendar_day", _l("Calendar")),
    ("register.phone_matter", _l("Booking by phone")),
    ("register.conflict_list", _l("Conflicts")),
)
"""The pages of the register, in the order in which they stand above each of them."""


def document(office: str) -> OfficeDocument:
    """The document in force of an office, read once a request. Raises `unknown_office`."""
    known: dict[str, OfficeDocument] = g.setdefault("register_documents", {})
    if office not in known:
        known[office] = hub().office(office)
    return known[office]


def offices() -> tuple[OfficeDocument, ...]:
    """The offices where whoever asks may work. Raises `no_right` where there is none."""
    found = tuple(document(id) for id in own_offices())
    if not found:
        raise Refused("no_right")
    return found


def own_office(id: str) -> OfficeDocument:
    """One of them. Raises `unknown_office` for another one's."""
    check_own(id, "office")
    return document(id)


def own_visit(booking: str) -> RegisterRow:
    """A booking of an own office. Raises `unknown_booking`."""
    found = visit(hub(), booking)
    check_own(found.booking.office, "booking")
    return found


def today(office: OfficeDocument) -> date:
    """The office's date now."""
    return local_day(hub().clock.now(), office.zone)


def sees_contacts() -> bool:
    """Whether phone numbers and addresses may be shown to whoever asks."""
    who = current_actor()
    return who is not None and who.may(Right.CONTACTS)


def say(texts: Texts) -> str:
    """A text of the office in the language of the page."""
    return text(texts, language())


def matters(known: Iterable[OfficeDocument]) -> dict[str, str]:
    """The names of everything that can be booked there, by the id of the service."""
    booked: dict[str, Service] = {}
    for office in known:
        for service in office.services:
            if office.booking.service(service.id) is not None:
                booked.setdefault(service.id, service)
    return {id: say(service.names) for id, service in booked.items()}


def matter_name(row: RegisterRow) -> str:
    """The name of a booking's matter; its id where the office has it no more."""
    service = document(row.booking.office).service(row.booking.service)
    return say(service.names) if service is not None else row.booking.service


def page(template: str, **known: object) -> str:
    """A page of the register."""
    return render_template(
        template,
        tabs=TABS,
        counts={"register.conflict_list": count_open(hub(), own_offices())},
        words=words,
        say=say,
        long_date=lambda day: long_date(day, language()),
        hour_of=lambda row: hour(row.booking.start.astimezone(document(row.booking.office).zone)),
        office_of=lambda row: document(row.booking.office),
        matter_name=matter_name,
        sees_contacts=sees_contacts(),
        **known,
    )
