"""What a slip says, in the person's language: of a ticket as issued, of a visit as booked."""

from dataclasses import dataclass, replace
from datetime import datetime

from edge_node.store.bookings import Booking
from queue_core.domain.errors import Unknown
from queue_core.domain.office import Counter, OfficeDocument, Service, text
from queue_core.domain.slip import Slip, SlipKind
from queue_core.domain.tickets import State, Ticket
from queue_core.domain.wording.shown import hour, long_date, minutes_between, people, wait_range

_SAMPLE_NUMBER = "123"


@dataclass(frozen=True)
class VisitProof:
    """By what a person confirms a visit later: its six digits and the text of its QR code."""

    code: str | None
    qr: str | None


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


def visit_slip(office: OfficeDocument, visit: Booking, proof: VisitProof, copy: bool) -> Slip:
    """The confirmation of a visit that was booked here for a later hour or day (B-55)."""
    starts, language = visit.start.astimezone(office.zone), visit.language
    service, booked = office.service(visit.service), office.booking.service(visit.service)
    return Slip(
        kind=SlipKind.VISIT,
        number=visit.number,
        service_name=text(service.names, language) if service else "",
        date_line=long_date(starts.date(), language),
        hour_line=hour(starts),
        counters_line=_counters(office, visit.service) or None,
        note_line=_office_text(office.booking.instructions, language) or None,
        code=proof.code,
        visit_qr=proof.qr,
        bring_line=_office_text(booked.card.documents, language) if booked else None,
        early_line=minutes_between(*office.booking.rules.come_earlier_minutes, language),
        language=language,
        header=(office.name, office.address),
        logo=office.slip.logo or None,
        copy=copy,
        example=office.example,
    )


def staff_slip(office: OfficeDocument, ticket: Ticket) -> Slip:
    """The copy that the office keeps: in Polish, without the address of the person's e-ticket."""
    slip = ticket_slip(office, replace(ticket, language="pl"), copy=True)
    return replace(slip, kind=SlipKind.STAFF, eticket_url=None)


def sample_slip(office: OfficeDocument, service: str, language: str, now: datetime) -> Slip:
    """What a ticket for this matter would say now, with believable figures (B-6)."""
    matter = office.service(service)
    if matter is None:
        raise Unknown("service", service=service)
    ticket = Ticket(
        id="sample",
        day="",
        number=f"{matter.prefix}{_SAMPLE_NUMBER}",
        service=service,
        state=State.WAITING,
        queue_time=now,
        ageing_from=now,
        issued_at=now,
        token="sample-sample-sample-s",
        language=language,
        people_before_at_issue=3,
        wait_low_at_issue=15,
        wait_high_at_issue=25,
    )
    return ticket_slip(office, ticket, copy=False)


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
