"""What a person was told about a booking, and what became of each message (B-109).

Only reads, and never whom or in what words.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cloud_hub.messages.states import MessageState
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Hub


@dataclass(frozen=True)
class Told:
    """One message; `reason` says why it failed or was not sent, `send_at` when it is due."""

    kind: str
    channel: str
    state: MessageState
    reason: str
    send_at: datetime
    sent_at: datetime | None


def told_about(hub: Hub, booking: str) -> tuple[Told, ...]:
    """The messages about a booking, the first one first."""
    table = outgoing_messages.c
    query = (
        select(table.kind, table.channel, table.state, table.reason, table.send_at, table.sent_at)
        .where(table.booking == booking)
        .order_by(table.id)
    )
    with hub.database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Told(r.kind, r.channel, MessageState(r.state), r.reason, r.send_at, r.sent_at) for r in rows
    )
