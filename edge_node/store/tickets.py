"""Tickets as rows: reading them, and the one way to write a move.

A move is checked against the table of moves, written as a conditional UPDATE of the changed
columns only, and logged as one event that keeps the old values, which is what undo gives back.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from edge_node.store.events import Happening, next_seq, record
from edge_node.store.unit import Unit
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import (
    ACTIVE,
    Alike,
    Move,
    Priority,
    State,
    Ticket,
    check_move,
)

COLUMNS = tuple(f.name for f in fields(Ticket))
SETTLED = "ticket_settled"
_values = attrgetter(*COLUMNS)
_LISTS = ("more_services", "served_services")
_INSERT = f"INSERT INTO tickets ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"
_BRING_BACK = f"""{_INSERT} ON CONFLICT (id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "id")}"""
msgspec.json.Decoder(Ticket)  # `convert` has what it needs before any thread asks (record 0010)
_KEPT_AS: dict[type, Callable[[Any], object]] = {
    datetime: lambda at: at.isoformat(timespec="milliseconds"),
    tuple: json.dumps,
    bool: int,
}
_OPEN_STATES = "('booked', 'waiting', 'called', 'serving', 'absent', 'parked')"
"""Asked for in these very words, or SQLite does not use the index `tickets_open`."""


def ticket_from(row: sqlite3.Row) -> Ticket:
    """Build a ticket from a row of the table."""
    # not dict(row): that looks every name up in a list, five times as slow
    values: dict[str, Any] = dict(zip(row.keys(), row, strict=True))
    for name in _LISTS:
        # nearly always empty, and this is the loop that every call runs through
        values[name] = () if values[name] == "[]" else json.loads(values[name])
    return msgspec.convert(values, Ticket, strict=False)


def column(value: object) -> object:
    """A field of a ticket as SQLite keeps it: instants in milliseconds, lists as JSON."""
    kept_as = _KEPT_AS.get(type(value))
    return value if kept_as is None else kept_as(value)


def ticket(connection: sqlite3.Connection, ticket_id: str) -> Ticket:
    """The ticket with this id. Raises `Unknown("ticket")`."""
    row = connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket_id,)).fetchone()
    if row is None:
        raise Unknown("ticket")
    return ticket_from(row)


def ticket_by_number(connection: sqlite3.Connection, day: str, number: str) -> Ticket | None:
    """The day's ticket with this printed number, or None."""
    row = connection.execute(
        "SELECT * FROM tickets WHERE day = ? AND number = ?", (day, number)
    ).fetchone()
    return ticket_from(row) if row else None


def ticket_by_token(connection: sqlite3.Connection, token: str) -> Ticket | None:
    """The ticket whose e-ticket link carries this token, or None."""
    row = connection.execute("SELECT * FROM tickets WHERE token = ?", (token,)).fetchone()
    return ticket_from(row) if row else None


def open_tickets(
    connection: sqlite3.Connection, day: str, states: Iterable[State] | None = None
) -> list[Ticket]:
    """The day's tickets that are not ended, in order of issue."""
    wanted = ", ".join(f"'{state.value}'" for state in states) if states else _OPEN_STATES[1:-1]
    rows = connection.execute(
        f"SELECT * FROM tickets WHERE day = ? AND state IN ({wanted}) AND state IN {_OPEN_STATES}",
        (day,),
    )
    return sorted((ticket_from(row) for row in rows), key=lambda t: t.issue_seq)


def waiting_alike(connection: sqlite3.Connection, day: str, service: str) -> list[Alike]:
    """Everybody who waits for a service, in groups; read from the index alone."""
    rows = connection.execute(
        f"""SELECT count(*), priority, first_in_line, booked_for FROM tickets
        WHERE day = ? AND state = 'waiting' AND state IN {_OPEN_STATES} AND service = ?
        GROUP BY priority, first_in_line, booked_for""",
        (day, service),
    )
    return [
        Alike(people, Priority(priority), bool(first), datetime.fromisoformat(at) if at else None)
        for people, priority, first, at in rows
    ]


