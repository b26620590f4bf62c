"""The link in numbers, for whoever watches over it; reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from cloud_hub.store.tables.log import dn_heads
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.tables.sync import node_presence, nodes, quarantine, restores


@dataclass(frozen=True)
class NodeNumbers:
    """One office with a box. `seen_at` is None where it was never heard of; `behind` is how many
    records of the hub it has not taken yet."""

    office: str
    seen_at: datetime | None
    behind: int
    set_aside: int
    alarms: tuple[str, ...]


def node_numbers(connection: Connection) -> tuple[NodeNumbers, ...]:
    """Every office with a box, in order. Besides the box's own alarms the hub names `twin` (two
    boxes speak as one) and `restoring` (the hub takes back what it had lost)."""
    aside = (
        select(func.count())
        .where(quarantine.c.office == nodes.c.office)
        .scalar_subquery()
        .label("aside")
    )
    columns: list[Any] = [
        *(nodes.c.office, nodes.c.twin_since, offices.c.seen_at, dn_heads.c.seq),
        *(node_presence.c.applied, node_presence.c.alarms, aside),
        restores.c.since.label("restoring"),
    ]
    query = (
        select(*columns)
        .join(offices, offices.c.id == nodes.c.office)
        .join(dn_heads, dn_heads.c.office == nodes.c.office)
        .outerjoin(node_presence, node_presence.c.node == nodes.c.id)
        .outerjoin(restores, restores.c.office == nodes.c.office)
        .where(nodes.c.revoked_at.is_(None))
        .order_by(nodes.c.office)
    )
    return tuple(_numbers(row) for row in connection.execute(query))


def _numbers(row: Row[Any]) -> NodeNumbers:
    own = {"twin": row.twin_since, "restoring": row.restoring}
    alarms = [*(row.alarms or ()), *(name for name, since in own.items() if since is not None)]
    behind = row.seq - (row.applied or 0)
    return NodeNumbers(row.office, row.seen_at, behind, row.aside, tuple(alarms))
