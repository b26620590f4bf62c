"""The queue of one office as the hub knows it now: who waits, and what the node last told.

Read once for all who ask, and again only when a newer word came. The trap: the hub learns of the
queue from records that may be late, so every answer carries since when the office is silent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cloud_hub.store.tables.live import hub_tickets, live_queue
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.unit import Hub
from queue_core.domain.calendar import local_day
from queue_core.domain.estimates import WaitRange, is_waiting, people_before_ticket, share_of_wait
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import ACTIVE, OPEN, Origin, Priority, State, Ticket

SILENT_AFTER = timedelta(seconds=90)
"""A node says something every 24 to 36 s; so long a silence is two words missed."""


@dataclass(frozen=True)
class LiveService:
    """One matter as the node last told it; `wait` is that of a new ticket behind `waiting`."""

    waiting: int
    counters: tuple[str, ...]
    wait: WaitRange | None
    issuing: bool


@dataclass(frozen=True)
class QueueNow:
    """One office. `tickets` are those of `day` that are not ended; `last_called` by service."""

    office: OfficeDocument
    day: date
    seen_at: datetime | None
    tickets: tuple[Ticket, ...]
    last_called: Mapping[str, str]
    told: Mapping[str, LiveService]

    def silent_since(self, now: datetime) -> datetime | None:
        """When the office was last heard of, where that is too long ago; None while all is well,
        and for one that was never heard of (see `seen_at`)."""
        if self.seen_at is None or now - self.seen_at <= SILENT_AFTER:
            return None
        return self.seen_at

    def waiting(self, service: str, now: datetime) -> int:
        """How many wait for a service: no absent, no booked visit before its hour (B-34)."""
        rules = self.office.rules
        return sum(t.service == service and is_waiting(t, now, rules) for t in self.tickets)

    def served(self, service: str) -> list[Ticket]:
        """The called and served tickets of a service; never a visit without a ticket."""
        return [
            t
            for t in self.tickets
            if t.service == service and t.state in ACTIVE and t.origin is not Origin.WITHOUT_TICKET
        ]

    def people_before(self, ticket: Ticket, now: datetime) -> int | None:
        """How many of its service stand before a ticket that waits; None for any other."""
        service = self.office.service(ticket.service)
        if ticket.state is not State.WAITING or service is None:
            return None
        return people_before_ticket(self.tickets, ticket, service, now, self.office.rules)

    def wait(self, service: str, before: int | None) -> WaitRange | None:
        """How long one waits with so many before, from what the node told of the service."""
        told = self.told.get(service)
        if before is None or told is None or told.wait is None:
            return None
        return share_of_wait(told.wait, told.waiting, before)


class QueueReader:
    """Reads offices' queues for one process, keeping each until something newer is known."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], QueueNow]] = {}

    def read(self, hub: Hub, office_id: str) -> QueueNow:
        """The queue of an office. Raises `unknown_office`."""
        with hub.database.read() as connection:
            document = hub.documents.current(connection, office_id)
            day = local_day(hub.clock.now(), document.zone)
            mark = _mark(connection, document, day)
            kept = self._kept.get(office_id)
            if kept is not None and kept[0] == mark:
                return kept[1]
            fresh = _read(connection, document, day)
        self._kept[office_id] = (mark, fresh)
        return fresh


def _mark(connection: Connection, office: OfficeDocument, day: date) -> tuple[Any, ...]:
    """Differs whenever anything of the queue does: a ticket's version only grows."""
    versions = (
        select(func.coalesce(func.sum(hub_tickets.c.version), 0))
        .where(hub_tickets.c.office == office.id, hub_tickets.c.day == day)
        .scalar_subquery()
    )
    row = connection.execute(
        select(offices.c.seen_at, live_queue.c.at, versions)
        .select_from(offices)
        .join(live_queue, live_queue.c.office == offices.c.id, isouter=True)
        .where(offices.c.id == office.id)
    ).one()
    return (office.version, day, *row)


def _read(connection: Connection, office: OfficeDocument, day: date) -> QueueNow:
    of_day = (hub_tickets.c.office == office.id, hub_tickets.c.day == day)
    open_states = [state.value for state in OPEN]
    rows = connection.execute(
        select(hub_tickets).where(*of_day, hub_tickets.c.state.in_(open_states))
    )
    return QueueNow(
        office=office,
        day=day,
        seen_at=connection.execute(
            select(offices.c.seen_at).where(offices.c.id == office.id)
        ).scalar(),
        tickets=tuple(ticket_from(row) for row in rows),
        last_called=_last_called(connection, office.id, day),
        told=_told(connection, office.id, day),
    )


def _last_called(connection: Connection, office: str, day: date) -> dict[str, str]:
    rows = connection.execute(
        select(hub_tickets.c.service, hub_tickets.c.number)
        .where(
            hub_tickets.c.office == office,
            hub_tickets.c.day == day,
            hub_tickets.c.called_at.is_not(None),
            hub_tickets.c.origin != Origin.WITHOUT_TICKET.value,
        )
        .order_by(hub_tickets.c.called_at, hub_tickets.c.seq)
    )
    return {row.service: row.number for row in rows}


def _told(connection: Connection, office: str, day: date) -> dict[str, LiveService]:
    services = connection.execute(
        select(live_queue.c.services).where(live_queue.c.office == office, live_queue.c.day == day)
    ).scalar()
    return {
        name: LiveService(
            waiting=told["waiting"],
            counters=tuple(told["counters"]),
            wait=WaitRange(*told["wait"]) if told["wait"] else None,
            issuing=told["issuing"],
        )
        for name, told in (services or {}).items()
    }


def ticket_from(row: Row[Any]) -> Ticket:
    """A ticket as the rules know it, from a row of `hub_tickets`."""
    return Ticket(
        id=row.id,
        day=row.day.isoformat(),
        number=row.number,
        service=row.service,
        state=State(row.state),
        queue_time=row.queue_time,
        ageing_from=row.queue_time,
        issued_at=row.issued_at,
        token=row.token,
        issue_seq=row.issue_seq,
        priority=Priority(row.priority),
        first_in_line=row.first_in_line,
        origin=Origin(row.origin),
        language=row.language,
        need=row.need,
        booking=row.booking,
        booked_for=row.booked_for,
        arrived=row.arrived,
        counter=row.counter,
        calls=row.calls,
        called_at=row.called_at,
        serving_at=row.serving_at,
        ended_at=row.ended_at,
        version=row.version,
    )
