"""Counting what one address, one contact or everybody asks for in a span of time.

The counts are in the database, so they hold for every process and machine of the hub; where they
cannot be written, nothing is allowed. The trap: a refused try is counted too, so it is committed
before it is refused.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cloud_hub.store.tables.defence import counts
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from queue_core.domain.errors import Refused

HOUR = 3600


@dataclass(frozen=True)
class Limit:
    """So many of one thing in so many seconds; `thing` names it in the counts."""

    thing: str
    most: int
    seconds: int = HOUR


def spend(hub: Hub, limit: Limit, who: str) -> None:
    """Count one more for `who`. Raises `too_many_requests` beyond the limit."""
    if count(hub, Command(), limit.thing, who, limit.seconds) > limit.most:
        raise Refused("too_many_requests")


@use_case
def count(unit: Unit, thing: str, who: str, seconds: int) -> int:
    """Count one more; how many there are now in this span, which begins with its first."""
    dialect = sqlite if unit.hub.database.is_sqlite else postgresql
    ends = unit.now + timedelta(seconds=seconds)
    key = unit.hub.keys.mac("counts", thing, who)
    insert = dialect.insert(counts).values(key=key, ends_at=ends, hits=1)
    over = counts.c.ends_at <= unit.now
    counted = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "hits": case((over, 1), else_=counts.c.hits + 1),
            "ends_at": case((over, insert.excluded.ends_at), else_=counts.c.ends_at),
        },
    )
    return int(unit.connection.execute(counted.returning(counts.c.hits)).scalar_one())


def counted(hub: Hub, thing: str, who: str) -> int:
    """How many there were so far in the present span; counts nothing."""
    known = select(counts.c.hits).where(
        counts.c.key == hub.keys.mac("counts", thing, who), counts.c.ends_at > hub.clock.now()
    )
    with hub.database.read() as connection:
        return int(connection.execute(known).scalar() or 0)


@use_case
def forget_counts(unit: Unit) -> int:
    """Forget spans that are over; how many. The work process asks."""
    return unit.connection.execute(delete(counts).where(counts.c.ends_at <= unit.now)).rowcount
