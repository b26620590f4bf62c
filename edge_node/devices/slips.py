"""What the slip of a ticket says, in the person's language, from the ticket as it was issued."""

from dataclasses import replace
from datetime import datetime

from queue_core.domain.office import Counter, OfficeDocument, Service, text
from queue_core.domain.slip import Slip, SlipKind
from queue_core.domain.tickets import Ticket
from queue_core.domain.wording.shown import hour, long_date, people, wait_range


def ticket_slip(office: OfficeDocument, ticket: Ticket, copy: bool) -> Slip:
    """The slip of a ticket (B-4 … B-7, T-02); a copy says that it is one."""
    issued = ticket.issued_at.astimezone(office.zone)
    service = office.service(ticket.service)
    language = ticket.language
    return Slip(
        number=ticket.number,
        service_name=text(service.names, language) if service else "",
        date_line=long_date(issued.date(), language),
        hour_line=hour(issued),
        people_before_line=_people(ticket),
        wait_line=_wait(ticket),
        counters_line=_counters(office, ticket.service) or None,
        note_line=_note(service, language),
        eticket_url=office.eticket_url(ticket.token),
        language=language,
        header=(office.name, office.address),
        texts=(
            _office_text(office.slip.top_text, language),
            _office_text(office.slip.bottom_text, language),
        ),
        logo=office.slip.logo or None,
        copy=copy,
        example=office.example,
    )


def staff_slip(office: OfficeDocument, ticket: Ticket) -> Slip:
    """The copy that the office keeps: in Polish, without the address of the person's e-ticket."""
    slip = ticket_slip(office, replace(ticket, language="pl"), copy=True)
    return replace(slip, kind=SlipKind.STAFF, eticket_url=None)


def clock_lines(office: OfficeDocument, now: datetime) -> tuple[str, str]:
    """Date and hour of a test print, as staff read them."""
    local = now.astimezone(office.zone)
    return long_date(local.date(), "pl"), hour(local)


def _people(ticket: Ticket) -> str | None:
    before = ticket.people_before_at_issue
    return None if before is None else people(before, ticket.language)


def _wait(ticket: Ticket) -> str | None:
    if ticket.wait_low_at_issue is None:
        return None
    return wait_range(ticket.wait_low_at_issue, ticket.wait_high_at_issue, ticket.language)


def _counters(office: OfficeDocument, service: str) -> str:
    return ", ".join(_place(c) for c in office.counters if service in c.services)


def _place(counter: Counter) -> str:
    return f"{counter.id} ({counter.room})" if counter.room else counter.id


def _note(service: Service | None, language: str) -> str | None:
    return text(service.note, language) if service and service.note else None


def _office_text(texts: dict[str, str], language: str) -> str:
    return text(texts, language) if texts else ""
