"""The hub's end of the link, for all nodes at once.

Each node that is heard gets one transaction and one cursor as the answer. The trap: what is
answered is made after the commit, and a node that another link process serves gets none.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from cloud_hub.store.tables.log import dn_heads
from cloud_hub.store.tables.sync import link_owners, nodes, up_cursors
from cloud_hub.store.unit import Command, Hub, Unit, transaction
from cloud_hub.sync.hearing import Hearing, Told
from cloud_hub.sync.owning import disown, own
from cloud_hub.sync.refusals import add_refused
from cloud_hub.sync.restoring import lost_after
from cloud_hub.sync.side import Side
from cloud_hub.sync.standing import is_news, note_presence
from queue_core.domain.errors import Refused
from queue_core.wire.chain import seal, unseal
from queue_core.wire.end import Heard, Outgoing
from queue_core.wire.messages import (
    MAX_BYTES,
    NODE_CUR,
    PRESENCE,
    SEALED,
    BadMessage,
    Batch,
    Cursor,
    Epoch,
    HubCur,
    NodeCur,
    Presence,
    read_as,
)
from queue_core.wire.pieces import pack
from queue_core.wire.topics import HUB_STATE, Topic, parse_topic

log = logging.getLogger(__name__)

_LINK = Command(route="link")
_FAULTS = (SQLAlchemyError, Refused, ValueError, LookupError, TypeError, ArithmeticError)
_WRITE_SECONDS = 10.0
"""However much nonsense comes, it costs one transaction in so long."""
_LOOK_SECONDS = 0.05
"""All logs are looked at no more often than this, however many offices are written to."""


class HubEnd:
    """All nodes of the link; `owner` names this process among those that share the offices."""

    def __init__(self, hub: Hub, owner: str) -> None:
        self._hub = hub
        self._owner = owner
        self._sides: dict[str, Side] = {}
        self._stirred: set[str] = set()
        self._looked_at = float("-inf")
        self._look_is_due = False
        self._written_at = float("-inf")
        self.refused: Counter[str] = Counter()
        """Messages that were not taken, by the code of the reason."""
        self._written: Counter[str] = Counter()

    def will(self) -> Outgoing:
        """See `End`."""
        return _hub_state(online=False)

    def connected(self, now: float) -> list[Outgoing]:
        """See `End`: where the hub stands with each node that no other process serves."""
        self._sides.clear()
        told = [_hub_state(online=True)]
        with self._hub.database.read() as connection:
            for side in self._free_sides(connection):
                self._sides[side.node] = side
                answer = self._answer(connection, side, now, cur=None, asks=True)
                told += [] if answer is None else [answer]
        return told

    def lost(self, now: float) -> None:  # noqa: ARG002
        """See `End`."""
        self._sides.clear()
        self._stirred.clear()
        try:
            with transaction(self._hub, _LINK) as unit:
                disown(unit, self._owner)
        except SQLAlchemyError:
            log.exception("offices_not_given_back")

    def hear(self, heard: Sequence[Heard], now: float) -> list[Outgoing]:
        """See `End`. What cannot be taken is counted and changes nothing."""
        answers = []
        for node, messages in self._by_node(heard).items():
            try:
                answers += self._hear_node(node, messages, now)
            except _FAULTS:  # one node's, or the database's: it keeps no other from being heard
                self._refuse("not_stored")
                log.exception("node_not_heard", extra={"node": node})
        return answers

    def due(self, now: float) -> list[Outgoing]:
        """See `End`."""
        told = []
        with self._hub.database.read() as connection:
            for side in self._to_look_at(connection, now):
                told += self._records(connection, side, now)
        self._stirred.clear()
        if self.refused != self._written and now >= self._written_at + _WRITE_SECONDS:
            self._write_refused(now)
        return told

    def wake_at(self) -> float | None:
        """See `End`."""
        times = [at for side in self._sides.values() if (at := side.wake_at()) is not None]
        if self._look_is_due:
            times.append(self._looked_at + _LOOK_SECONDS)
        if self.refused != self._written:
            times.append(self._written_at + _WRITE_SECONDS)
        return min(times, default=None)

    def _by_node(self, heard: Iterable[Heard]) -> dict[str, list[tuple[Topic, bytes]]]:
        found: dict[str, list[tuple[Topic, bytes]]] = {}
        for message in heard:
            try:
                topic = parse_topic(message.topic)
                if topic.way != "up":
                    raise BadMessage("foreign_topic")
            except BadMessage as bad:
                self._refuse(bad.code)
                continue
            found.setdefault(topic.node, []).append((topic, message.payload))
        return found

    def _hear_node(
        self, node: str, messages: Iterable[tuple[Topic, bytes]], now: float
    ) -> list[Outgoing]:
        side = self._side(node)
        if side is None:
            self._refuse("unknown_node")
            return []
        told: list[Told] = []
        for topic, payload in messages:
            read = self._read(side, topic, payload)
            if isinstance(read, Presence):
                self._hear_presence(side, read)
            elif read is not None:
                told.append(read)
        return self._take(side, told, now) if told else []

    def _read(self, side: Side, topic: Topic, payload: bytes) -> Told | Presence | None:
        try:
            if topic.what == "log":
                return side.joiner.read(payload)
            if topic.what == "st":
                return read_as(PRESENCE, payload, MAX_BYTES["st"]) if payload else None
            sealed = read_as(SEALED, payload, MAX_BYTES["cur"])
            return _node_cur(unseal(side.key, topic, sealed))
        except BadMessage as bad:
            self._refuse(bad.code)
            return None

    def _hear_presence(self, side: Side, word: Presence) -> None:
        with self._hub.database.read() as connection:
            if not is_news(connection, side.node, word):
                return
        with transaction(self._hub, _LINK) as unit:
            if note_presence(unit, side.node, word) and not word.online:
                side.forget()
                disown(unit, self._owner, side.office)
        self._hub.database.tell(frozenset(unit.topics))

    def _take(self, side: Side, told: Sequence[Told], now: float) -> list[Outgoing]:
        with transaction(self._hub, _LINK) as unit:
            if not self._is_served(unit, side):
                return []
            hearing = Hearing(unit, side, now, self.refused)
            hearing.take(told)
        self._hub.database.tell(frozenset(unit.topics))
        self._stirred.add(side.node)
        with self._hub.database.read() as connection:
            lost = lost_after(connection, side.office)
            if not (hearing.moved or _wants_answer(told, lost)):
                return []
            cur = next((one for one in reversed(told) if isinstance(one, NodeCur)), None)
            asks = not side.knows or (hearing.moved and lost is not None)
            answer = self._answer(connection, side, now, cur=cur, asks=asks)
        return [] if answer is None else [answer]

    def _is_served(self, unit: Unit, side: Side) -> bool:
        """Whether this process serves the office, and the node still speaks for it."""
        query = select(nodes.c.id).where(nodes.c.id == side.node, nodes.c.revoked_at.is_(None))
        if unit.connection.execute(query).first() is None:
            self._sides.pop(side.node, None)
            self._refuse("unknown_node")
            return False
        side.owned_until = own(unit, side.office, self._owner)
        if side.owned_until is None:
            side.forget()
        return side.owned_until is not None

    def _answer(
        self, connection: Connection, side: Side, now: float, *, cur: NodeCur | None, asks: bool
    ) -> Outgoing | None:
        """Where the hub stands with a node."""
        head = side.look(connection, now)
        if head is None:
            return None
        word = HubCur(
            up=_up_cursor(connection, side.node),
            dn=head.cursor,
            hub_ms=int(self._hub.clock.now().timestamp() * 1000),
            asks=asks,
            echo=None if cur is None else (cur.boot, cur.uptime_ms),
            lost_after=lost_after(connection, side.office),
        )
        topic = Topic("dn", side.node, "cur")
        return Outgoing(str(topic), seal(side.key, topic, word), qos=0)

    def _to_look_at(self, connection: Connection, now: float) -> list[Side]:
        """Those who were heard, those to whom something goes again, and now and then all whose
        log has grown."""
        chosen = set(self._stirred)
        for side in self._sides.values():
            at = side.wake_at()
            if at is not None and at <= now:
                chosen.add(side.node)
        self._look_is_due = now < self._looked_at + _LOOK_SECONDS
        if not self._look_is_due:
            self._looked_at = now
            heads = _heads(connection)
            for side in self._sides.values():
                if side.knows and heads.get(side.office) != side.looked_at:
                    chosen.add(side.node)
        return [self._sides[node] for node in sorted(chosen & self._sides.keys())]

    def _records(self, connection: Connection, side: Side, now: float) -> list[Outgoing]:
        if side.owned_until is None or side.owned_until <= self._hub.clock.now():
            side.forget()
            return []
        if side.look(connection, now) is None:
            return []
        topic = str(Topic("dn", side.node, "log"))
        return [Outgoing(topic, part) for batch in side.sender.due(now) for part in pack(batch)]

    def _side(self, node: str) -> Side | None:
        if node not in self._sides:
            with self._hub.database.read() as connection:
                known = nodes.c.id == node, nodes.c.revoked_at.is_(None)
                row = connection.execute(select(nodes).where(*known)).first()
            if row is None:
                return None
            self._sides[node] = Side(node, row.office, bytes.fromhex(row.key))
        return self._sides[node]

    def _free_sides(self, connection: Connection) -> list[Side]:
        others = select(link_owners.c.office).where(
            link_owners.c.owner != self._owner, link_owners.c.until > self._hub.clock.now()
        )
        query = (
            select(nodes)
            .where(nodes.c.revoked_at.is_(None), nodes.c.office.not_in(others))
            .order_by(nodes.c.id)
        )
        rows = connection.execute(query).all()
        return [Side(row.id, row.office, bytes.fromhex(row.key)) for row in rows]

    def _write_refused(self, now: float) -> None:
        self._written_at = now
        new = self.refused - self._written
        log.warning("messages_refused", extra={"codes": dict(new)})
        with transaction(self._hub, _LINK) as unit:
            add_refused(unit, new)
        self._written = self.refused.copy()

    def _refuse(self, code: str) -> None:
        self.refused[code] += 1


def _wants_answer(told: Sequence[Told], lost: int | None) -> bool:
    """Whether a node waits for the hub's cursor, or must hear what the hub has lost. What it gave
    back in vain is not answered, or it would give it back for ever."""
    return any(
        one.log == "up" if isinstance(one, Batch) else one.asks or lost is not None for one in told
    )


def _hub_state(*, online: bool) -> Outgoing:
    return Outgoing(HUB_STATE, msgspec.json.encode(Presence(online=online)), retain=True)


def _node_cur(raw: msgspec.Raw) -> NodeCur:
    try:
        return NODE_CUR.decode(raw)
    except msgspec.DecodeError as error:
        raise BadMessage("malformed_message") from error


def _up_cursor(connection: Connection, node: str) -> Cursor | None:
    row = connection.execute(select(up_cursors).where(up_cursors.c.node == node)).first()
    return Cursor(Epoch(row.counter, row.epoch), row.seq, row.hash) if row else None


def _heads(connection: Connection) -> dict[str, Cursor]:
    query = select(
        dn_heads.c.office, dn_heads.c.counter, dn_heads.c.epoch, dn_heads.c.seq, dn_heads.c.hash
    )
    rows = connection.execute(query)
    return {r.office: Cursor(Epoch(r.counter, r.epoch), r.seq, r.hash) for r in rows}
