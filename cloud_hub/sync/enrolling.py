"""Which box speaks for an office: enrolling one, and revoking it.

The trap: the box before may have sold seats that it never told of, so what was leased to it is
granted to nobody until an administrator frees it.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from cloud_hub.booking.leasing import block_leases
from cloud_hub.store.dn_log import lock_head, start_epoch
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.tables.sync import nodes, restores
from cloud_hub.store.unit import Unit, use_case
from cloud_hub.sync.retelling import open_dn_epoch
from queue_core.domain.errors import Unknown

_KEY_BYTES = 32


@dataclass(frozen=True)
class EnrolledNode:
    """A box of an office: its name on the wire and its key (hex), shown this once."""

    node: str
    key: str
    office: str


@use_case
def enrol_node(unit: Unit, office: str) -> EnrolledNode:
    """A new box for an office; the one before is revoked. The office's log begins anew with all
    that the box must know. Raises `unknown_office`."""
    known = select(offices.c.id).where(offices.c.id == office).with_for_update()
    if unit.connection.execute(known).first() is None:
        raise Unknown("office", office=office)
    _revoke(unit, office)
    enrolled = EnrolledNode(secrets.token_hex(8), secrets.token_hex(_KEY_BYTES), office)
    unit.connection.execute(
        insert(nodes).values(id=enrolled.node, office=office, key=enrolled.key, since=unit.now)
    )
    open_dn_epoch(unit, office, _next_counter(unit, office))
    return enrolled


@use_case
def revoke_node(unit: Unit, office: str) -> bool:
    """No box speaks for this office any more; whether one did. What is told to the office from
    now on waits for the next one."""
    revoked = _revoke(unit, office)
    if revoked:
        start_epoch(unit, office, _next_counter(unit, office), "", key=b"")
    return revoked


def _revoke(unit: Unit, office: str) -> bool:
    present = nodes.c.office == office, nodes.c.revoked_at.is_(None)
    revoked = unit.connection.execute(update(nodes).where(*present).values(revoked_at=unit.now))
    if not revoked.rowcount:
        return False
    block_leases.within(unit, office)
    unit.connection.execute(restores.delete().where(restores.c.office == office))
    unit.touch("nodes")
    return True


def _next_counter(unit: Unit, office: str) -> int:
    return lock_head(unit, office).cursor.epoch.counter + 1
