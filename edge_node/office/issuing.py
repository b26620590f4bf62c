"""Issuing a ticket: checked against hours, limits and the expected end, numbered, and printed.

The ticket is committed first; paper follows from the durable job table (B-10, B-11). The trap:
nothing slow happens here, the forecast is only read.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from ulid import ULID

from edge_node.office.alarm import check_no_evacuation
from edge_node.office.kiosks import working_kiosk
from edge_node.office.papers import print_ticket
from edge_node.store.counters import open_desks
from edge_node.store.forecasts import forecast
from edge_node.store.series import claim, next_number, numbers_left
from edge_node.store.tickets import add, issued_of_service, last_in_line, waiting_alike
from edge_node.store.unit import Unit, use_case
from queue_core.domain.calendar import DayHours, hours_on, local_day, next_opening
from queue_core.domain.errors import Unknown
from queue_core.domain.estimates import Forecast, people_before
from queue_core.domain.issuing import IssuingFacts, check_issuing
from queue_core.domain.office import LANGUAGES, OfficeDocument, Service
from queue_core.domain.tickets import Move, Priority, State, Ticket


@dataclass(frozen=True)
class Order:
    """What a person asks for at a kiosk, at reception or through the API."""

    service: str
    language: str = "pl"
    priority: Priority = Priority.NORMAL
    need: str | None = None
    note: str | None = None
    kiosk: str | None = None
    more_services: tuple[str, ...] = ()
    paper: bool = True


@use_case
def issue_ticket(unit: Unit, order: Order) -> Ticket:
    """Put a person into the queue and paper into the printer's.

    Raises `unknown_service`, `kiosk_blocked`, `alarm_active`, `service_closed`,
    `limit_reached`, `stopped_for_today`, `last_ticket_hour_passed`.
    """
    check_no_evacuation(unit)
    kiosk = working_kiosk(unit, order.kiosk) if order.kiosk is not None else None
    services = [check_service(unit, wanted) for wanted in (order.service, *order.more_services)]
    outlook = {service.id: forecast(unit.connection, service.id) for service in services}
    for service in services:
        check_issuing(issuing_facts(unit, service, outlook[service.id]))
    expected = outlook[order.service]
    waiting = waiting_alike(unit.connection, unit.day, order.service)
    behind = last_in_line(unit.connection, unit.day) or unit.now
    ticket = replace(
        new_ticket(unit, order.service),
        queue_time=max(unit.now, behind),  # a clock set back puts nobody before the others
        language=order.language if order.language in LANGUAGES else "pl",
        priority=order.priority,
        need=order.need,
        note=order.note,
        kiosk=order.kiosk,
        more_services=order.more_services,
        people_before_at_issue=people_before(waiting, order.priority, unit.now, unit.office.rules),
        wait_low_at_issue=expected.low if expected else None,
        wait_high_at_issue=expected.high if expected else None,
    )
    issued = add(unit, ticket, Move.TAKEN, service=order.service, kiosk=order.kiosk)
    if order.paper and kiosk is not None and kiosk.printer:
        print_ticket(unit, issued, kiosk.printer, kiosk)
    unit.touch("voice")
    return issued


def new_ticket(unit: Unit, service_id: str, number: int | None = None) -> Ticket:
    """A walk-in with the next number of its series, or the given one; not yet written."""
    service = check_service(unit, service_id)
    return Ticket(
        id=str(ULID.from_datetime(unit.now)),
        day=unit.day,
        number=next_number(unit, service) if number is None else claim(unit, service, number),
        service=service_id,
        state=State.WAITING,
        queue_time=unit.now,
        ageing_from=unit.now,
        issued_at=unit.now,
        token=secrets.token_urlsafe(16),
    )


def issuing_facts(unit: Unit, service: Service, expected: Forecast | None) -> IssuingFacts:
    """What the rule of issuing needs to know of a service at this moment, with its forecast; what
    this office does not limit is not counted."""
    limited = service.daily_limit is not None
    issued = issued_of_service(unit.connection, unit.day, service.id) if limited else 0
    counter_matters = unit.office.rules.issue_only_with_open_counter
    open_counter = counter_matters and _open_counter(unit, service)
    left = numbers_left(unit.connection, unit.office.band(service), unit.day)
    counted = Counted(expected, issued, open_counter, left)
    return facts_of(unit.office, service, unit.now, counted)


def _open_counter(unit: Unit, service: Service) -> bool:
    return any(desk.serves(service.id) for desk in open_desks(unit.connection, unit.office))


@dataclass(frozen=True)
class Counted:
    """What was found out about a service, for `facts_of`."""

    expected: Forecast | None
    issued_today: int
    open_counter: bool
    numbers_left: int | None


def facts_of(
    office: OfficeDocument, service: Service, now: datetime, counted: Counted
) -> IssuingFacts:
    """The facts of the rule of issuing, from the document and what was counted."""
    expected = counted.expected
    hours = hours_on(office, service, local_day(now, office.zone))
    return IssuingFacts(
        now=now,
        hours=hours,
        daily_limit=service.daily_limit,
        issued_today=counted.issued_today,
        stop=bool(expected and expected.stop and office.rules.dynamic_stop),
        open_counter=counted.open_counter,
        needs_open_counter=office.rules.issue_only_with_open_counter,
        room=expected.room if expected else None,
        next_opening=None if _issues(hours, now) else next_opening(office, service, now),
        numbers_left=counted.numbers_left,
    )


def _issues(hours: DayHours | None, now: datetime) -> bool:
    return hours is not None and hours.opens <= now < hours.last_ticket


def check_service(unit: Unit, id: str) -> Service:
    """The service with this id, if tickets are issued for it. Raises `unknown_service`."""
    service = unit.office.service(id)
    if service is None or service.information_only:
        raise Unknown("service", service=id)
    return service
