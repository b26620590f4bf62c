"""The hub's log as it arrived here: the cursor, the records themselves, and the quarantine.

The records are kept for 35 days, because the hub may be restored from a backup and ask for them;
their personal fields are not.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from edge_node.store.unit import Unit
from queue_core.domain.errors import Refused
from queue_core.wire.chain import About, Line
from queue_core.wire.messages import Cursor, Epoch
from queue_core.wire.receiver import apply_line, read_about
from queue_core.wire.records import Decoder, Personal, Record

log = logging.getLogger(__name__)

Apply = Callable[[Unit, Record, Personal | None], bool]
"""Lets a record take effect; False for a kind that is not known here."""


@dataclass(frozen=True)
class HubInbox:
    """The receiving side of the hub's log, inside one unit (`Inbox`)."""

    unit: Unit
    effect: Apply

    def cursor(self) -> Cursor | None:
        """See `Inbox`."""
        return hub_cursor(self.unit.connection)

    def move(self, cursor: Cursor) -> None:
        """See `Inbox`."""
        self.unit.connection.execute(
            "INSERT OR REPLACE INTO hub_cursor VALUES (1, ?, ?, ?, ?)",
            (cursor.epoch.counter, cursor.epoch.id, cursor.seq, cursor.hash),
        )

    def is_known(self, line: Line, about: About, epoch: Epoch) -> bool:
        """See `Inbox`."""
        connection = self.unit.connection
        place = (epoch.counter, line.seq, line.hash)
        moved = connection.execute(
            "UPDATE hub_records SET counter = ?, seq = ?, hash = ? WHERE id = ?", (*place, about.id)
        )
        if moved.rowcount:
            return True
        connection.execute(
            "INSERT INTO hub_records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (about.id, *place[:2], line.about, line.fact, line.hash, self.unit.stamp),
        )
        return False

    def is_held_up(self, subject: str) -> bool:
        """See `Inbox`."""
        row = self.unit.connection.execute(
            "SELECT 1 FROM quarantine WHERE subject = ? LIMIT 1", (subject,)
        ).fetchone()
        return row is not None

    def set_aside(self, line: Line, reason: str, subject: str) -> None:
        """See `Inbox`."""
        log.error("record_in_quarantine", extra={"reason": reason, "id": read_about(line).id})
        self.unit.connection.execute(
            """INSERT INTO quarantine (subject, reason, about, body, personal, salt, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                *(subject, reason, line.about, line.fact, line.personal, line.salt),
                self.unit.stamp,
            ),
        )
        self.unit.touch("hub")

    def apply(self, record: Record, about: About, personal: Personal | None) -> bool:
        """See `Inbox`."""
        connection = self.unit.connection
        connection.execute("SAVEPOINT record")
        try:
            applied = self.effect(self.unit, record, personal)
        except (Refused, ValueError, LookupError, TypeError, sqlite3.IntegrityError):
            log.exception("record_not_applied", extra={"id": about.id})
            applied = False
        if not applied:
            connection.execute("ROLLBACK TO record")
        connection.execute("RELEASE record")
        return applied


def hub_cursor(connection: sqlite3.Connection) -> Cursor | None:
    """How far the hub's log was applied; None before its first record."""
    row = connection.execute("SELECT * FROM hub_cursor").fetchone()
    return row and Cursor(Epoch(row["counter"], row["epoch"]), row["seq"], row["hash"])


def records_after(connection: sqlite3.Connection, counter: int, seq: int) -> list[Line]:
    """What the hub told after a record of this epoch and may have lost."""
    rows = connection.execute(
        "SELECT * FROM hub_records WHERE counter = ? AND seq > ? ORDER BY seq LIMIT 100",
        (counter, seq),
    )
    return [Line(row["seq"], row["about"], row["body"], row["hash"]) for row in rows]


def hash_before(connection: sqlite3.Connection, cursor: Cursor, seq: int) -> str | None:
    """The chain's hash at a record of the cursor's epoch; None when it is not known here."""
    row = connection.execute(
        "SELECT hash FROM hub_records WHERE counter = ? AND seq = ?", (cursor.epoch.counter, seq)
    ).fetchone()
    return row["hash"] if row else None


def set_aside_count(connection: sqlite3.Connection) -> int:
    """How many records lie in quarantine."""
    return int(connection.execute("SELECT count(*) FROM quarantine").fetchone()[0])


def take_again(inbox: HubInbox, kinds: Decoder) -> int:
    """After an update: apply what lies in quarantine, in order, as far as it is understood now;
    how many records. The appliers pass over what is older than what is stored."""
    connection = inbox.unit.connection
    rows = connection.execute("SELECT * FROM quarantine ORDER BY id").fetchall()
    stuck: set[str] = set()
    applied = 0
    for row in rows:
        line = Line(0, row["about"], row["body"], "", row["personal"], row["salt"])
        if row["subject"] in stuck or apply_line(inbox, kinds, line) is not None:
            stuck |= {row["subject"]} - {""}
            continue
        connection.execute("DELETE FROM quarantine WHERE id = ?", (row["id"],))
        applied += 1
    return applied


def forget_records(connection: sqlite3.Connection, before: str) -> int:
    """Erase records that are older than an instant; how many."""
    return connection.execute("DELETE FROM hub_records WHERE at < ?", (before,)).rowcount
