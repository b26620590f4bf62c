"""Messages in the words of tests: written, sent, and looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from cloud_hub.messages.outgoing import Message, queue_message
from cloud_hub.messages.sending import Carriers, Sender
from cloud_hub.store.tables.messages import outgoing_messages
from cloud_hub.store.unit import Command, Hub, transaction
from tests.cloud_hub.messages.simulator import Simulator
from tests.cloud_hub.sample import clock

PHONE = "+48600700800"
SITE = "https://wizyty.example"


def code_message(**changed: Any) -> Message:
    """A code that somebody waits for, about no booking."""
    usual: dict[str, Any] = {
        "kind": "remote_code",
        "office": "plaza",
        "language": "pl",
        "to_phone": PHONE,
        "facts": {"code": "123456", "minutes": 10},
    }
    return Message(**usual | changed)


def written(hub: Hub, message: Message | None = None) -> str:
    """Write a message; its id."""
    with transaction(hub, Command()) as unit:
        return queue_message(unit, message or code_message())


def message_row(hub: Hub, id: str) -> Any:
    """What the queue knows of a message."""
    with hub.database.read() as connection:
        return connection.execute(
            select(outgoing_messages).where(outgoing_messages.c.id == id)
        ).one()


def about(hub: Hub, booking: str, kind: str) -> list[Any]:
    """The messages of a kind about a booking, in order."""
    asked = (
        select(outgoing_messages)
        .where(outgoing_messages.c.booking == booking, outgoing_messages.c.kind == kind)
        .order_by(outgoing_messages.c.send_at)
    )
    with hub.database.read() as connection:
        return list(connection.execute(asked))


def sender(hub: Hub, *simulators: Simulator, **changed: Any) -> Sender:
    """A worker with these gateways, the first preferred."""
    gateways = {f"gateway {n}": each.gateway() for n, each in enumerate(simulators)}
    return Sender(hub, Carriers(gateways, site=SITE, per_second=1000.0, **changed))


def send_all(worker: Sender) -> int:
    """Send until nothing is due; how many attempts that were."""
    count = 0
    while worker.send_next():
        count += 1
    return count


def later(hub: Hub, **time: float) -> datetime:
    """Let time pass."""
    clock(hub).advance(**time)
    return hub.clock.now()


def on_phone(simulator: Simulator, id: str) -> list[str]:
    """The texts that reached the phone under a message's id."""
    return [row["text"] for row in simulator.sent() if row["idx"] == id]
