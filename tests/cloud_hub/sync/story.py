"""What an office hears of the hub and tells it, in the words of tests."""

from dataclasses import dataclass, field

from sqlalchemy import select
from ulid import ULID

from cloud_hub.store.dn_log import DnLog, dn_head
from cloud_hub.store.tables.sync import up_records
from cloud_hub.store.unit import Command, Hub, Unit, transaction
from cloud_hub.sync.dating import Dating
from cloud_hub.sync.enrolling import EnrolledNode, enrol_node
from cloud_hub.sync.inbox import UpInbox
from queue_core.wire.chain import Chain
from queue_core.wire.messages import Batch, Epoch
from queue_core.wire.receiver import receive
from queue_core.wire.records import DOWN_RECORDS, UP_RECORDS, Personal, Record
from queue_core.wire.sender import Fork, Sender
from tests.cloud_hub.sample import ADMIN
from tests.queue_core.wire.memory import MemoryInbox, MemoryLog

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


@dataclass
class Teller:
    """Whoever holds the key of a node and writes its log."""

    hub: Hub
    node: EnrolledNode
    log: MemoryLog = field(init=False)

    def __post_init__(self) -> None:
        chain = Chain(bytes.fromhex(self.node.key), "up", self.node.node)
        self.log = MemoryLog(chain, Epoch(1, "first"))

    def tells(self, *facts: Record, personal: Personal | None = None) -> int:
        """Write facts into the log and let the hub take it; how many records were applied."""
        for fact in facts:
            self.log.write(str(ULID()), fact, personal)
        return self.sends()

    def sends(self, *batches: Batch) -> int:
        """Let the hub take these batches, or whatever it has not got; how many records it took
        that it did not know."""
        before = self._count()
        for batch in batches or self.batches():
            with transaction(self.hub, LINK) as unit:
                inbox = new_inbox(unit, self.node)
                inbox.expect(batch)
                receive(inbox, self.log.chain, UP_RECORDS, batch)
                inbox.settle()
        return self._count() - before

    def batches(self) -> list[Batch]:
        """What is to be sent as the hub's cursor stands."""
        sender = Sender(self.log, "up")
        with transaction(self.hub, LINK) as unit:
            assert sender.hear(new_inbox(unit, self.node).cursor(), 0.0) is None
        return sender.due(0.0)

    def _count(self) -> int:
        with self.hub.database.read() as connection:
            return len(connection.execute(select(up_records.c.id)).all())


def new_inbox(unit: Unit, node: EnrolledNode) -> UpInbox:
    """The hub's receiving side of a node's log."""
    return UpInbox(unit, node.office, node.node, Dating(unit, node.node))
