"""A hub restored from a backup takes back from the nodes what it had told them since.

A node whose cursor is ahead of the hub's own log proves the loss. Until everything is entered and
a new epoch is open, no term of the office is sold (`restores`). Contact data do not come back:
those visits are listed for the staff.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from cloud_hub.booking.conflicts import list_conflict
from cloud_hub.store.dn_log import DnHead
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.sync import restores
from cloud_hub.store.unit import Unit
from cloud_hub.sync.lost_records import enter_lost
from queue_core.wire.messages import Batch, Cursor, Epoch
from queue_core.wire.receiver import fits, read_record, verified_lines
from queue_core.wire.records import DOWN_RECORDS

_PATIENCE = timedelta(minutes=10)
"""A node whose own copy is erased or broken gives nothing back; then the hub goes on without."""


def begin_restore(unit: Unit, office: str, node: str, head: DnHead, held: Cursor) -> None:
    """The node holds more of the hub's log than the hub itself: stop selling, and ask for it."""
    running = _running(unit, office)
    if running is not None and _epoch(running) == held.epoch:
        return
    same = held.epoch == head.cursor.epoch and held.seq > head.cursor.seq
    start = head.cursor if same else Cursor(held.epoch, 0, head.chain.genesis(held.epoch))
    row = {
        "node": node,
        "counter": start.epoch.counter,
        "epoch": start.epoch.id,
        "seq": start.seq,
        "hash": start.hash,
        "since": unit.now,
    }
    if insert_if_absent(unit.connection, restores, {"office": office, **row}):
        list_conflict(unit, office, "hub_restored")
    else:
        unit.connection.execute(update(restores).where(restores.c.office == office).values(row))
    unit.touch("seats")


def lost_after(connection: Connection, office: str) -> int | None:
    """After which of its records the hub asks the node for the rest; None where it lost none."""
    query = select(restores.c.seq).where(restores.c.office == office)
    return connection.execute(query).scalar()


def take_back(unit: Unit, office: str, head: DnHead, batch: Batch) -> bool:
    """Enter records of the hub's own log that a node gave back; whether that led on. Raises
    `BadMessage` for what the hub never wrote."""
    running = _running(unit, office)
    if running is None or batch.epoch != _epoch(running) or not batch.records:
        return False
    lines = list(verified_lines(head.chain, batch))
    known = Cursor(batch.epoch, running.seq, running.hash)
    if lines[0].seq > known.seq + 1 or lines[-1].seq <= known.seq:
        return False
    if not fits(known, batch, lines):
        return _from_the_start(unit, office, head, known)
    for line in lines:
        record = read_record(DOWN_RECORDS, line.fact)
        if line.seq > known.seq and record is not None:
            enter_lost(unit, office, record)
    _keep(unit, office, lines[-1].seq, lines[-1].hash)
    return True


def is_complete(unit: Unit, office: str, held: Cursor, up: Cursor | None, *, told: Cursor) -> bool:
    """Whether all that the node holds has been entered and its own log is applied to its end;
    or nothing has come for too long."""
    running = _running(unit, office)
    if running is None:
        return False
    everything = _epoch(running) == held.epoch and running.seq >= held.seq
    if everything and up == told:
        return True
    return bool(unit.now - running.since > _PATIENCE)


def end_restore(unit: Unit, office: str) -> None:
    """Sell again; the caller opens the new epoch in the same transaction."""
    unit.connection.execute(delete(restores).where(restores.c.office == office))
    unit.touch("seats")


def _from_the_start(unit: Unit, office: str, head: DnHead, known: Cursor) -> bool:
    """The hub wrote other records under these numbers since it was restored: ask for all."""
    if known.seq:
        _keep(unit, office, 0, head.chain.genesis(known.epoch))
    return bool(known.seq)


def _keep(unit: Unit, office: str, seq: int, hash: str) -> None:
    place = {"seq": seq, "hash": hash, "since": unit.now}
    unit.connection.execute(update(restores).where(restores.c.office == office).values(place))


def _running(unit: Unit, office: str) -> Row[Any] | None:
    return unit.connection.execute(select(restores).where(restores.c.office == office)).first()


def _epoch(row: Row[Any]) -> Epoch:
    return Epoch(row.counter, row.epoch)
