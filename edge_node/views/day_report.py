"""The figures of one day, read from the log of the office, undone moves left out.

Reads rows and turns them into the values that `queue_core.domain.day_figures` counts. The trap:
an event keeps the matter only where it changed, so matters are found by reading backwards.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime

from edge_node.store.operators import operators
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Office, fact
from queue_core.domain.calendar import local_day
from queue_core.domain.day_figures import DayFigures, day_figures
from queue_core.domain.errors import Refused
from queue_core.domain.estimates import WaitRange
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Move, Origin, State, Ticket
from queue_core.domain.visits import Card, Gap, Kind, Mark, Visit, retold


@dataclass(frozen=True)
class DayReport:
    """A day with what its page names: the office, the limit, the clerks by login, and for how
    many seconds evacuations interrupted it. `first_day` is the oldest day that has figures."""

    office: OfficeDocument
    day: str
    limit_minutes: int
    figures: DayFigures
    names: dict[str, str]
    evacuated_seconds: int
    first_day: str
    in_force: str


def day_report(
    office: Office, day: str | None = None, limit_minutes: int | None = None
) -> DayReport:
    """The report of a day, the present one if none is given; the limit is the office's own alarm
    if none is given. Raises `invalid_fields` for what is no date."""
    document = office.document
    with office.database.snapshot() as connection:
        in_force = fact(connection, "day") or _today(office)
        wanted = _checked(day) if day else in_force
        gaps = _evacuations(connection, wanted, office.clock.now())
        visits = _visits(connection, wanted, gaps)
        names = {operator.login: operator.name for operator in operators(connection)}
        first = connection.execute("SELECT min(day) FROM tickets").fetchone()[0]
    limit = limit_minutes or document.rules.wait_alarm_minutes
    return DayReport(
        office=document,
        day=wanted,
        limit_minutes=limit,
        figures=day_figures(visits, limit, document.zone),
        names=names,
        evacuated_seconds=round(sum((end - begin).total_seconds() for begin, end in gaps)),
        first_day=first or in_force,
        in_force=in_force,
    )


def _today(office: Office) -> str:
    return local_day(office.clock.now(), office.document.zone).isoformat()


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Refused("invalid_fields", field="date") from None


def _visits(connection: sqlite3.Connection, day: str, gaps: tuple[Gap, ...]) -> list[Visit]:
    moves: dict[str, list[sqlite3.Row]] = {}
    rows = connection.execute(
        """SELECT ticket, kind, at, counter, clerk, data FROM events WHERE day = ?
        AND ticket IS NOT NULL AND undone_by IS NULL ORDER BY seq""",
        (day,),
    )
    for row in rows:
        if row["kind"] in _MOVES:
            moves.setdefault(row["ticket"], []).append(row)
    return [
        retold(_card(ticket), _marks(ticket, moves[ticket.id]), gaps)
        for ticket in tickets_of_day(connection, day)
        if ticket.id in moves
    ]


_MOVES = frozenset(move.value for move in Move)


def _card(ticket: Ticket) -> Card:
    low, high = ticket.wait_low_at_issue, ticket.wait_high_at_issue
    given = WaitRange(low, high) if low is not None and high is not None else None
    return Card(_kind(ticket), ticket.booked_for, given)


def _kind(ticket: Ticket) -> Kind:
    if ticket.booked:
        return Kind.BOOKED
    return Kind.WITHOUT_TICKET if ticket.origin is Origin.WITHOUT_TICKET else Kind.WALK_IN


def _marks(ticket: Ticket, moves: list[sqlite3.Row]) -> list[Mark]:
    """The moves in order; the matter before a transfer is what the next older one had."""
    service, found = ticket.service, []
    for row in reversed(moves):
        facts = json.loads(row["data"])
        found.append(_mark(row, facts, service))
        service = facts.get("before", {}).get("service", service)
    return found[::-1]


def _mark(row: sqlite3.Row, facts: dict[str, str], service: str) -> Mark:
    """What was entered after a paper day carries the hour and the counter of the paper."""
    return Mark(
        move=Move(row["kind"]),
        at=datetime.fromisoformat(facts.get("at", row["at"])),
        state=State(facts["to"]),
        service=service,
        counter=facts.get("desk") or row["counter"],
        clerk=row["clerk"],
        recorded=bool(facts.get("recorded", True)),
    )


def _evacuations(connection: sqlite3.Connection, day: str, now: datetime) -> tuple[Gap, ...]:
    """From each alarm to its end, or until now."""
    rows = connection.execute(
        """SELECT kind, at FROM events WHERE day = ?
        AND kind IN ('evacuation_raised', 'evacuation_ended') ORDER BY seq""",
        (day,),
    )
    gaps: list[Gap] = []
    begun: datetime | None = None
    for row in rows:
        at = datetime.fromisoformat(row["at"])
        if row["kind"] == "evacuation_raised":
            begun = at
        elif begun is not None:
            gaps.append((begun, at))
            begun = None
    return (*gaps, (begun, now)) if begun else tuple(gaps)
