"""Taking the next message to be sent out of the queue, and dropping what has lost its sense.

A worker takes one message under a lease, in a transaction that ends before anybody is called. The
trap: once nobody knows whether a gateway took a message, only that gateway may be asked again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, update

from cloud_hub.booking.viewing import shown_state_of
from cloud_hub.messages.calendar_file import Visit
from cloud_hub.messages.sense import Situation, lost_sense
from cloud_hub.messages.sms_text import fit
from cloud_hub.messages.states import FINAL, MessageState
from cloud_hub.messages.texts import Text, letter, sms_text
from cloud_hub.messages.words import visit_for, words_for
from cloud_hub.store.offices import institution_of
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Hub, Unit, use_case
from queue_core.domain.messages import MessageKind

LEASE = timedelta(seconds=60)
"""Longer than any gateway is waited for: who holds a message longer has died."""
_AT_ONCE = 20
_TO_SEND = (MessageState.PLANNED.value, MessageState.QUEUED.value, MessageState.SENDING.value)
_HIDDEN = {"code": "******", "link": "…"}
"""The history of messages shows no code and no link that opens a booking."""

table = outgoing_messages


@dataclass(frozen=True)
class Ways:
    """How this worker can send: gateways in the order in which they should be tried."""

    sms: tuple[str, ...] = ()
    email: bool = False
    site: str = ""

    @property
    def channels(self) -> tuple[str, ...]:
        """`sms`, `email`, whichever are there."""
        return (("sms",) if self.sms else ()) + (("email",) if self.email else ())


@dataclass(frozen=True)
class Job:
    """One message in the hands of one worker; `attempt` counts from 1 and proves his right."""

    id: str
    kind: MessageKind
    channel: str
    to: str
    text: Text
    language: str
    attempt: int
    gateway: str = ""
    visit: Visit | None = None


def anything_due(hub: Hub, ways: Ways) -> bool:
    """Whether `take` would find something; asks without locking anything."""
    with hub.database.read() as connection:
        asked = select(table.c.id).where(_due(hub.clock.now(), ways)).limit(1)
        return connection.execute(asked).first() is not None


@use_case
def take(unit: Unit, ways: Ways) -> Job | None:
    """The most urgent message that is due, now in `sending`; None where there is none."""
    for _ in range(_AT_ONCE):
        row = unit.connection.execute(
            select(table)
            .where(_due(unit.now, ways))
            .order_by(table.c.priority, table.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        job = _taken(unit, row, ways)
        if job is not None:
            return job
    return None


def settled(unit: Unit, state: MessageState, reason: str = "") -> dict[str, Any]:
    """The columns of a message that is over: nothing is left of what its text named."""
    values: dict[str, Any] = {"state": state.value, "reason": reason, "due_at": None, "facts": {}}
    return {**values, "settled_at": unit.now if state in FINAL else None}


def _due(now: datetime, ways: Ways) -> ColumnElement[bool]:
    return and_(
        table.c.due_at <= now, table.c.state.in_(_TO_SEND), table.c.channel.in_(ways.channels)
    )


def _taken(unit: Unit, row: Row[Any], ways: Ways) -> Job | None:
    """The job, or None where the message was settled instead."""
    kind = MessageKind(row.kind)
    uncertain = row.uncertain or row.state == MessageState.SENDING.value
    gateway = _gateway(row, ways, uncertain=uncertain)
    over = _over(unit, row, kind, uncertain=uncertain, gateway=gateway)
    if over is not None:
        _put(unit, row.id, settled(unit, *over))
        return None
    job = _composed(unit, row, kind, ways.site)
    if job is None:
        return None
    values = {
        "state": MessageState.SENDING.value,
        "attempts": row.attempts + 1,
        "due_at": unit.now + LEASE,
        "gateway": gateway or None,
        "uncertain": uncertain,
    }
    _put(unit, row.id, values)
    return replace(job, gateway=gateway)


def _over(
    unit: Unit, row: Row[Any], kind: MessageKind, *, uncertain: bool, gateway: str
) -> tuple[MessageState, str] | None:
    """Why the message is not sent: its state from now on, and the reason."""
    rules = unit.office(row.office).messages
    if row.channel == "sms" and uncertain and not gateway:
        return MessageState.UNKNOWN, "gateway_gone"
    if row.attempts >= rules.attempts:
        return MessageState.UNKNOWN if uncertain else MessageState.FAILED, "no_answer"
    if row.channel == "sms" and not rules.allows(row.to_phone):
        return MessageState.FAILED, "prefix"
    reason = lost_sense(kind, row.not_after, _situation(unit, row), unit.now)
    if not reason:
        return None
    return MessageState.UNKNOWN if uncertain else MessageState.CANCELLED, reason


def _gateway(row: Row[Any], ways: Ways, *, uncertain: bool) -> str:
    """The one that may hold the message already, else another than the one that failed."""
    if row.channel != "sms":
        return ""
    if uncertain and row.gateway:
        return row.gateway if row.gateway in ways.sms else ""
    others = [name for name in ways.sms if name != row.gateway]
    return (others or list(ways.sms))[0]


def _situation(unit: Unit, row: Row[Any]) -> Situation:
    if row.booking is None:
        return Situation(None)
    newer = exists().where(
        table.c.booking == row.booking,
        table.c.kind == row.kind,
        or_(
            table.c.written_at > row.written_at,
            and_(table.c.written_at == row.written_at, table.c.id > row.id),
        ),
    )
    return Situation(
        state=shown_state_of(unit.connection, row.booking),
        newer=bool(unit.connection.execute(select(newer)).scalar()),
    )


def _composed(unit: Unit, row: Row[Any], kind: MessageKind, site: str) -> Job | None:
    """The message in words. One whose facts make no text is settled: it must not come again."""
    office = unit.office(row.office)
    try:
        words = words_for(
            row.facts,
            office,
            institution_of(unit, row.office),
            channel=row.channel,
            language=row.language,
            site=site,
        )
        text = _written(row, kind, words, office.messages)
        kept = _written(row, kind, {**words, **_HIDDEN}, office.messages)
        visit = visit_for(kind, row.facts, row.booking, words) if row.channel == "email" else None
    except (LookupError, ValueError):
        _put(unit, row.id, settled(unit, MessageState.FAILED, "no_text"))
        return None
    _put(unit, row.id, {"text": kept.body})
    to = row.to_phone if row.channel == "sms" else row.to_email
    return Job(row.id, kind, row.channel, to, text, row.language, row.attempts + 1, visit=visit)


def _written(row: Row[Any], kind: MessageKind, words: dict[str, str], rules: Any) -> Text:
    if row.channel == "email":
        return letter(kind, row.language, words, rules)
    said = sms_text(kind, row.language, words, rules)
    return Text(fit(said.body, rules.polish).text)


def _put(unit: Unit, id: str, values: dict[str, Any]) -> None:
    unit.connection.execute(update(table).where(table.c.id == id).values(values))
    unit.touch("messages")