def last_in_line(connection: sqlite3.Connection, day: str) -> datetime | None:
    """The latest queue time of the walk-ins that wait, or None when there are none."""
    row = connection.execute(
        """SELECT max(queue_time) FROM tickets WHERE day = ? AND state = 'waiting'
        AND booked_for IS NULL""",
        (day,),
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def issued_of_service(connection: sqlite3.Connection, day: str, service: str) -> int:
    """How many tickets one service has issued; see `issued_of_day`."""
    row = connection.execute(
        """SELECT count(*) FROM tickets WHERE day = ? AND service = ?
        AND origin IN ('walk_in', 'paper_day')""",
        (day, service),
    ).fetchone()
    moved = _moved_since_issue(connection, day)
    return int(row[0]) + sum((was == service) - (now == service) for was, now in moved)


def issued_of_day(connection: sqlite3.Connection, day: str) -> dict[str, int]:
    """How many tickets each service has issued, wherever they were sent since, and those on
    hand-written paper too: what the limits of the day count (B-24)."""
    rows = connection.execute(
        """SELECT service, count(*) FROM tickets WHERE day = ?
        AND origin IN ('walk_in', 'paper_day') GROUP BY service""",
        (day,),
    )
    issued = Counter[str]({row[0]: row[1] for row in rows})
    for was, now in _moved_since_issue(connection, day):
        issued[was] += 1
        issued[now] -= 1
    return dict(issued)


def _moved_since_issue(connection: sqlite3.Connection, day: str) -> list[tuple[str, str]]:
    """The service of issue and the present one of each ticket that was sent to another.

    The first transfer keeps the service of issue; few are transferred, so counting stays cheap.
    """
    rows = connection.execute(
        """SELECT json_extract(data, '$.before.service'), service, min(seq)
        FROM events JOIN tickets ON tickets.id = events.ticket
        WHERE events.day = ? AND kind = 'ticket_transferred'
        AND json_extract(data, '$.before.service') IS NOT NULL
        AND origin IN ('walk_in', 'paper_day') GROUP BY events.ticket""",
        (day,),
    )
    return [(row[0], row[1]) for row in rows]


def left_open(connection: sqlite3.Connection, until: str) -> list[Ticket]:
    """What has no end yet, of any day: a wrong clock may have dated it. Booked visits only up to
    the day `until`, since later ones are still to come."""
    rows = connection.execute(
        f"SELECT * FROM tickets WHERE state IN {_OPEN_STATES} AND (state <> 'booked' OR day <= ?)",
        (until,),
    )
    return sorted((ticket_from(row) for row in rows), key=lambda t: t.issue_seq)


def tickets_of_day(connection: sqlite3.Connection, day: str) -> list[Ticket]:
    """All tickets of a day in order of issue."""
    rows = connection.execute("SELECT * FROM tickets WHERE day = ? ORDER BY issue_seq", (day,))
    return [ticket_from(row) for row in rows]


def active_ticket(connection: sqlite3.Connection, counter: str) -> Ticket | None:
    """The called or serving ticket of a counter; there is never a second one."""
    row = connection.execute(
        "SELECT * FROM tickets WHERE counter = ? AND state IN ('called', 'serving')", (counter,)
    ).fetchone()
    return ticket_from(row) if row else None


def add(unit: Unit, new: Ticket, move: Move, **facts: object) -> Ticket:
    """Insert a new ticket with the event that brought it. Returns it with its `issue_seq`."""
    check_move(move, None, new.state)
    seq = next_seq(unit.connection)
    unit.action = unit.action or seq
    placed = replace(new, issue_seq=seq)
    unit.connection.execute(_INSERT, [column(value) for value in _values(placed)])
    record(unit, Happening(move, placed.id, placed.counter, {"to": placed.state.value, **facts}))
    unit.touch("queue", *(("calls",) if placed.state in ACTIVE else ()))
    return placed


def change(unit: Unit, before: Ticket, after: Ticket, move: Move, **facts: object) -> Ticket:
    """Write a move: the changed columns, and one event that keeps their old values.

    Raises `NotAllowedNow` for a move that the table does not know, and
    `Refused("taken_by_other")` when the row is no longer as `before` was read.
    """
    if move is not Move.UNDONE:
        check_move(move, before.state, after.state)
    saved = replace(after, version=before.version + 1)
    pairs = zip(COLUMNS, _values(before), _values(saved), strict=True)
    changed = [name for name, old_value, new_value in pairs if old_value != new_value]
    assignments = ", ".join(f"{name} = ?" for name in changed)
    updated = unit.connection.execute(
        f"UPDATE tickets SET {assignments} WHERE id = ? AND version = ?",
        [*(column(getattr(saved, n)) for n in changed), before.id, before.version],
    )
    if updated.rowcount != 1:
        raise Refused("taken_by_other")
    old = {n: column(getattr(before, n)) for n in changed if n != "version"}
    data = {"from": before.state.value, "to": saved.state.value, "before": old, **facts}
    happening_at = saved.counter if saved.state in ACTIVE else before.counter
    record(unit, Happening(move, saved.id, happening_at or unit.command.counter, data))
    unit.touch("queue", *(("calls",) if {before.state, saved.state} & ACTIVE else ()))
    return saved


def bring_back(unit: Unit, lost: Ticket) -> None:
    """Write a ticket as the hub remembers it. No event: it happened before, and is known there."""
    unit.connection.execute(_BRING_BACK, [column(value) for value in _values(lost)])
    unit.touch("queue", "calls")


def tell_anew(unit: Unit, known: Ticket) -> None:
    """Let the hub, which knew something else of this ticket, follow what is so here. Nothing is
    moved, so this is no move of the table."""
    unit.connection.execute("UPDATE tickets SET version = version + 1 WHERE id = ?", (known.id,))
    record(unit, Happening(SETTLED, known.id))
    unit.touch("queue", "calls")


def restored(current: Ticket, old: dict[str, object]) -> Ticket:
    """`current` with the old values of an event put back."""
    values = dict(zip(COLUMNS, map(column, _values(current)), strict=True)) | old
    for name in _LISTS:
        values[name] = json.loads(str(values[name]))
    return msgspec.convert(values, Ticket, strict=False)
