"""What hub and node each hold of one office, and in what they differ.

Reads both databases and nothing else. The trap: the node keeps a copy of a booking only as
confirmed or cancelled, while the hub follows the visit to its end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from cloud_hub.config import load_config
from cloud_hub.store.tables.bookings import bookings, conflicts
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.tables.log import dn_heads
from cloud_hub.store.tables.seats import leases, seats
from cloud_hub.store.tables.sync import nodes, quarantine, up_cursors
from cloud_hub.store.unit import Hub
from cloud_hub.wiring import build_hub
from edge_node.store.database import connect
from edge_node.store.hub_log import hub_cursor, set_aside_count
from edge_node.store.sync import up_head
from queue_core.domain.booking.seats import cell_at

_NEVER_TOLD = ("held", "unconfirmed", "expired")
_GIVEN_UP = ("cancelled", "moved")

Position = tuple[str, int]
"""The epoch of a log and the last record in it."""


@dataclass(frozen=True)
class Side:
    """One side's word, made comparable.

    `bookings` are (version, cancelled), `tickets` (number, state, version, booking, counter),
    `leased` seats with who has them; `up` and `dn` how far each log is here. `visits` are the
    states by number and hour, which only the hub follows to their end.
    """

    bookings: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    tickets: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    leased: Mapping[tuple[str, int, int], str | None] = field(default_factory=dict)
    up: Position = ("", 0)
    dn: Position = ("", 0)
    set_aside: int = 0
    conflicts: int = 0
    visits: Mapping[tuple[str, datetime], str] = field(default_factory=dict)


def differences(hub: Side, node: Side) -> Iterator[str]:
    """One sentence for each thing in which the two differ, or that somebody must look at."""
    for name in ("bookings", "tickets", "leased"):
        held, told = getattr(hub, name), getattr(node, name)
        for key in sorted({*held, *told}, key=str):
            if held.get(key, "nothing") != told.get(key, "nothing"):
                yield (
                    f"{name} {key}: the hub has {held.get(key, 'nothing')},"
                    f" the node {told.get(key, 'nothing')}"
                )
    for log in ("up", "dn"):
        if getattr(hub, log) != getattr(node, log):
            yield f"log {log}: {getattr(hub, log)} at the hub, {getattr(node, log)} at the node"
    for name in ("set_aside", "conflicts"):
        if (count := getattr(hub, name) + getattr(node, name)) > 0:
            yield f"{name}: {count}"


def hub_side(file: Path, office: str) -> Side:
    """What the hub of this settings file holds of an office."""
    hub = build_hub(load_config(file))
    try:
        return _hub_side(hub, office)
    finally:
        hub.database.close()


def _hub_side(hub: Hub, office: str) -> Side:
    with hub.database.read() as connection:
        visits = connection.execute(
            select(bookings).where(
                bookings.c.office == office, bookings.c.state.not_in(_NEVER_TOLD)
            )
        ).all()
        tickets = connection.execute(select(hub_tickets).where(hub_tickets.c.office == office))
        granted = connection.execute(
            select(seats)
            .join(leases, leases.c.id == seats.c.lease)
            .where(leases.c.office == office)
        )
        up = connection.execute(
            select(up_cursors)
            .join(nodes, nodes.c.id == up_cursors.c.node)
            .where(nodes.c.office == office, nodes.c.revoked_at.is_(None))
        ).first()
        dn = connection.execute(select(dn_heads).where(dn_heads.c.office == office)).one()
        counted = (
            connection.execute(
                select(func.count()).select_from(table).where(table.c.office == office)
            ).scalar_one()
            for table in (quarantine, conflicts)
        )
        return Side(
            bookings={v.id: (v.version, v.state in _GIVEN_UP) for v in visits},
            tickets={t.id: (t.number, t.state, t.version, t.booking, t.counter) for t in tickets},
            leased={(s.lease, s.cell, s.seat_no): s.booking for s in granted},
            up=(up.epoch, up.seq) if up else ("", 0),
            dn=(dn.epoch, dn.seq),
            set_aside=next(counted),
            conflicts=next(counted),
            visits={(v.number, v.start): v.state for v in visits},
        )


def node_side(database: Path) -> Side:
    """What a node's database holds."""
    connection = connect(database)
    try:
        visits = connection.execute("SELECT id, version, state FROM bookings")
        tickets = connection.execute(
            "SELECT id, number, state, version, booking, counter FROM tickets"
        )
        granted = connection.execute(
            "SELECT lease, cell, seat, booking FROM leased_seats WHERE state <> 'returned'"
        )
        up, dn = up_head(connection).cursor, hub_cursor(connection)
        return Side(
            bookings={v["id"]: (v["version"], v["state"] == "cancelled") for v in visits},
            tickets={t["id"]: tuple(t)[1:] for t in tickets},
            leased={(s["lease"], _cell(s["cell"]), s["seat"]): s["booking"] for s in granted},
            up=(up.epoch.id, up.seq),
            dn=(dn.epoch.id, dn.seq) if dn else ("", 0),
            set_aside=set_aside_count(connection),
        )
    finally:
        connection.close()


def _cell(text: str) -> int:
    return cell_at(datetime.fromisoformat(text).astimezone(UTC))
