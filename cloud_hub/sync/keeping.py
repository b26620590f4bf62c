"""How long the logs are kept: 35 days, because either side may be restored from a backup of that
age.

The trap: of the hub's own log nothing goes that the node has not taken yet, and the last record
stays, to prove the next one.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from cloud_hub.store.tables.log import dn_heads, dn_records
from cloud_hub.store.tables.sync import new_epochs, node_presence, nodes, up_records
from cloud_hub.store.unit import Unit, use_case

KEPT = timedelta(days=35)


@use_case
def forget_old_records(unit: Unit) -> int:
    """Erase old records of both logs, with the personal fields beside them; how many."""
    before = unit.now - KEPT
    gone = unit.connection.execute(delete(up_records).where(up_records.c.at < before)).rowcount
    unit.connection.execute(delete(new_epochs).where(new_epochs.c.at < before))
    for office, taken in _taken(unit):
        own = dn_records.c.office == office, dn_records.c.seq < taken, dn_records.c.at < before
        gone += unit.connection.execute(delete(dn_records).where(*own)).rowcount
    return gone


def _taken(unit: Unit) -> list[tuple[str, int]]:
    """How far each office's log was taken; all of it where no node is there to take it."""
    query = (
        select(dn_heads.c.office, dn_heads.c.seq, dn_heads.c.node, node_presence.c.applied)
        .outerjoin(nodes, nodes.c.id == dn_heads.c.node)
        .outerjoin(node_presence, node_presence.c.node == nodes.c.id)
    )
    return [
        (row.office, row.seq if not row.node else row.applied or 0)
        for row in unit.connection.execute(query)
    ]
