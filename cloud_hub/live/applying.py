"""Entering what nodes tell of their queues. Called by the link, in the transaction that applies
the records of an office.

Once or again, in any order: the tables come out the same, because a ticket keeps its highest
version. Bookings are not touched here: for an event with a booked ticket the link calls
`cloud_hub.booking.from_node.apply_ticket` as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, and_, or_
from sqlalchemy.dialects import postgresql, sqlite

from cloud_hub.store.many_rows import ManyRows
from cloud_hub.store.tables.live import hub_events, hub_tickets, hub_undone, live_queue
from cloud_hub.store.unit import Unit
from queue_core.wire.records import OfficeEvent, TicketFacts

Dated = tuple[OfficeEvent, datetime]
"""An event, and when it happened by the clock of the hub (`sync.md`, "Clocks")."""


class LiveServiceTold(Protocol):
    """One matter now, as the node's cursor tells it; `wait` is that of a new ticket."""

    @property
    def waiting(self) -> int: ...
    @property
    def counters(self) -> tuple[str, ...]: ...
    @property
    def wait(self) -> tuple[int, int] | None: ...
    @property
    def last_called(self) -> str | None: ...
    @property
    def issuing(self) -> bool: ...


class LiveTold(Protocol):
    """The queue now: an estimate that nobody needs to have later."""

    @property
    def day(self) -> str: ...
    @property
    def services(self) -> Mapping[str, LiveServiceTold]: ...


def apply_event(unit: Unit, office: str, record: OfficeEvent, at: datetime) -> None:
    """Enter one event and its ticket; `at` is when it happened by the clock of the hub.

    The same again changes nothing; an older one than known changes no ticket. Touches `live`.
    """
    apply_events(unit, office, [(record, at)])


def apply_events(unit: Unit, office: str, told: Sequence[Dated]) -> None:
    """Enter many events of one office at once, as `apply_event` does one by one."""
    unit.touch("live")
    connection = unit.connection
    _EVENTS.write(connection, [event_row(office, record, at) for record, at in told])
    _UNDONE.write(connection, [row for record, _ in told for row in _undone_rows(office, record)])
    rows = list(ticket_rows(office, told))
    unseen = {record.ticket.id for record, _ in told if record.ticket and takes_back(record)}
    _TICKETS.write(connection, [row for row in rows if row["id"] not in unseen])
    _UNSEEN.write(connection, [row for row in rows if row["id"] in unseen])


def note_live(unit: Unit, office: str, live: LiveTold, at: datetime) -> None:
    """Keep the latest live state of an office; an older one than known is dropped.

    `at` is when the node was in that state, by the clock of the hub. Presence is not noted here
    but by `cloud_hub.store.offices.heard_from`, with every cursor. Touches `live`.
    """
    row = {
        "office": office,
        "day": date.fromisoformat(live.day),
        "at": at,
        "services": {name: _service(told) for name, told in live.services.items()},
    }
    insert = _dialect(unit.connection).insert(live_queue)
    unit.connection.execute(
        insert.on_conflict_do_update(
            index_elements=[live_queue.c.office],
            set_={name: insert.excluded[name] for name in ("day", "at", "services")},
            where=live_queue.c.at <= insert.excluded.at,
        ),
        row,
    )
    unit.touch("live")


def takes_back(record: OfficeEvent) -> bool:
    """Whether this event says that somebody who had been seen was not. No other one may: else a
    node restored from a backup would forget a person who is here."""
    return record.name in _TAKES_BACK


_TAKES_BACK = frozenset({"ticket_unplaced", "ticket_undone"})


def _seen_stays(insert: Any) -> Any:
    known = hub_tickets.c
    seen = or_(known.arrived.is_(False), insert(hub_tickets).excluded.arrived.is_(True))
    return _latest_ticket(insert, seen)


def _latest_ticket(insert: Any, *conditions: Any) -> Any:
    """Of two words of the same version and number the later one to come counts: only a node
    restored from a backup says both."""
    told, known = insert(hub_tickets), hub_tickets.c
    keys = hub_tickets.primary_key.columns.keys()
    return told.on_conflict_do_update(
        index_elements=keys,
        set_={name: told.excluded[name] for name in known.keys() if name not in keys},  # noqa: SIM118
        where=and_(
            or_(
                known.version < told.excluded.version,
                and_(known.version == told.excluded.version, known.seq <= told.excluded.seq),
            ),
            *conditions,
        ),
    )


_EVENTS = ManyRows(lambda insert: insert(hub_events).on_conflict_do_nothing())
_UNDONE = ManyRows(lambda insert: insert(hub_undone).on_conflict_do_nothing())
_TICKETS = ManyRows(_seen_stays)
_UNSEEN = ManyRows(_latest_ticket)


def _dialect(connection: Connection) -> Any:
    return sqlite if connection.dialect.name == "sqlite" else postgresql


def event_row(office: str, record: OfficeEvent, at: datetime) -> dict[str, Any]:
    """An event as its row of `hub_events`."""
    ticket = record.ticket
    return {
        "office": office,
        "seq": record.seq,
        "boot": record.boot,
        "uptime_ms": record.uptime_ms,
        "day": date.fromisoformat(record.day),
        "action": record.action,
        "name": record.name,
        "at": at,
        "clock_synced": record.clock_synced,
        "ticket": ticket.id if ticket else None,
        "service": ticket.service if ticket else None,
        "state": ticket.state if ticket else None,
        "counter": record.counter,
        "clerk": record.clerk,
        "facts": record.facts,
    }


def _undone_rows(office: str, record: OfficeEvent) -> Iterable[dict[str, Any]]:
    day = date.fromisoformat(record.day)
    for seq in record.undone:
        yield {"office": office, "day": day, "seq": seq, "undone_by": record.seq}


def ticket_rows(office: str, told: Sequence[Dated]) -> Iterable[dict[str, Any]]:
    """One row for each ticket, as its latest event left it."""
    latest: dict[str, tuple[int, int, datetime, TicketFacts]] = {}
    for record, at in told:
        if (ticket := record.ticket) is not None:
            known = latest.get(ticket.id)
            if known is None or (ticket.version, record.seq) >= known[:2]:
                latest[ticket.id] = ticket.version, record.seq, at, ticket
    for _, seq, at, ticket in latest.values():
        yield {"office": office, "seq": seq, "heard_at": at, **_ticket(ticket)}


_AS_TOLD = tuple(
    column.name
    for column in hub_tickets.c
    if column.name not in ("office", "seq", "heard_at", "day", "wait_low", "wait_high")
)


def _ticket(told: TicketFacts) -> dict[str, Any]:
    low, high = told.wait or (None, None)
    row = {name: getattr(told, name) for name in _AS_TOLD}
    return row | {"day": date.fromisoformat(told.day), "wait_low": low, "wait_high": high}


def _service(told: LiveServiceTold) -> dict[str, Any]:
    return {
        "waiting": told.waiting,
        "counters": list(told.counters),
        "wait": list(told.wait) if told.wait else None,
        "last_called": told.last_called,
        "issuing": told.issuing,
    }
