"""What a node says about itself: that it is there, its clock, its versions, its alarms, its queue.

The trap: a last will may come long after the connection that it was made for, so a word about an
earlier one says nothing.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import DataError

from cloud_hub.live.applying import note_live
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.offices import heard_from
from cloud_hub.store.tables.sync import node_presence
from cloud_hub.store.unit import Unit
from cloud_hub.sync.dating import Dating
from queue_core.wire.clocks import dated
from queue_core.wire.messages import NodeCur, Presence


def note_standing(unit: Unit, office: str, node: str, *, cur: NodeCur, applied: int) -> None:
    """Keep the latest word of a node about itself, and its queue. `applied` is how far it has
    taken the present epoch of the hub's log."""
    heard_from.within(unit, office)
    row = {
        "online": True,
        "boot": cur.boot,
        "connection": cur.connection,
        "synced": cur.synced,
        "versions": cur.versions,
        "alarms": list(cur.alarms),
        "applied": applied,
        "seen_at": unit.now,
    }
    if not insert_if_absent(unit.connection, node_presence, {"node": node, **row}):
        unit.connection.execute(
            update(node_presence).where(node_presence.c.node == node).values(row)
        )
    unit.touch("nodes")
    if cur.live is not None:
        with suppress(ValueError, DataError), unit.attempt():  # a queue of nonsense is none
            note_live(unit, office, cur.live, _when(unit, node, cur))


def is_news(connection: Connection, node: str, word: Presence) -> bool:
    """Whether a node's word or will tells anything that is not known."""
    row = _stored(connection, node)
    if row is None:
        return True
    known = Presence(online=row.online, boot=row.boot, connection=row.connection)
    return word != known and word.outdates(known)


def note_presence(unit: Unit, node: str, word: Presence) -> bool:
    """Keep that a node came or went; whether it was news."""
    if not is_news(unit.connection, node, word):
        return False
    row = {"online": word.online, "boot": word.boot, "connection": word.connection}
    blank = {"synced": True, "versions": {}, "alarms": [], "applied": 0}
    if not insert_if_absent(unit.connection, node_presence, {"node": node, **row, **blank}):
        unit.connection.execute(
            update(node_presence).where(node_presence.c.node == node).values(row)
        )
    unit.touch("nodes")
    return True


def _stored(connection: Connection, node: str) -> Row[Any] | None:
    query = select(node_presence).where(node_presence.c.node == node)
    return connection.execute(query).first()


def _when(unit: Unit, node: str, cur: NodeCur) -> datetime:
    """When the node said it; cursors may overtake each other."""
    known = Dating(unit, node).sample(cur.boot)
    return unit.now if known is None else min(unit.now, dated(known, cur.uptime_ms))
