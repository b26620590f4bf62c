"""Which link process serves an office: a row that it renews, and that another may take when it is
over.

It spares work and double sending only; what is applied is guarded by the lock of the cursor.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.sync import link_owners
from cloud_hub.store.unit import Unit

OWNED_FOR = timedelta(seconds=60)
"""A node says something at least every 36 s, and each time the row is renewed."""


def own(unit: Unit, office: str, owner: str) -> datetime | None:
    """Until when this process serves the office; None where another one does."""
    until = unit.now + OWNED_FOR
    row = {"office": office, "owner": owner, "until": until}
    found = unit.connection.execute(
        select(link_owners).where(link_owners.c.office == office)
    ).first()
    if found is None:
        return until if insert_if_absent(unit.connection, link_owners, row) else None
    if found.owner == owner and found.until - unit.now > OWNED_FOR / 2:
        return found.until  # type: ignore[no-any-return]
    if found.owner != owner and found.until > unit.now:
        return None
    taken = unit.connection.execute(
        update(link_owners)
        .where(link_owners.c.office == office, link_owners.c.owner == found.owner)
        .where(link_owners.c.until == found.until)
        .values(owner=owner, until=until)
    )
    return until if taken.rowcount else None


def owners(connection: Connection) -> frozenset[str]:
    """Every process that serves some office, or died while it did."""
    return frozenset(connection.execute(select(link_owners.c.owner).distinct()).scalars())


def disown(unit: Unit, owner: str, office: str | None = None) -> None:
    """Let another process serve an office, or all that this one serves."""
    mine = delete(link_owners).where(link_owners.c.owner == owner)
    if office is not None:
        mine = mine.where(link_owners.c.office == office)
    unit.connection.execute(mine)
