"""What rules cannot settle is listed for the staff, and nothing is dropped in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from ulid import ULID

from cloud_hub.store.tables.bookings import conflicts
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.errors import Unknown


@dataclass(frozen=True)
class Conflict:
    """One line of the list. `kind` is stable; `facts` hold no personal data. `settled_by` is a
    login, "" where it became clear by itself."""

    id: str
    office: str
    kind: str
    booking: str | None
    facts: dict[str, Any]
    at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""


def list_conflict(
    unit: Unit, office: str, kind: str, *, booking: str | None = None, **facts: object
) -> None:
    """Enter a conflict for the office's staff."""
    unit.connection.execute(
        insert(conflicts).values(
            id=str(ULID.from_datetime(unit.now)),
            office=office,
            kind=kind,
            booking=booking,
            facts=facts,
            at=unit.now,
        )
    )
    unit.touch("conflicts")


def list_once(unit: Unit, office: str, kind: str, booking: str, **facts: object) -> None:
    """Enter a conflict unless the same of this booking still waits for the staff."""
    same = _open(kind, booking)
    if unit.connection.execute(select(conflicts.c.id).where(*same)).first() is None:
        list_conflict(unit, office, kind, booking=booking, **facts)


def settle_by_itself(unit: Unit, kind: str, booking: str) -> None:
    """What this conflict was about has become clear without the staff."""
    unit.connection.execute(
        update(conflicts).where(*_open(kind, booking)).values(settled_at=unit.now, settled_by="")
    )


def _open(kind: str, booking: str) -> tuple[ColumnElement[bool], ...]:
    return (
        conflicts.c.kind == kind,
        conflicts.c.booking == booking,
        conflicts.c.settled_at.is_(None),
    )


def open_conflicts(hub: Hub, office: str) -> tuple[Conflict, ...]:
    """What the staff of an office still have to settle, oldest first."""
    return _read(hub, conflicts.c.office == office, conflicts.c.settled_at.is_(None))


def conflicts_of(hub: Hub, booking: str) -> tuple[Conflict, ...]:
    """Every conflict of a booking, settled ones included, oldest first."""
    return _read(hub, conflicts.c.booking == booking)


def conflict(hub: Hub, id: str) -> Conflict:
    """One line of the list. Raises `unknown_conflict`."""
    found = _read(hub, conflicts.c.id == id)
    if not found:
        raise Unknown("conflict")
    return found[0]


def count_open(hub: Hub, offices: Sequence[str]) -> int:
    """How many lines the staff of these offices still have to settle."""
    which = conflicts.c.office.in_(offices), conflicts.c.settled_at.is_(None)
    with hub.database.read() as connection:
        return connection.execute(select(func.count()).where(*which)).scalar_one()


@use_case
def settle_conflict(unit: Unit, conflict: str) -> None:
    """Staff have seen to it. Raises `unknown_conflict`."""
    done = unit.connection.execute(
        update(conflicts)
        .where(conflicts.c.id == conflict, conflicts.c.settled_at.is_(None))
        .values(settled_at=unit.now, settled_by=unit.command.actor)
        .returning(conflicts.c.id)
    ).first()
    if done is None:
        raise Unknown("conflict")
    unit.touch("conflicts")


def _read(hub: Hub, *which: ColumnElement[bool]) -> tuple[Conflict, ...]:
    query = select(conflicts).where(*which).order_by(conflicts.c.id)
    with hub.database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Conflict(
            r.id,
            r.office,
            r.kind,
            r.booking,
            r.facts,
            r.at,
            settled_at=r.settled_at,
            settled_by=r.settled_by or "",
        )
        for r in rows
    )
