"""One ticket as programs see it: where it stands, how long it may wait, where its paper is.

Reads the queue once for all tickets that are asked for. The trap: a new ticket is told what was
known at its issue, so that the same request repeated gets the same answer.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from edge_node.office.floor import read_floor
from edge_node.office.forecasts import estimate
from edge_node.store.print_jobs import paper_state
from edge_node.store.tickets import ticket_from
from edge_node.store.unit import Office, fact
from queue_core.domain.estimates import WaitRange, people_before_ticket
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import State, Ticket


@dataclass(frozen=True)
class Wanted:
    """Which tickets of the day; None means any. `after` is the `issue_seq` of the last one seen."""

    state: State | None = None
    service: str | None = None
    number: str | None = None
    after: int = 0
    limit: int = 100


@dataclass(frozen=True)
class TicketState:
    """A ticket with what is known about it now; None where it is not, or has no meaning."""

    ticket: Ticket
    people_before: int | None
    wait: WaitRange | None
    paper: PrintState | None
    eticket_url: str | None


def tickets_wanted(connection: sqlite3.Connection, wanted: Wanted) -> list[Ticket]:
    """Tickets of the day in force, in order of issue."""
    rows = connection.execute(
        """SELECT * FROM tickets WHERE day = :day AND issue_seq > :after
        AND (:state IS NULL OR state = :state) AND (:service IS NULL OR service = :service)
        AND (:number IS NULL OR number = :number) ORDER BY issue_seq LIMIT :limit""",
        {**asdict(wanted), "day": fact(connection, "day")},
    )
    return [ticket_from(row) for row in rows]


def ticket_states(office: Office, tickets: Sequence[Ticket]) -> list[TicketState]:
    """The present state of each of these tickets."""
    connection = office.database.read()
    places = _Places(office, fact(connection, "day") or "", tickets)
    return [
        TicketState(
            ticket,
            places.people_before(ticket),
            places.wait(ticket),
            paper_state(connection, ticket.id),
            office.document.eticket_url(ticket.token),
        )
        for ticket in tickets
    ]


def state_at_issue(office: Office, ticket: Ticket) -> TicketState:
    """What a person is told with a new ticket."""
    low, high = ticket.wait_low_at_issue, ticket.wait_high_at_issue
    return TicketState(
        ticket,
        ticket.people_before_at_issue,
        WaitRange(low, high) if low is not None and high is not None else None,
        paper_state(office.database.read(), ticket.id),
        office.document.eticket_url(ticket.token),
    )


class _Places:
    """Where waiting tickets stand; the queue is read and played through only if one of them waits.

    The forecast kept in the database is for new tickets, so these ranges are computed here:
    milliseconds, and outside any transaction that others wait for.
    """

    def __init__(self, office: Office, day: str, tickets: Sequence[Ticket]) -> None:
        self._day = day
        self._document = office.document
        self._reading = read_floor(office) if any(map(self._waits, tickets)) else None
        self._ranges = estimate(self._reading)[0] if self._reading else {}

    def people_before(self, ticket: Ticket) -> int | None:
        service = self._document.service(ticket.service)
        if self._reading is None or service is None or not self._waits(ticket):
            return None
        floor = self._reading.floor_now()
        return people_before_ticket(floor.tickets, ticket, service, floor.now, floor.rules)

    def wait(self, ticket: Ticket) -> WaitRange | None:
        return self._ranges.get(ticket.id) if self._waits(ticket) else None

    def _waits(self, ticket: Ticket) -> bool:
        return ticket.state is State.WAITING and ticket.day == self._day
