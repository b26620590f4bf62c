"""The node's end of the link: its log goes up, the hub's log comes down, cursors tell how far.

No I/O but the database. The trap: everything is answered after its commit, and nothing that came
with a connection is believed in the next one.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from edge_node.link.standing import CLOCK, alarms, digests, live, versions
from edge_node.office.hub_records import apply_record
from edge_node.store.hub_log import HubInbox, hash_before, hub_cursor, records_after
from edge_node.store.sync import UpLog, fork_log, up_head
from edge_node.store.unit import Command, Office, set_fact, transaction
from queue_core.wire.chain import Chain, seal, unseal
from queue_core.wire.clocks import better, sample
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.messages import (
    HUB_CUR,
    MAX_BYTES,
    SEALED,
    BadMessage,
    Batch,
    ClockSample,
    Cursor,
    HubCur,
    NodeCur,
    Presence,
    read_as,
)
from queue_core.wire.pieces import Joiner, pack
from queue_core.wire.receiver import receive
from queue_core.wire.records import DOWN_RECORDS
from queue_core.wire.sender import Fork, Sender, batch_of
from queue_core.wire.topics import HUB_STATE, Topic, parse_topic

log = logging.getLogger(__name__)

_FROM_HUB = Command(route="hub")
_HEARTBEAT_SECONDS = 30.0
_HEARTBEAT_SPREAD = 0.2
_LIVE_SECONDS = 3.0
"""The queue goes out with the cursor this often while it changes."""
_DIGEST_SECONDS = 3600.0
_SEEN_SECONDS = 20.0
_CLOCK_APART = timedelta(minutes=10)


class NodeEnd:
    """One node of the link; `spread` gives numbers from -1 to 1 for the heartbeat."""

    def __init__(self, office: Office, spread: Callable[[], float]) -> None:
        head = up_head(office.database.read())
        self._office = office
        self._spread = spread
        self._node, self._key, self._boot = head.chain.node, head.chain.key, head.boot
        self._sender = Sender(UpLog(office.database.read()), "up")
        self._joiner = Joiner()
        self._connection = 0
        self._clock: ClockSample | None = None
        self._clock_differs = False
        self._heartbeat_at: float | None = None
        self._digest_at = 0.0
        self._live_at: float | None = None
        self._seen: datetime | None = None
        self.refused: Counter[str] = Counter()
        """Messages that were not taken, by the code of the reason."""

    @property
    def acked(self) -> int | None:
        """How far the hub has applied this node's log; None while that is not known."""
        return self._sender.acked

    def will(self) -> Outgoing:
        """See `End`."""
        self._connection += 1
        return self._presence(online=False)

    def connected(self, now: float) -> list[Outgoing]:
        """See `End`."""
        self._sender.forget()
        self._digest_at = now
        return [self._presence(online=True), self._standing(now, asks=True)]

    def lost(self, now: float) -> None:  # noqa: ARG002
        """See `End`."""
        self._sender.forget()
        self._joiner = Joiner()
        self._heartbeat_at = self._live_at = None

    def hear(self, heard: Sequence[Heard], now: float) -> list[Outgoing]:
        """See `End`. What cannot be taken is counted and changes nothing."""
        answers: list[Outgoing] = []
        moved = False
        for message in heard:
            try:
                told, more = self._take(message, now)
            except BadMessage as bad:
                self.refused[bad.code] += 1
                log.warning("message_refused", extra={"code": bad.code})
                continue
            answers += more
            moved = moved or told
        if moved:
            answers.append(self._standing(now))
        return answers

    def due(self, now: float) -> list[Outgoing]:
        """See `End`."""
        told = [self._log(payload) for batch in self._sender.due(now) for payload in pack(batch)]
        if any(at is not None and now >= at for at in (self._heartbeat_at, self._live_at)):
            told.append(self._standing(now))
        return told

    def queue_changed(self, now: float) -> None:
        """Somebody came, was called or went: the hub hears of the new state soon."""
        if self._live_at is None and self._heartbeat_at is not None:
            self._live_at = now + _LIVE_SECONDS

    def wake_at(self) -> float | None:
        """See `End`."""
        times = (self._sender.wake_at(), self._heartbeat_at, self._live_at)
        return min((at for at in times if at is not None), default=None)

    def _take(self, message: Heard, now: float) -> tuple[bool, list[Outgoing]]:
        """Whether the hub's log moved on or came in vain, and what else to answer."""
        if message.topic == HUB_STATE:
            return False, []
        topic = parse_topic(message.topic)
        if (topic.way, topic.node) != ("dn", self._node):
            raise BadMessage("foreign_topic")
        if topic.what == "log":
            batch = self._joiner.read(message.payload)
            if batch is not None:
                self._receive(batch)
            return batch is not None, []
        sealed = read_as(SEALED, message.payload, MAX_BYTES["cur"])
        return False, self._hear_hub(_hub_cur(unseal(self._key, topic, sealed)), now)

    def _receive(self, batch: Batch) -> None:
        if batch.log != "dn":
            raise BadMessage("malformed_message")
        with transaction(self._office, _FROM_HUB) as unit:
            receive(
                HubInbox(unit, apply_record),
                Chain(self._key, "dn", self._node),
                DOWN_RECORDS,
                batch,
            )
        self._office.database.tell(frozenset(unit.topics))

    def _hear_hub(self, told: HubCur, now: float) -> list[Outgoing]:
        self._note_hub(told)
        fork = self._sender.hear(told.up, now)
        if fork is not None:
            self._fork(fork)
            self._sender.hear(told.up, now)
        answers = self._lost_records(told)
        if told.asks:
            answers.append(self._standing(now))
        return answers

    def _fork(self, fork: Fork) -> None:
        log.error("log_forked", extra={"reason": fork.reason, "counter": fork.counter})
        with transaction(self._office, _FROM_HUB) as unit:
            fork_log(unit, fork.counter, restored=fork.reason == "restored")
        self._office.database.tell(frozenset(unit.topics))

    def _note_hub(self, told: HubCur) -> None:
        """The hub is there; its hour, and how far the clocks are apart."""
        clock = self._office.clock
        if told.echo is not None and told.echo[0] == self._boot:
            new = sample(told.echo, int(clock.monotonic() * 1000), told.hub_ms)
            self._clock = better(self._clock, new)
        now = clock.now()
        apart = abs(now.timestamp() * 1000 - told.hub_ms) / 1000
        self._clock_differs = clock.synchronised() and apart > _CLOCK_APART.total_seconds()
        if self._seen is None or abs((now - self._seen).total_seconds()) >= _SEEN_SECONDS:
            self._seen = now
            with self._office.database.write() as connection:
                set_fact(connection, "hub_seen", now.isoformat(timespec="milliseconds"))

    def _lost_records(self, told: HubCur) -> list[Outgoing]:
        """A restored hub asks for the end of its own log."""
        mine = hub_cursor(self._office.database.read())
        if told.lost_after is None or mine is None or mine.seq <= told.lost_after:
            return []
        connection = self._office.database.read()
        lines = records_after(connection, mine.epoch.counter, told.lost_after)
        chain = Chain(self._key, "dn", self._node)
        before = hash_before(connection, mine, told.lost_after) or chain.genesis(mine.epoch)
        batch = batch_of("dn", Cursor(mine.epoch, mine.seq, mine.hash), before, lines)
        return [self._log(payload) for payload in pack(batch)] if lines else []

    def _standing(self, now: float, *, asks: bool = False) -> Outgoing:
        """The cursor, which is also the sign of life."""
        rest = _HEARTBEAT_SECONDS * (1 + _HEARTBEAT_SPREAD * self._spread())
        self._heartbeat_at, self._live_at = now + rest, None
        connection, clock = self._office.database.read(), self._office.clock
        compare = self.acked is not None and now >= self._digest_at
        if compare:
            self._digest_at = now + _DIGEST_SECONDS
        queue = live(self._office)
        cur = NodeCur(
            dn=hub_cursor(connection),
            up=up_head(connection).cursor,
            boot=self._boot,
            uptime_ms=int(clock.monotonic() * 1000),
            connection=self._connection,
            asks=asks or self.acked is None,
            synced=clock.synchronised(),
            clock=self._clock,
            versions=versions(self._office),
            digests=digests(connection, queue.day, self.acked or 0) if compare else None,
            live=queue,
            alarms=(*alarms(connection), *((CLOCK,) if self._clock_differs else ())),
        )
        topic = Topic("up", self._node, "cur")
        return Outgoing(str(topic), seal(self._key, topic, cur), qos=0)

    def _presence(self, *, online: bool) -> Outgoing:
        word = Presence(online=online, boot=self._boot, connection=self._connection)
        return Outgoing(str(Topic("up", self._node, "st")), msgspec.json.encode(word), retain=True)

    def _log(self, payload: bytes) -> Outgoing:
        return Outgoing(str(Topic("up", self._node, "log")), payload)


def _hub_cur(raw: msgspec.Raw) -> HubCur:
    try:
        return HUB_CUR.decode(raw)
    except msgspec.DecodeError as error:
        raise BadMessage("malformed_message") from error
