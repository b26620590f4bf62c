"""What became of a message: accepted, in trouble, delivered or not; and what happens next.

The trap: what has ended stays as it ended. A late worker, a late receipt and a receipt that comes
before the answer must all lead to the same row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from cloud_hub.messages.claiming import Job, settled
from cloud_hub.messages.gateway import Accepted, Trouble
from cloud_hub.messages.states import FINAL, ON_ITS_WAY, MessageState
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.messages import CAN_WAIT, URGENT, MessageKind, waking_hour

_URGENT_PAUSES = (0, 15, 60, 180)
_PAUSES = (0, 60, 600, 3600)
"""Seconds before the second, third … attempt: at once first, since most faults pass at once."""
_CHECKS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""When the provider is asked, where no receipt came."""

table = outgoing_messages


@dataclass(frozen=True)
class Check:
    """A message whose receipt did not come."""

    id: str
    gateway: str
    reference: str


@use_case
def note_accepted(unit: Unit, job: Job, accepted: Accepted) -> None:
    """A gateway has it, whoever sent it: true also for a worker who lost his lease."""
    known = {
        "reference": accepted.reference,
        "parts": accepted.parts,
        "price": accepted.price,
        "sent_at": unit.now,
    }
    unit.connection.execute(update(table).where(table.c.id == job.id).values(known))
    values = settled(unit, accepted.state)
    if accepted.state is MessageState.SENT and job.channel == "sms" and accepted.reference:
        values["due_at"] = unit.now + _CHECKS[0]
    unit.connection.execute(update(table).where(table.c.id == job.id, _may_change()).values(values))
    unit.touch("messages")


@use_case
def note_trouble(unit: Unit, job: Job, trouble: Trouble, code: str) -> None:
    """An attempt failed: for good, or until the pause is over. Counts for its own attempt only."""
    own = and_(
        table.c.id == job.id,
        table.c.state == MessageState.SENDING.value,
        table.c.attempts == job.attempt,
    )
    row = unit.connection.execute(select(table).where(own).with_for_update()).first()
    if row is None:
        return
    rules = unit.office(row.office).messages
    uncertain = row.uncertain or trouble is Trouble.UNKNOWN
    if trouble is Trouble.REFUSED:
        values = settled(unit, MessageState.FAILED, code)
    elif job.attempt >= rules.attempts:
        state = MessageState.UNKNOWN if uncertain else MessageState.FAILED
        values = settled(unit, state, code)
    else:
        values = {"state": MessageState.QUEUED.value, "reason": code, "uncertain": uncertain}
        values["due_at"] = _again(unit, row, job)
    unit.connection.execute(update(table).where(table.c.id == job.id).values(values))
    unit.touch("messages")


@use_case
def apply_receipt(unit: Unit, id: str, state: MessageState, reference: str) -> bool:
    """The provider tells what became of a message; whether anything changed.

    A message that has ended, or was never sent, is left alone.
    """
    values: dict[str, Any] = settled(unit, state) if state in FINAL else {}
    if reference:
        values["reference"] = reference
    if not values:
        return False
    changed = unit.connection.execute(
        update(table).where(table.c.id == id, table.c.attempts > 0, _may_change()).values(values)
    ).rowcount
    if changed:
        unit.touch("messages")
    return bool(changed)


@use_case
def take_check(unit: Unit, gateways: tuple[str, ...]) -> Check | None:
    """A message whose receipt is overdue; it is asked about three times at most."""
    row = unit.connection.execute(
        select(table.c.id, table.c.gateway, table.c.reference, table.c.checks)
        .where(
            table.c.state == MessageState.SENT.value,
            table.c.due_at <= unit.now,
            table.c.gateway.in_(gateways),
        )
        .order_by(table.c.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    next_at = unit.now + _CHECKS[row.checks + 1] if row.checks + 1 < len(_CHECKS) else None
    values = {"checks": row.checks + 1, "due_at": next_at}
    unit.connection.execute(update(table).where(table.c.id == row.id).values(values))
    return Check(row.id, row.gateway, row.reference)


@use_case
def forget_contents(unit: Unit) -> int:
    """Blank numbers, addresses and words of messages that ended long ago; how many."""
    offices = unit.connection.execute(select(table.c.office).distinct()).scalars().all()
    count = 0
    for office in offices:
        before = unit.now - timedelta(days=unit.office(office).messages.kept_days)
        count += unit.connection.execute(
            update(table)
            .where(
                table.c.office == office,
                table.c.written_at < before,
                table.c.due_at.is_(None),
                or_(
                    table.c.to_phone.is_not(None),
                    table.c.to_email.is_not(None),
                    table.c.text.is_not(None),
                ),
            )
            .values(to_phone=None, to_email=None, text=None, facts={})
        ).rowcount
    return count


def _may_change() -> Any:
    """On its way, or between two attempts of which the last may have gone out after all."""
    on_its_way = [state.value for state in ON_ITS_WAY]
    return or_(
        table.c.state.in_(on_its_way),
        and_(table.c.state == MessageState.QUEUED.value, table.c.attempts > 0),
    )


def _again(unit: Unit, row: Any, job: Job) -> datetime:
    pauses = _URGENT_PAUSES if job.kind in URGENT else _PAUSES
    at: datetime = unit.now + timedelta(seconds=pauses[min(job.attempt, len(pauses)) - 1])
    if MessageKind(row.kind) not in CAN_WAIT:
        return at
    office = unit.office(row.office)
    return waking_hour(at, office.messages, office.zone, now=unit.now, latest=row.not_after)
