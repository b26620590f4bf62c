"""Addresses of other programs that are told what happens, each with how far it has been told.

The secret is kept as it is, because it signs; it is shown once, when the hook is made.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from edge_node.store.unit import Unit
from queue_core.domain.errors import Unknown


@dataclass(frozen=True)
class Webhook:
    """`kinds` empty means every kind. `position` is the last event that was told; a hook that is
    not `active` says in `detail` why."""

    id: int
    url: str
    secret: str
    kinds: tuple[str, ...]
    position: int
    active: bool
    failures: int
    retry_at: datetime | None
    detail: str

    def wants(self, kind: str) -> bool:
        """Whether events of this kind are told."""
        return not self.kinds or kind in self.kinds


def webhook(connection: sqlite3.Connection, id: int) -> Webhook:
    """One hook. Raises `Unknown("webhook")`."""
    row = connection.execute("SELECT * FROM webhooks WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise Unknown("webhook")
    return _webhook(row)


def webhooks(connection: sqlite3.Connection) -> list[Webhook]:
    """Every hook, in the order in which they were made."""
    return [_webhook(row) for row in connection.execute("SELECT * FROM webhooks ORDER BY id")]


def any_active(connection: sqlite3.Connection) -> bool:
    """Whether somebody is to be told anything."""
    row = connection.execute("SELECT 1 FROM webhooks WHERE active = 1 LIMIT 1").fetchone()
    return row is not None


def has_url(connection: sqlite3.Connection, url: str) -> bool:
    """Whether this address is told already."""
    row = connection.execute("SELECT 1 FROM webhooks WHERE url = ?", (url,)).fetchone()
    return row is not None


def insert_webhook(
    unit: Unit, url: str, secret: str, kinds: tuple[str, ...], position: int
) -> Webhook:
    """Write a new hook."""
    cursor = unit.connection.execute(
        """INSERT INTO webhooks (url, secret, kinds, position, active, failures, detail)
        VALUES (?, ?, ?, ?, 1, 0, '')""",
        (url, secret, json.dumps(kinds), position),
    )
    return webhook(unit.connection, int(cursor.lastrowid or 0))


def update_webhook(unit: Unit, changed: Webhook) -> None:
    """Write how far a hook has been told, and how it fares."""
    unit.connection.execute(
        """UPDATE webhooks SET position = ?, active = ?, failures = ?, retry_at = ?, detail = ?
        WHERE id = ?""",
        (
            changed.position,
            int(changed.active),
            changed.failures,
            changed.retry_at.isoformat(timespec="milliseconds") if changed.retry_at else None,
            changed.detail[:200],
            changed.id,
        ),
    )


def delete_webhook(unit: Unit, id: int) -> None:
    """Forget a hook."""
    unit.connection.execute("DELETE FROM webhooks WHERE id = ?", (id,))


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(
        id=row["id"],
        url=row["url"],
        secret=row["secret"],
        kinds=tuple(json.loads(row["kinds"])),
        position=row["position"],
        active=bool(row["active"]),
        failures=row["failures"],
        retry_at=datetime.fromisoformat(row["retry_at"]) if row["retry_at"] else None,
        detail=row["detail"],
    )
