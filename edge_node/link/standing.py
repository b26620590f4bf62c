"""Where this node stands, as its cursor tells the hub: positions, clock, versions, queue, days.

Reads only. The trap: nothing here may name a person; it goes out every half minute.
"""

import sqlite3
from importlib.metadata import version

from edge_node.store.hub_log import hub_cursor, set_aside_count
from edge_node.store.unit import Office
from edge_node.store.untold import versions_by_day
from edge_node.views.queue_state import ServiceState, queue_state
from queue_core.wire.digests import digest_of
from queue_core.wire.messages import Digests, Live, LiveService

QUARANTINE = "quarantine"
CLOCK = "clock_differs"


def alarms(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What the hub's staff must look at in this node's link."""
    return (QUARANTINE,) if set_aside_count(connection) else ()


def versions(office: Office) -> dict[str, str]:
    """Of the program and of the document in force."""
    return {"okienko": version("okienko"), "document": str(office.document.version)}


def live(office: Office) -> Live:
    """The queue now."""
    state = queue_state(office)
    return Live(
        day=state.day,
        at=state.now.isoformat(timespec="milliseconds"),
        services={one.service.id: _service(one) for one in state.services},
    )


def digests(connection: sqlite3.Connection, today: str, applied: int) -> Digests | None:
    """The bookings of each day from today on as they are here; None before the first record.

    `applied` is how far the hub has applied this node's log: later sales are left out.
    """
    at = hub_cursor(connection)
    if at is None:
        return None
    days = versions_by_day(connection, today, applied)
    return Digests(at, {day: digest_of(bookings) for day, bookings in days.items()})


def _service(one: ServiceState) -> LiveService:
    return LiveService(
        waiting=one.waiting,
        counters=one.open_counters,
        wait=(one.wait.low, one.wait.high) if one.wait else None,
        last_called=one.last_called,
        issuing=one.issuing.open,
    )
