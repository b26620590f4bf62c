"""Telling an office: one record at the end of its log, in the transaction that has the reason.

Knows order, not transport: chain, MAC, cursors and sending belong to `cloud_hub.sync`, which may
add columns to `dn_records`. Records are written last, in ascending order of office, under the
row lock of `dn_heads`. The trap: a record's place is therefore known only at the commit.
"""

import msgspec
from sqlalchemy import insert, update
from ulid import ULID

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.log import dn_heads, dn_records
from cloud_hub.store.unit import Telling, Unit
from queue_core.wire.records import Personal, Record


def tell_office(unit: Unit, office: str, record: Record, personal: Personal | None = None) -> None:
    """Append a record to the office's log when this transaction ends."""
    unit.tellings.append(Telling(office, record, personal))
    unit.at_the_end(_write)
    unit.touch("log")


def _write(unit: Unit) -> None:
    for telling in sorted(unit.tellings, key=lambda t: t.office):
        epoch, seq = _next_place(unit, telling.office)
        unit.connection.execute(
            insert(dn_records).values(
                office=telling.office,
                epoch=epoch,
                seq=seq,
                id=str(ULID.from_datetime(unit.now)),
                kind=telling.record.__struct_config__.tag,
                body=msgspec.json.encode(telling.record),
                personal=_text(telling.personal),
                at=unit.now,
            )
        )


def _next_place(unit: Unit, office: str) -> tuple[int, int]:
    """Lock the head of the log and move it on by one."""
    insert_if_absent(unit.connection, dn_heads, {"office": office, "epoch": 1, "seq": 0})
    head = unit.connection.execute(
        update(dn_heads)
        .where(dn_heads.c.office == office)
        .values(seq=dn_heads.c.seq + 1)
        .returning(dn_heads.c.epoch, dn_heads.c.seq)
    ).one()
    return head.epoch, head.seq


def _text(personal: Personal | None) -> str | None:
    return None if personal is None else msgspec.json.encode(personal).decode()
