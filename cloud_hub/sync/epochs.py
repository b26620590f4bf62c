"""New epochs, which a restored box or a restored hub opens now and then, and two boxes that speak
as one node open without end.

Three within an hour are a twin: no more are taken, and an administrator enrols the right box.
"""

from datetime import timedelta

from sqlalchemy import func, select, update

from cloud_hub.booking.conflicts import list_conflict
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.sync import new_epochs, nodes
from cloud_hub.store.unit import Unit
from queue_core.wire.topics import Way

_AT_MOST = 3
_WITHIN = timedelta(hours=1)


def is_twin(unit: Unit, node: str) -> bool:
    """Whether this node has opened too many epochs to be one box."""
    query = select(nodes.c.twin_since).where(nodes.c.id == node)
    return unit.connection.execute(query).scalar() is not None


def note_epoch(unit: Unit, node: str, way: Way, counter: int) -> None:
    """Count a new epoch that a node opened, or called for; after too many it is a twin."""
    place = {"node": node, "way": way, "counter": counter, "at": unit.now}
    if not insert_if_absent(unit.connection, new_epochs, place) or is_twin(unit, node):
        return
    late = new_epochs.c.at > unit.now - _WITHIN
    count = select(func.count()).where(new_epochs.c.node == node, new_epochs.c.way == way, late)
    if unit.connection.execute(count).scalar_one() < _AT_MOST:
        return
    office: str = unit.connection.execute(
        update(nodes)
        .where(nodes.c.id == node)
        .values(twin_since=unit.now)
        .returning(nodes.c.office)
    ).scalar_one()
    list_conflict(unit, office, "twin_node", node=node)
    unit.touch("nodes")
