"""What an office hears of the hub's log, in the words of tests."""

from dataclasses import dataclass, field

from cloud_hub.store.dn_log import DnLog, dn_head
from cloud_hub.store.unit import Command, Hub
from cloud_hub.sync.enrolling import EnrolledNode, enrol_node
from queue_core.wire.chain import Chain
from queue_core.wire.receiver import receive
from queue_core.wire.records import DOWN_RECORDS, Record
from queue_core.wire.sender import Fork, Sender
from tests.cloud_hub.sample import ADMIN
from tests.queue_core.wire.memory import MemoryInbox

LINK = Command(route="link")
OFFICE = "plaza"


def enrolled(hub: Hub, office: str = OFFICE) -> EnrolledNode:
    """A new box for an office."""
    return enrol_node(hub, ADMIN, office)


@dataclass
class Listener:
    """Whoever holds the key of a node and reads the hub's log with it."""

    hub: Hub
    node: EnrolledNode
    inbox: MemoryInbox = field(default_factory=MemoryInbox)

    def hears(self) -> list[Record]:
        """Read on; everything that took effect since the last time."""
        before = len(self.inbox.applied)
        assert self.asks() is None
        return self.inbox.applied[before:]

    def asks(self) -> Fork | None:
        """Show the cursor, and take what comes."""
        chain = Chain(bytes.fromhex(self.node.key), "dn", self.node.node)
        with self.hub.database.read() as connection:
            head = dn_head(connection, self.node.office)
            assert head is not None
            sender = Sender(DnLog(connection, self.node.office, head), "dn")
            fork = sender.hear(self.inbox.at, 0.0)
            while batches := sender.due(0.0):
                for batch in batches:
                    receive(self.inbox, chain, DOWN_RECORDS, batch)
                sender.hear(self.inbox.at, 0.0)
        return fork
