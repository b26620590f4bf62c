"""A day read from the log of the office, undone moves left out, or from what is kept of an old day.

Reads rows and turns them into the values that `queue_core.domain.day_figures` counts. The trap:
an event keeps the matter only where it changed, so matters are found by reading backwards.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from edge_node.store.tickets import tickets_of_day
from queue_core.domain.calendar import day_start
from queue_core.domain.day_record import Break, DayRecord, condensed
from queue_core.domain.estimates import WaitRange
from queue_core.domain.tickets import Move, Origin, State, Ticket
from queue_core.domain.visits import Card, Gap, Kind, Mark, Visit, measured, retold

_RECORDS = msgspec.json.Decoder(DayRecord)


def day_record(
    connection: sqlite3.Connection, day: str, now: datetime, *, zone: ZoneInfo
) -> DayRecord:
    """What happened on a day, whether its tickets are still there or not."""
    kept = connection.execute("SELECT record FROM old_days WHERE day = ?", (day,)).fetchone()
    if kept is not None:
        return _RECORDS.decode(zlib.decompress(kept["record"]))
    ends = day_start(date.fromisoformat(day) + timedelta(days=1), zone)
    until = min(now, ends)
    gaps = _evacuations(connection, day, until)
    return DayRecord(
        visits=tuple(_visits(connection, day, gaps)),
        evacuated_seconds=round(sum((end - begin).total_seconds() for begin, end in gaps)),
        breaks=tuple(_breaks(connection, day, until)),
    )


def keep_day(connection: sqlite3.Connection, day: str, record: DayRecord, zone: ZoneInfo) -> None:
    """Keep a day's record in a few kilobytes: from then on its log is not asked any more."""
    body = zlib.compress(msgspec.json.encode(condensed(record, zone)), 9)
    connection.execute("INSERT OR IGNORE INTO old_days VALUES (?, ?)", (day, body))


def first_day(connection: sqlite3.Connection) -> str | None:
    """The oldest day of which anything is known."""
    row = connection.execute(
        """SELECT min(day) FROM (SELECT min(day) AS day FROM tickets
        UNION ALL SELECT min(day) FROM old_days)"""
    ).fetchone()
    return str(row[0]) if row[0] else None


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


def _mark(row: sqlite3.Row, facts: dict[str, Any], service: str) -> Mark:
    """What was entered after a paper day carries the hour and the counter of the paper."""
    return Mark(
        move=Move(row["kind"]),
        at=datetime.fromisoformat(facts.get("at", row["at"])),
        state=State(facts["to"]),
        service=service,
        counter=facts.get("desk") or row["counter"],
        clerk=row["clerk"],
        recorded=bool(facts.get("recorded", True)),
        dealt=_dealt_with(facts),
    )


def _dealt_with(facts: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    quantities = facts.get("quantities", {})
    return tuple((service, quantities.get(service, 1)) for service in facts.get("services", ()))


def _breaks(connection: sqlite3.Connection, day: str, until: datetime) -> Iterator[Break]:
    """From each pause to whatever the counter did next, or until now."""
    rows = connection.execute(
        """SELECT kind, counter, at, data FROM events WHERE day = ? AND kind IN
        ('counter_paused', 'counter_resumed', 'counter_opened', 'counter_taken_over',
        'counter_closed') ORDER BY seq""",
        (day,),
    )
    begun: dict[str, tuple[str, datetime]] = {}
    for row in rows:
        at = datetime.fromisoformat(row["at"])
        if row["counter"] in begun:
            reason, since = begun.pop(row["counter"])
            yield Break(row["counter"], reason, measured(since, at, ()))
        if row["kind"] == "counter_paused":
            begun[row["counter"]] = (json.loads(row["data"])["reason"], at)
    for counter, (reason, since) in begun.items():
        yield Break(counter, reason, measured(since, until, ()))


def _evacuations(connection: sqlite3.Connection, day: str, until: datetime) -> tuple[Gap, ...]:
    """From each alarm to its end, or until now, or until the day was over."""
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
    return (*gaps, (begun, max(begun, until))) if begun else tuple(gaps)
