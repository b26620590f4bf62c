"""Writing a message to a person, in the transaction that has the reason for it.

Sending is another process's work. The trap: facts may hold a code, so this table is never logged.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from ulid import ULID

from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Unit


@dataclass(frozen=True)
class Message:
    """A message of one kind for one person; `facts` are what its text names.

    With a phone number it is an SMS, with an address an e-mail. It waits until `send_at` and is
    dropped after `not_after`.
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


def queue_message(unit: Unit, message: Message) -> str:
    """Put one message into the outgoing queue; its id."""
    id = str(ULID.from_datetime(unit.now))
    unit.connection.execute(
        insert(outgoing_messages).values(
            id=id,
            kind=message.kind,
            to_phone=message.to_phone,
            to_email=message.to_email,
            language=message.language,
            facts=message.facts,
            office=message.office,
            booking=message.booking,
            send_at=message.send_at or unit.now,
            not_after=message.not_after,
            state="waiting",
            written_at=unit.now,
        )
    )
    unit.touch("messages")
    return id
