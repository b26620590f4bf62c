"""A hub in memory: it speaks the wire as the real one does and remembers what it was told."""

import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from edge_node.link.end import NodeEnd
from edge_node.link.process import begin
from edge_node.store.unit import Office
from queue_core.wire.chain import Chain, seal, unseal
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.messages import NODE_CUR, SEALED, Epoch, HubCur, NodeCur, read_as
from queue_core.wire.pieces import Joiner, pack
from queue_core.wire.receiver import receive
from queue_core.wire.records import UP_RECORDS, Personal, Record
from queue_core.wire.sender import Sender
from queue_core.wire.topics import Topic, parse_topic
from tests.edge_node.office.hub import office_of_visits
from tests.queue_core.wire.memory import KEY, MemoryInbox, MemoryLog

NODE = "plaza-1"


class Hub:
    """The far end of one node."""

    def __init__(self) -> None:
        self.log = MemoryLog(Chain(KEY, "dn", NODE), Epoch(1, secrets.token_hex(4)))
        self.inbox = MemoryInbox()
        self.sender = Sender(self.log, "dn")
        self.standing: NodeCur | None = None
        self.given_back: list[bytes] = []
        self.lost_after: int | None = None
        self._joiner = Joiner()

    def tell(self, record: Record, personal: Personal | None = None) -> None:
        self.log.write(f"d{secrets.token_hex(8)}", record, personal)

    def hear(self, messages: Iterable[Outgoing], now: float) -> list[Heard]:
        answers: list[Heard] = []
        for message in messages:
            topic = parse_topic(message.topic)
            if topic.what == "log":
                self._take(message.payload)
            elif topic.what == "cur":
                self._stand(topic, message.payload, now)
            answers.append(self.cursor())
        return answers + self.due(now)

    def due(self, now: float) -> list[Heard]:
        batches = self.sender.due(now)
        topic = str(Topic("dn", NODE, "log"))
        return [Heard(topic, payload) for batch in batches for payload in pack(batch)]

    def cursor(self, *, asks: bool = False) -> Heard:
        topic = Topic("dn", NODE, "cur")
        known = self.standing
        cur = HubCur(
            up=self.inbox.cursor(),
            dn=self.log.head(),
            hub_ms=1_795_000_000_000,
            asks=asks,
            echo=(known.boot, known.uptime_ms) if known else None,
            lost_after=self.lost_after,
        )
        return Heard(str(topic), seal(KEY, topic, cur))

    def _take(self, payload: bytes) -> None:
        batch = self._joiner.read(payload)
        if batch is None:
            return
        if batch.log == "dn":
            self.given_back += [bytes(sent.fact) for sent in batch.records]
            return
        receive(self.inbox, Chain(KEY, "up", NODE), UP_RECORDS, batch)

    def _stand(self, topic: Topic, payload: bytes, now: float) -> None:
        self.standing = NODE_CUR.decode(unseal(KEY, topic, read_as(SEALED, payload, 65536)))
        fork = self.sender.hear(self.standing.dn, now)
        if fork is not None:
            self.log.fork(fork.counter)
            self.sender.hear(self.standing.dn, now)


class Cable:
    """A node's end and a hub, and the wire between them."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.hub = Hub()
        self.office = office_of_visits(folder)
        begin(self.office, NODE, KEY, "first boot")
        self.end = NodeEnd(self.office, lambda: 0.0)

    def plug(self) -> None:
        """Connect and let both talk until they are quiet."""
        self.end.will()
        self.talk(self.end.connected(self.now))

    def talk(self, out: Iterable[Outgoing] = ()) -> None:
        todo = list(out) + self.end.due(self.now)
        while True:
            heard = self.hub.hear(todo, self.now) + self.hub.due(self.now)
            todo = self.end.hear(heard, self.now) + self.end.due(self.now)
            if not todo:
                return

    def reopened(self, office: Office) -> None:
        """The node's process starts anew, perhaps on another card."""
        self.office = office
        self.end = NodeEnd(office, lambda: 0.0)


def kinds(records: Iterable[Record]) -> list[str]:
    return [str(msgspec.to_builtins(record)["kind"]) for record in records]
