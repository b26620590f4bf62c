"""Messages that were not taken, counted by the code of the reason: all link processes together."""

from collections import Counter

from sqlalchemy import Connection, select, update

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.sync import refused_messages
from cloud_hub.store.unit import Unit


def add_refused(unit: Unit, refused: Counter[str]) -> None:
    """Add what one process has counted since the last time."""
    for code, count in sorted(refused.items()):
        row = {"code": code, "count": count, "last_at": unit.now}
        if not insert_if_absent(unit.connection, refused_messages, row):
            more = {"count": refused_messages.c["count"] + count, "last_at": unit.now}
            unit.connection.execute(
                update(refused_messages).where(refused_messages.c.code == code).values(more)
            )


def refused_counts(connection: Connection) -> dict[str, int]:
    """How many messages were ever refused, by code."""
    query = select(refused_messages).order_by(refused_messages.c.code)
    return {row.code: int(row._mapping["count"]) for row in connection.execute(query)}
