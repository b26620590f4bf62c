"""The state of the queue as everybody may see it: services, counters, calls; no person.

Read from one snapshot, so that its numbers agree with each other. Boards, kiosks, the public
page and the API all show parts of this one value.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from edge_node.office.issuing import Counted, facts_of
from edge_node.store.counters import CounterState, counter_states, open_desks
from edge_node.store.forecasts import forecasts
from edge_node.store.series import numbers_left
from edge_node.store.tickets import issued_of_day, open_tickets
from edge_node.store.unit import Office, fact
from queue_core.domain.calendar import exception_on, local_day
from queue_core.domain.estimates import Forecast, WaitRange, is_waiting
from queue_core.domain.issuing import Issuing, issuing
from queue_core.domain.office import DayException, OfficeDocument, Service
from queue_core.domain.tickets import State, Ticket


@dataclass(frozen=True)
class ServiceState:
    """One matter now. `wait` is what a new ticket would wait, None when nobody can know.

    `last_called` names a ticket that somebody holds, never a visit without one. `differs` is
    what makes today's hours other than usual.
    """

    service: Service
    waiting: int
    wait: WaitRange | None
    issuing: Issuing
    open_counters: tuple[str, ...]
    last_called: str | None
    differs: DayException | None = None


@dataclass(frozen=True)
class QueueState:
    """The office now."""

    office: OfficeDocument
    now: datetime
    day: str
    services: tuple[ServiceState, ...]
    counters: tuple[CounterState, ...]
    tickets: tuple[Ticket, ...]

    def service(self, id: str) -> ServiceState | None:
        """The state of one service, or None."""
        return next((s for s in self.services if s.service.id == id), None)

    def ticket_at(self, counter: str) -> Ticket | None:
        """The called or serving ticket of a counter."""
        active = (State.CALLED, State.SERVING)
        return next((t for t in self.tickets if t.counter == counter and t.state in active), None)

    @property
    def waiting(self) -> int:
        """Everybody who waits: no absent, no booking not yet due (B-34)."""
        return sum(service.waiting for service in self.services)


def queue_state(office: Office) -> QueueState:
    """Read the present state of the whole office."""
    document = office.document
    now = office.clock.now()
    with office.database.snapshot() as connection:
        day = fact(connection, "day") or local_day(now, document.zone).isoformat()
        tickets = open_tickets(connection, day)
        counters = counter_states(connection, document)
        reading = _Reading(
            document,
            now,
            tickets,
            forecasts(connection),
            issued_of_day(connection, day),
            _last_called(connection, day),
            {desk.id for desk in open_desks(connection, document)},
            {band.id: numbers_left(connection, band, day) for band in document.series},
        )
        services = tuple(reading.state_of(s) for s in document.services if not s.information_only)
    return QueueState(document, now, day, services, tuple(counters.values()), tuple(tickets))


@dataclass(frozen=True)
class _Reading:
    document: OfficeDocument
    now: datetime
    tickets: list[Ticket]
    forecasts: dict[str, Forecast]
    issued: dict[str, int]
    last_called: dict[str, str]
    open_counters: set[str]
    numbers_left: dict[str, int | None]

    def state_of(self, service: Service) -> ServiceState:
        expected = self.forecasts.get(service.id)
        serving = tuple(
            counter.id
            for counter in self.document.counters
            if counter.id in self.open_counters and service.id in counter.services
        )
        counted = Counted(
            expected,
            self.issued.get(service.id, 0),
            bool(serving),
            self.numbers_left.get(service.series),
        )
        return ServiceState(
            service=service,
            waiting=sum(
                t.service == service.id and is_waiting(t, self.now, self.document.rules)
                for t in self.tickets
            ),
            wait=expected.wait if expected else None,
            issuing=issuing(facts_of(self.document, service, self.now, counted)),
            open_counters=serving,
            last_called=self.last_called.get(service.id),
            differs=exception_on(self.document, service, local_day(self.now, self.document.zone)),
        )


def _last_called(connection: sqlite3.Connection, day: str) -> dict[str, str]:
    rows = connection.execute(
        """SELECT service, number, max(called_at) FROM tickets
        WHERE day = ? AND called_at IS NOT NULL AND origin <> 'without_ticket'
        GROUP BY service""",
        (day,),
    )
    return {row[0]: row[1] for row in rows}
