"""The log that the hub writes for an office: one record at its end, in the transaction that has
the reason.

Each line is chained by the key of the office's present node. Records are written last, in
ascending order of office, under the row lock of `dn_heads`. The trap: a record's place is
therefore known only at the commit, and what is read for a new epoch is read under that lock.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from ulid import ULID

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.many_rows import ManyRows
from cloud_hub.store.tables.log import dn_heads, dn_records
from cloud_hub.store.tables.sync import up_cursors
from cloud_hub.store.unit import Telling, Unit
from cloud_hub.store.watching import call_out
from queue_core.wire.chain import About, Chain, Line, write_line
from queue_core.wire.messages import Cursor, Epoch
from queue_core.wire.records import Personal, Record

_RECORDS = ManyRows(lambda insert: insert(dn_records))


@dataclass(frozen=True)
class DnHead:
    """The end of an office's log, and the chain that it is written with."""

    cursor: Cursor
    chain: Chain


def tell_office(unit: Unit, office: str, record: Record, personal: Personal | None = None) -> None:
    """Append a record to the office's log when this transaction ends."""
    unit.tellings.append(Telling(office, record, personal))
    unit.at_the_end(_write)
    unit.touch("log")


def tell_now(unit: Unit, office: str, tellings: Iterable[Telling]) -> None:
    """Append records at once, as the last thing that this transaction does."""
    head = lock_head(unit, office)
    seen = applied_up(unit.connection, head.chain.node)
    at, rows = head.cursor, list[dict[str, Any]]()
    for telling in tellings:
        id = str(ULID.from_datetime(unit.now))
        about = About(id=id, seen=seen, at=unit.now.isoformat(timespec="milliseconds"))
        line = write_line(at.seq + 1, about, telling.record, telling.personal)
        at = Cursor(at.epoch, line.seq, head.chain.link(at.hash, line))
        place = {"office": office, "counter": at.epoch.counter, "id": id, "at": unit.now}
        rows.append(place | _row(telling.record, replace(line, hash=at.hash)))
    if rows:
        _RECORDS.write(unit.connection, rows)
        moved = update(dn_heads).where(dn_heads.c.office == office)
        unit.connection.execute(moved.values(seq=at.seq, hash=at.hash))
        call_out(unit.connection)
    unit.touch("log")


def dn_head(connection: Connection, office: str) -> DnHead | None:
    """The end of an office's log; None for one that was never told anything."""
    row = connection.execute(select(dn_heads).where(dn_heads.c.office == office)).first()
    return _head(row) if row else None


def lock_head(unit: Unit, office: str) -> DnHead:
    """The end of an office's log, kept from other writers until the transaction ends."""
    query = select(dn_heads).where(dn_heads.c.office == office).with_for_update()
    row = unit.connection.execute(query).first()
    if row is not None:
        return _head(row)
    insert_if_absent(unit.connection, dn_heads, _first(office))
    return _head(unit.connection.execute(query).one())


def start_epoch(unit: Unit, office: str, counter: int, node: str, *, key: bytes) -> DnHead:
    """A new life of the log, for this node; what was in the old one is no longer sent."""
    lock_head(unit, office)
    chain = Chain(key, "dn", node)
    epoch = Epoch(counter, secrets.token_hex(8))
    at = Cursor(epoch, 0, chain.genesis(epoch))
    unit.connection.execute(delete(dn_records).where(dn_records.c.office == office))
    unit.connection.execute(
        update(dn_heads)
        .where(dn_heads.c.office == office)
        .values(counter=counter, epoch=epoch.id, seq=0, hash=at.hash, node=node, key=key.hex())
    )
    unit.touch("log")
    return DnHead(at, chain)


def applied_up(connection: Connection, node: str) -> tuple[int, int]:
    """How far (epoch counter, number) this node's log was applied."""
    query = select(up_cursors.c.counter, up_cursors.c.seq).where(up_cursors.c.node == node)
    row = connection.execute(query).first()
    return (row.counter, row.seq) if row else (0, 0)


class DnLog:
    """An office's log as its sender reads it (`SentLog`), as of the head given to it."""

    def __init__(self, connection: Connection, office: str, head: DnHead) -> None:
        self._connection = connection
        self._head = head
        at = head.cursor
        self._own = (dn_records.c.office == office, dn_records.c.counter == at.epoch.counter)

    def head(self) -> Cursor:
        """See `SentLog`."""
        return self._head.cursor

    def first_kept(self) -> int:
        """See `SentLog`. Of a shortened log the oldest record only proves the next one."""
        first = self._connection.execute(select(func.min(dn_records.c.seq)).where(*self._own))
        found: int | None = first.scalar()
        if found is None:
            return self.head().seq + 1
        return 1 if found == 1 else found + 1

    def hash_at(self, seq: int) -> str | None:
        """See `SentLog`."""
        if seq in (0, self.head().seq):
            return self._head.chain.genesis(self.head().epoch) if seq == 0 else self.head().hash
        query = select(dn_records.c.hash).where(*self._own, dn_records.c.seq == seq)
        return self._connection.execute(query).scalar()

    def after(self, seq: int, at_most: int) -> list[Line]:
        """See `SentLog`."""
        query = (
            select(dn_records)
            .where(*self._own, dn_records.c.seq > seq, dn_records.c.seq <= self.head().seq)
            .order_by(dn_records.c.seq)
            .limit(at_most)
        )
        return [_line(row) for row in self._connection.execute(query)]


def _write(unit: Unit) -> None:
    told = sorted(unit.tellings, key=lambda t: t.office)
    for office, tellings in groupby(told, key=lambda t: t.office):
        tell_now(unit, office, tellings)


def _first(office: str) -> dict[str, Any]:
    chain, epoch = Chain(b"", "dn", ""), Epoch(1, secrets.token_hex(8))
    start = {"counter": epoch.counter, "epoch": epoch.id, "seq": 0, "hash": chain.genesis(epoch)}
    return {"office": office, **start, "node": "", "key": ""}


def _head(row: Row[Any]) -> DnHead:
    at = Cursor(Epoch(row.counter, row.epoch), row.seq, row.hash)
    return DnHead(at, Chain(bytes.fromhex(row.key), "dn", row.node))


def _row(record: Record, line: Line) -> dict[str, Any]:
    return {
        "kind": record.__struct_config__.tag,
        "seq": line.seq,
        "about": line.about,
        "body": line.fact,
        "hash": line.hash,
        "personal": None if line.personal is None else line.personal.decode(),
        "salt": line.salt,
    }


def _line(row: Row[Any]) -> Line:
    personal = None if row.personal is None else row.personal.encode()
    return Line(row.seq, row.about, row.body, row.hash, personal, row.salt)
