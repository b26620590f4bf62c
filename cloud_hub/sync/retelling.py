"""Telling an office everything anew: a new epoch of its log, or one day that does not agree.

Both run from `ResendBegun` to `ResendEnded` in the log itself. The trap: what is told is read
under the lock of the log, or a booking made at this moment would be in neither epoch.
"""

from datetime import date

import msgspec
from sqlalchemy import select

from cloud_hub.booking.retelling import (
    Days,
    granted_leases,
    promised_bookings,
    unanswered_tombstones,
)
from cloud_hub.live.retelling import tickets_back
from cloud_hub.store.dn_log import applied_up, lock_head, start_epoch, tell_now
from cloud_hub.store.offices import keys_of
from cloud_hub.store.tables.offices import office_documents, offices
from cloud_hub.store.tables.sync import nodes
from cloud_hub.store.unit import Telling, Unit
from queue_core.domain.calendar import local_day
from queue_core.wire.records import Configuration, OfficeKeys, Record, ResendBegun, ResendEnded


def open_dn_epoch(unit: Unit, office: str, counter: int) -> None:
    """A new life of the office's log that begins with all that its present node must know."""
    lock_head(unit, office)  # before all else: a box may be enrolled at this moment
    node, key = present_node(unit, office)
    start_epoch(unit, office, counter, node, key=key)
    today = local_day(unit.now, unit.office(office).zone)
    days = (today, date.max)
    tell_now(
        unit,
        office,
        [
            _plain(office, ResendBegun(applied_up=applied_up(unit.connection, node))),
            _plain(office, _configuration(unit, office)),
            _plain(office, _keys(unit, office)),
            *tickets_back(unit, office, today),
            *granted_leases(unit, office, today),
            *promised_bookings(unit, office, days),
            *unanswered_tombstones(unit, office, days),
            _plain(office, ResendEnded()),
        ],
    )


def resend_day(unit: Unit, office: str, day: date) -> None:
    """Tell the bookings of one day again, whole."""
    head = lock_head(unit, office)
    days: Days = (day, day)
    named = (day.isoformat(), day.isoformat())
    begun = ResendBegun(applied_up=applied_up(unit.connection, head.chain.node), days=named)
    tell_now(
        unit,
        office,
        [
            _plain(office, begun),
            *promised_bookings(unit, office, days),
            *unanswered_tombstones(unit, office, days),
            _plain(office, ResendEnded(days=named)),
        ],
    )


def present_node(unit: Unit, office: str) -> tuple[str, bytes]:
    """The node of an office and its key; empty where it has none."""
    query = select(nodes.c.id, nodes.c.key).where(
        nodes.c.office == office, nodes.c.revoked_at.is_(None)
    )
    row = unit.connection.execute(query).first()
    return (row.id, bytes.fromhex(row.key)) if row else ("", b"")


def _plain(office: str, record: Record) -> Telling:
    return Telling(office, record, None)


def _configuration(unit: Unit, office: str) -> Configuration:
    query = (
        select(office_documents)
        .join(offices, offices.c.id == office_documents.c.office)
        .where(offices.c.id == office, office_documents.c.version == offices.c.version)
    )
    row = unit.connection.execute(query).one()
    return Configuration(version=row.version, digest=row.digest, document=msgspec.Raw(row.body))


def _keys(unit: Unit, office: str) -> OfficeKeys:
    keys = keys_of(unit, office)
    return OfficeKeys(code=keys.code, qr=keys.qr)
