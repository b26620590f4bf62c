"""Writing a message to a person, in the transaction that has the reason for it.

Sending is another process's work. The trap: facts may hold a code, so this table is never logged.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from ulid import ULID

from cloud_hub.messages.states import WAITING, MessageState
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Unit
from queue_core.domain.messages import CAN_WAIT, URGENT, MessageKind, waking_hour


@dataclass(frozen=True)
class Message:
    """A message of one kind for one person; `facts` are what its text names.

    With a phone number it is an SMS, with an address an e-mail. It waits until `send_at` and is
    dropped after `not_after`. A `key` makes it single: written again, nothing is added.
    """

    kind: str
    office: str
    language: str
    to_phone: str | None = None
    to_email: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    booking: str | None = None
    send_at: datetime | None = None
    not_after: datetime | None = None
    key: str | None = None

    @property
    def channel(self) -> str:
        """`sms` or `email`."""
        return "sms" if self.to_phone else "email"


def queue_message(unit: Unit, message: Message) -> str:
    """Put one message into the outgoing queue; its id, also of one that is there by its key.

    What can wait is planned outside of the office's quiet hours.
    """
    kind = MessageKind(message.kind)
    id = str(ULID.from_datetime(unit.now))
    due = _when(unit, kind, message)
    state = MessageState.PLANNED if due > unit.now else MessageState.QUEUED
    row = {
        "id": id,
        "key": message.key,
        "kind": kind.value,
        "channel": message.channel,
        "to_phone": message.to_phone,
        "to_email": None if message.to_phone else message.to_email,
        "language": message.language,
        "facts": message.facts,
        "office": message.office,
        "booking": message.booking,
        "priority": _priority(kind),
        "send_at": due,
        "not_after": message.not_after,
        "written_at": unit.now,
        "state": state.value,
        "due_at": due,
    }
    unit.touch("messages")
    if insert_if_absent(unit.connection, outgoing_messages, row):
        return id
    known = select(outgoing_messages.c.id).where(outgoing_messages.c.key == message.key)
    return str(unit.connection.execute(known).scalar_one())


def drop_messages(
    unit: Unit, booking: str, reason: str, *, kinds: Collection[MessageKind] = CAN_WAIT
) -> int:
    """Cancel what waits to be sent about a booking, because of `reason`; how many."""
    dropped = unit.connection.execute(
        update(outgoing_messages)
        .where(
            outgoing_messages.c.booking == booking,
            outgoing_messages.c.kind.in_([kind.value for kind in kinds]),
            outgoing_messages.c.state.in_([state.value for state in WAITING]),
            outgoing_messages.c.attempts == 0,
        )
        .values(state=MessageState.CANCELLED.value, reason=reason, due_at=None, settled_at=unit.now)
    ).rowcount
    if dropped:
        unit.touch("messages")
    return dropped


def _when(unit: Unit, kind: MessageKind, message: Message) -> datetime:
    wished = max(message.send_at or unit.now, unit.now)
    if kind not in CAN_WAIT:
        return wished
    office = unit.office(message.office)
    return waking_hour(wished, office.messages, office.zone, now=unit.now, latest=message.not_after)


def _priority(kind: MessageKind) -> int:
    """Who is served first when many wait: 0 before 1 before 2."""
    if kind in URGENT:
        return 0
    return 2 if kind in CAN_WAIT else 1
