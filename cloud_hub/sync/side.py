"""One node as a link process sees it while they are connected: nothing here outlives the process.

The trap: after each lost connection, and after a new epoch of the hub's log, the sender knows
nothing until it has heard where the node stands.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from cloud_hub.store.dn_log import DnHead, DnLog, dn_head
from queue_core.wire.chain import Chain
from queue_core.wire.messages import Cursor, Epoch
from queue_core.wire.pieces import Joiner
from queue_core.wire.sender import Fork, Sender


@dataclass
class Side:
    """The hub's half of the talk with one node; `owned_until` is how long it is this process's."""

    node: str
    office: str
    key: bytes
    joiner: Joiner = field(default_factory=Joiner)
    owned_until: datetime | None = None
    looked_at: Cursor | None = None
    """The head of its log when it was last looked at."""
    _sender: Sender | None = None
    _epoch: Epoch | None = None
    _held: Cursor | None = None
    _knows: bool = False

    @property
    def up(self) -> Chain:
        """The chain of the node's log."""
        return Chain(self.key, "up", self.node)

    @property
    def knows(self) -> bool:
        """Whether the node has said where it stands."""
        return self._knows

    def look(self, connection: Connection, now: float) -> DnHead | None:
        """Read the end of the office's log; None where another node speaks for it by now."""
        head = dn_head(connection, self.office)
        if head is None or head.chain.node != self.node:
            return None
        log = DnLog(connection, self.office, head)
        if self._sender is None:
            self._sender = Sender(log, "dn")
        self._sender.log = log
        self.looked_at = head.cursor
        if self._epoch != head.cursor.epoch:
            self._epoch = head.cursor.epoch
            if self._knows:
                self._sender.hear(self._held, now)
        return head

    def hear(self, held: Cursor | None, now: float) -> Fork | None:
        """The node has said where it stands in the log that was looked at."""
        self._held, self._knows = held, True
        return self.sender.hear(held, now)

    @property
    def sender(self) -> Sender:
        """What sends the log; after the first look."""
        assert self._sender is not None
        return self._sender

    def forget(self) -> None:
        """The connection is lost."""
        self._knows, self._held, self.owned_until = False, None, None
        self.joiner = Joiner()
        if self._sender is not None:
            self._sender.forget()

    def wake_at(self) -> float | None:
        """When something that went astray must go again."""
        return self._sender.wake_at() if self._sender is not None else None
