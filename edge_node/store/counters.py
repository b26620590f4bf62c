"""Counters as rows: open, on a break or closed, and who sits there."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from edge_node.store.unit import Unit
from queue_core.domain.calling import Desk
from queue_core.domain.errors import Unknown
from queue_core.domain.office import Counter, OfficeDocument

CounterStatus = Literal["closed", "open", "paused"]


@dataclass(frozen=True)
class CounterState:
    """A counter now. `session` is the browser session that opened it, "" for a button box."""

    id: str
    state: CounterStatus
    since: datetime
    clerk: str | None = None
    session: str | None = None
    reason: str | None = None


def counter_states(
    connection: sqlite3.Connection, office: OfficeDocument
) -> dict[str, CounterState]:
    """The state of every counter of the document, in its order."""
    rows = {row["id"]: row for row in connection.execute("SELECT * FROM counters")}
    return {c.id: _state(c.id, rows.get(c.id)) for c in office.counters}


def counter_state(connection: sqlite3.Connection, office: OfficeDocument, id: str) -> CounterState:
    """The state of one counter. Raises `Unknown("counter")`."""
    if office.counter(id) is None:
        raise Unknown("counter")
    row = connection.execute("SELECT * FROM counters WHERE id = ?", (id,)).fetchone()
    return _state(id, row)


def set_counter(unit: Unit, state: CounterState) -> CounterState:
    """Write the state of a counter."""
    unit.connection.execute(
        """INSERT INTO counters (id, state, clerk, session, since, reason)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state,
        clerk = excluded.clerk, session = excluded.session, since = excluded.since,
        reason = excluded.reason""",
        (
            state.id,
            state.state,
            state.clerk,
            state.session,
            state.since.isoformat(timespec="milliseconds"),
            state.reason,
        ),
    )
    unit.touch("counters", "queue")
    return state


def desk(counter: Counter, clerk: str | None) -> Desk:
    """A counter as the rules of turn see it."""
    groups = tuple(frozenset(group) for group in counter.profile)
    return Desk(counter.id, groups, clerk, frozenset(counter.needs), frozenset(counter.languages))


def open_desks(connection: sqlite3.Connection, office: OfficeDocument) -> list[Desk]:
    """The counters that are open, not those on a break."""
    states = counter_states(connection, office)
    return [
        desk(counter, states[counter.id].clerk)
        for counter in office.counters
        if states[counter.id].state == "open"
    ]


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _state(id: str, row: sqlite3.Row | None) -> CounterState:
    if row is None:
        return CounterState(id, "closed", _NEVER)
    return CounterState(
        id,
        row["state"],
        datetime.fromisoformat(row["since"]),
        row["clerk"],
        row["session"],
        row["reason"],
    )
