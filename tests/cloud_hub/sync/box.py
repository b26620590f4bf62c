"""A box in memory that talks with the hub's end as a node does, message by message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from ulid import ULID

from cloud_hub.store.unit import Hub
from cloud_hub.sync.enrolling import EnrolledNode
from cloud_hub.sync.hub_end import HubEnd
from queue_core.wire.chain import Chain, seal, unseal
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.messages import (
    HUB_CUR,
    MAX_BYTES,
    SEALED,
    Batch,
    Cursor,
    Epoch,
    HubCur,
    NodeCur,
    Presence,
    read_as,
)
from queue_core.wire.pieces import Joiner, pack
from queue_core.wire.receiver import receive
from queue_core.wire.records import DOWN_RECORDS, Personal, Record
from queue_core.wire.sender import Sender, batch_of
from queue_core.wire.topics import Topic
from tests.queue_core.wire.memory import MemoryInbox, MemoryLog


@dataclass
class Box:
    """One node: its own log, and what it took of the hub's."""

    node: EnrolledNode
    log: MemoryLog = field(init=False)
    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    kept: list[Batch] = field(default_factory=list)
    """The hub's log as it came, for a hub that was restored."""
    heard: list[HubCur] = field(default_factory=list)
    boot: int = 1
    forks: int = 0
    _joiner: Joiner = field(default_factory=Joiner)

    def __post_init__(self) -> None:
        self.log = MemoryLog(Chain(self.key, "up", self.node.node), Epoch(1, "first"))
        self.sender = Sender(self.log, "up")

    @property
    def key(self) -> bytes:
        return bytes.fromhex(self.node.key)

    def writes(self, *facts: Record, personal: Personal | None = None) -> None:
        """Facts for the hub."""
        for fact in facts:
            self.log.write(str(ULID()), fact, personal)

    def stands(self, **more: Any) -> Heard:
        """Its cursor."""
        told: dict[str, Any] = {
            "dn": self.inbox.at,
            "up": self.log.head(),
            "boot": self.boot,
            "uptime_ms": 1000,
        }
        topic = Topic("up", self.node.node, "cur")
        return Heard(str(topic), seal(self.key, topic, NodeCur(**told | more)))

    def sends(self, now: float = 0.0) -> list[Heard]:
        """Whatever of its log is due."""
        return [self.says(batch) for batch in self.sender.due(now)]

    def says(self, batch: Batch) -> Heard:
        """One batch of a log."""
        (payload,) = pack(batch)
        return Heard(str(Topic("up", self.node.node, "log")), payload)

    def is_there(self, *, online: bool = True, connection: int = 1) -> Heard:
        """Its presence, or its last will."""
        word = Presence(online=online, boot=self.boot, connection=connection)
        return Heard(str(Topic("up", self.node.node, "st")), msgspec.json.encode(word))

    def hears(self, told: Iterable[Outgoing], now: float = 0.0) -> list[Heard]:
        """Take what the hub says; what it answers at once."""
        answers: list[Heard] = []
        for message in told:
            if message.topic == str(Topic("dn", self.node.node, "log")):
                answers += self._takes(message.payload)
            elif message.topic == str(Topic("dn", self.node.node, "cur")):
                answers += self._is_told(message.payload, now)
        return answers

    def gives_back(self, after: int) -> list[Batch]:
        """The hub's own records after a number."""
        if self.inbox.at is None:
            return []
        lost: list[Batch] = []
        for batch in self.kept:
            if batch.epoch == self.inbox.at.epoch and batch.records[-1].seq > after:
                lost.append(batch)
        return lost[:1]

    def _takes(self, payload: bytes) -> list[Heard]:
        batch = self._joiner.read(payload)
        if batch is None:
            return []
        if receive(self.inbox, Chain(self.key, "dn", self.node.node), DOWN_RECORDS, batch):
            self.kept.append(batch)
        return [self.stands()]

    def _is_told(self, payload: bytes, now: float) -> list[Heard]:
        topic = Topic("dn", self.node.node, "cur")
        sealed = read_as(SEALED, payload, MAX_BYTES["cur"])
        word = HUB_CUR.decode(unseal(self.key, topic, sealed))
        self.heard.append(word)
        fork = self.sender.hear(word.up, now)
        if fork is not None:
            self.forks += 1
            self.log.fork(fork.counter)
            self.sender.hear(word.up, now)
        answers = [self.stands()] if word.asks else []
        if word.lost_after is not None:
            answers += [self.says(batch) for batch in self.gives_back(word.lost_after)]
        return answers


@dataclass
class Talk:
    """A hub's end and the boxes that it talks with, until nobody has anything left to say."""

    hub: Hub
    boxes: tuple[Box, ...]
    end: HubEnd = field(init=False)
    now: float = 0.0
    lose: Callable[[str], bool] = lambda _topic: False

    def __post_init__(self) -> None:
        self.starts_again()

    def starts_again(self, owner: str = "one") -> None:
        """The link process of the hub begins anew."""
        self.end = HubEnd(self.hub, owner)

    def connects(self) -> None:
        """Everybody meets at the broker."""
        said = self._to_boxes(self.end.connected(self.now))
        for box in self.boxes:
            box.sender.forget()
            said += [box.is_there(), box.stands(asks=True)]
        self.goes_on(said)

    def goes_on(self, said: Iterable[Heard] = ()) -> None:
        """Talk until it is quiet."""
        waiting = list(said)
        for _ in range(500):
            self.now += 0.1
            waiting += [one for box in self.boxes for one in box.sends(self.now)]
            told = self.end.hear([one for one in waiting if not self.lose(one.topic)], self.now)
            told += self.end.due(self.now)
            waiting = self._to_boxes([one for one in told if not self.lose(one.topic)])
            if not waiting and not told:
                return
        raise AssertionError("they talk for ever")

    def _to_boxes(self, told: Iterable[Outgoing]) -> list[Heard]:
        messages = list(told)
        return [one for box in self.boxes for one in box.hears(messages, self.now)]


def own_log(box: Box) -> Cursor:
    """Where the box's own log ends."""
    return box.log.head()


def batch_of_all(log: MemoryLog) -> Batch:
    """Everything in a log as one batch."""
    return batch_of(log.chain.way, log.head(), log.hash_at(0) or "", log.lines)
