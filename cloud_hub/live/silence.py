"""Which offices have not been heard of for too long, and since when (B-162)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cloud_hub.live.queue_now import SILENT_AFTER
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.unit import Hub


@dataclass(frozen=True)
class Silent:
    """An office that is silent; `since` is None where it was never heard of."""

    office: str
    name: str
    since: datetime | None


def silent_offices(hub: Hub) -> tuple[Silent, ...]:
    """The active offices that are silent now, in the institution's order."""
    latest = hub.clock.now() - SILENT_AFTER
    asked = (
        select(offices.c.id, offices.c.seen_at)
        .where(offices.c.active)
        .order_by(offices.c.position, offices.c.id)
    )
    with hub.database.read() as connection:
        rows = connection.execute(asked).all()
        return tuple(
            Silent(row.id, hub.documents.current(connection, row.id).name, row.seen_at)
            for row in rows
            if row.seen_at is None or row.seen_at < latest
        )
