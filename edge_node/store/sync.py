"""The log that this node writes for the hub: each record in the transaction that has its reason.

An office without a hub keeps nothing: the fact `linked` says since when there is one. The trap:
a new epoch numbers and chains anew whatever is kept, so a record's number is not its name; its
id is.
"""

import secrets
import sqlite3
from dataclasses import dataclass

from ulid import ULID

from edge_node.store.leases import forget_leases
from edge_node.store.unit import Unit
from queue_core.wire.chain import About, Chain, Line, write_line
from queue_core.wire.messages import Cursor, Epoch
from queue_core.wire.records import Personal, Record


def tell_hub(unit: Unit, record: Record, personal: Personal | None = None) -> None:
    """Append a record to the log; nothing at all where this office works alone."""
    if not unit.linked:
        return
    head = up_head(unit.connection)
    about = About(
        id=str(ULID.from_datetime(unit.now)),
        seen=_seen(unit.connection),
        at=unit.stamp,
        boot=head.boot,
        uptime_ms=int(unit.uptime * 1000),
    )
    line = write_line(head.cursor.seq + 1, about, record, personal)
    hash = head.chain.link(head.cursor.hash, line)
    unit.connection.execute(
        "INSERT INTO outgoing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            line.seq,
            about.id,
            str(record.__struct_config__.tag),
            line.about.decode(),
            line.fact.decode(),
            hash,
            line.personal.decode() if line.personal else None,
            line.salt,
            unit.stamp,
        ),
    )
    unit.connection.execute("UPDATE up_head SET seq = ?, hash = ?", (line.seq, hash))
    unit.touch("hub")


@dataclass(frozen=True)
class UpHead:
    """The end of the log, the key of its chain, and the boot that its next record belongs to."""

    cursor: Cursor
    chain: Chain
    boot: int


def up_head(connection: sqlite3.Connection) -> UpHead:
    """The end of the log. A log that was never begun is begun by its first record."""
    row = connection.execute("SELECT * FROM up_head").fetchone()
    if row is None:
        return _begin(connection)
    cursor = Cursor(Epoch(row["counter"], row["epoch"]), row["seq"], row["hash"])
    return UpHead(cursor, Chain(bytes.fromhex(row["key"]), "up", row["node"]), row["boot"])


def link_office(unit: Unit, node: str, key: bytes) -> None:
    """From now on the hub is told, as this node and under this key; another key, or another
    name, opens a new epoch."""
    if not unit.linked:
        unit.connection.execute("INSERT INTO facts VALUES ('linked', ?)", (unit.stamp,))
        unit.linked = True
    head = up_head(unit.connection)
    if head.chain != Chain(key, "up", node):
        unit.connection.execute("UPDATE up_head SET node = ?, key = ?", (node, key.hex()))
        open_epoch(unit.connection, head.cursor.epoch.counter + 1)


def unlink_office(unit: Unit) -> None:
    """This office works alone from now on; what was not sent is forgotten."""
    if unit.linked:
        unit.linked = False
        unit.connection.execute("DELETE FROM facts WHERE name IN ('linked', 'hub_seen')")
        unit.connection.execute("DELETE FROM outgoing")
        open_epoch(unit.connection, up_head(unit.connection).cursor.epoch.counter + 1)


def note_boot(unit: Unit, boot_id: str) -> None:
    """Count the machine's starts, told apart by the id that the system gives to each."""
    up_head(unit.connection)
    unit.connection.execute(
        "UPDATE up_head SET boot = boot + 1, boot_id = ? WHERE boot_id <> ?", (boot_id, boot_id)
    )


def open_epoch(connection: sqlite3.Connection, counter: int) -> None:
    """A new life of the log: what is kept gets numbers from 1 and a new chain."""
    head = up_head(connection)
    epoch = Epoch(counter, secrets.token_hex(8))
    found = head.chain.genesis(epoch)
    seq = 0
    kept = connection.execute("SELECT seq, about, body FROM outgoing ORDER BY seq").fetchall()
    for row in kept:
        seq += 1
        found = head.chain.link(found, Line(seq, row["about"].encode(), row["body"].encode()))
        connection.execute(
            "UPDATE outgoing SET seq = ?, hash = ? WHERE seq = ?", (seq, found, row["seq"])
        )
    connection.execute(
        "UPDATE up_head SET counter = ?, epoch = ?, seq = ?, hash = ?",
        (epoch.counter, epoch.id, seq, found),
    )


def fork_log(unit: Unit, counter: int, *, restored: bool) -> None:
    """Open a new life of the log, because the hub's cursor does not fit it. A card that was
    restored from a backup sells no leased seat until the hub grants it again."""
    open_epoch(unit.connection, counter)
    if restored:
        forget_leases(unit)
        unit.touch("queue")
    unit.touch("hub")


class UpLog:
    """The log as its sender reads it (`SentLog`)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def head(self) -> Cursor:
        """See `SentLog`."""
        return up_head(self._connection).cursor

    def first_kept(self) -> int:
        """See `SentLog`. Of a shortened log the oldest record only proves the next one."""
        row = self._connection.execute("SELECT min(seq) FROM outgoing").fetchone()
        if row[0] is None:
            return self.head().seq + 1
        return 1 if row[0] == 1 else int(row[0]) + 1

    def hash_at(self, seq: int) -> str | None:
        """See `SentLog`."""
        head = up_head(self._connection)
        if seq in (0, head.cursor.seq):
            return head.chain.genesis(head.cursor.epoch) if seq == 0 else head.cursor.hash
        row = self._connection.execute("SELECT hash FROM outgoing WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else None

    def after(self, seq: int, at_most: int) -> list[Line]:
        """See `SentLog`."""
        rows = self._connection.execute(
            "SELECT * FROM outgoing WHERE seq > ? ORDER BY seq LIMIT ?", (seq, at_most)
        )
        return [_line(row) for row in rows]


def forget_sent(connection: sqlite3.Connection, acked: int, before: str) -> int:
    """Erase records that the hub has and that are older than an instant; how many. The last one
    stays, to prove the next."""
    return connection.execute(
        "DELETE FROM outgoing WHERE seq < ? AND at < ?", (acked, before)
    ).rowcount


def forget_people_sent(connection: sqlite3.Connection, acked: int, before: str) -> int:
    """Erase whom records name that the hub has and that are older than an instant; how many. The
    chain does not hold those fields, so it still verifies."""
    return connection.execute(
        """UPDATE outgoing SET personal = NULL, salt = ''
        WHERE seq <= ? AND at < ? AND personal IS NOT NULL""",
        (acked, before),
    ).rowcount


def _line(row: sqlite3.Row) -> Line:
    return Line(
        row["seq"],
        row["about"].encode(),
        row["body"].encode(),
        row["hash"],
        row["personal"].encode() if row["personal"] is not None else None,
        row["salt"],
    )


def _begin(connection: sqlite3.Connection) -> UpHead:
    epoch = Epoch(1, secrets.token_hex(8))
    chain = Chain(b"", "up", "")
    start = Cursor(epoch, 0, chain.genesis(epoch))
    connection.execute(
        "INSERT INTO up_head VALUES (1, ?, ?, 0, ?, '', '', 0, '')",
        (epoch.counter, epoch.id, start.hash),
    )
    return UpHead(start, chain, 0)


def _seen(connection: sqlite3.Connection) -> tuple[int, int]:
    row = connection.execute("SELECT counter, seq FROM hub_cursor").fetchone()
    return (row[0], row[1]) if row else (0, 0)
