"""Each event of the office as the hub is told of it: with its ticket as it is afterwards.

Written by `events.record` in the transaction of the event. The trap: notes and free texts stay in
the office, so facts go out by a list of names and never by leaving some out.
"""

import json
import sqlite3
from datetime import datetime
from typing import Any

import msgspec

from edge_node.store.sync import tell_hub, up_head
from edge_node.store.unit import Unit
from queue_core.wire.records import OfficeEvent, TicketFacts

TOLD = frozenset(
    {
        *("from", "to", "step", "place", "route", "booked", "call_no", "services", "seconds"),
        *("service", "kiosk", "printer", "priority", "then", "day", "alarm", "undone"),
        *("paper_day",),
    }
)
"""The facts of an event that go outside."""

_LISTS = ("more_services", "served_services")
_NAMES = tuple(TicketFacts.__struct_fields__)


def tell_event(unit: Unit, seq: int, *, kind: str, ticket: str | None) -> None:
    """Tell the hub of the event just recorded; nothing where this office works alone. A panic
    call is for the colleagues in the office alone."""
    if not unit.linked or kind.startswith("panic"):
        return
    row = unit.connection.execute("SELECT * FROM events WHERE seq = ?", (seq,)).fetchone()
    data: dict[str, Any] = json.loads(row["data"])
    undone = data.get("undone")
    event = OfficeEvent(
        seq=seq,
        action=row["action"],
        day=row["day"],
        name=kind,
        at=datetime.fromisoformat(row["at"]),
        boot=up_head(unit.connection).boot,
        uptime_ms=row["uptime_ms"],
        clock_synced=bool(row["clock_synced"]),
        ticket=None if ticket is None else ticket_facts(unit.connection, ticket),
        counter=row["counter"],
        clerk=row["clerk"],
        facts={name: value for name, value in data.items() if name in TOLD},
        undone=(undone,) if isinstance(undone, int) else (),
    )
    tell_hub(unit, event)


def ticket_facts(connection: sqlite3.Connection, ticket: str) -> TicketFacts | None:
    """A ticket as the hub may know it: no note, no person."""
    row = connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
    if row is None:
        return None
    stored = dict(zip(row.keys(), row, strict=True))
    values = {name: stored[name] for name in _NAMES if name in stored}
    values |= {name: json.loads(stored[name]) for name in _LISTS}
    low, high = stored["wait_low_at_issue"], stored["wait_high_at_issue"]
    values["wait"] = None if low is None or high is None else (low, high)
    values["people_before"] = stored["people_before_at_issue"]
    return msgspec.convert(values, TicketFacts, strict=False)
