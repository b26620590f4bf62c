"""What each device last said of itself: printers, announcers, boards, buttons, kiosks (B-149)."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from edge_node.store.unit import Unit, use_case


@dataclass(frozen=True)
class Device:
    """A device's last word. `since` is when it came into this state."""

    name: str
    kind: str
    state: str
    detail: str
    seen_at: datetime
    since: datetime


@use_case
def report_device(unit: Unit, name: str, kind: str, state: str, detail: str = "") -> None:
    """Enter a device's word; screens are told only when its state changed."""
    known = device(unit.connection, name)
    unit.connection.execute(
        """INSERT INTO devices VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
        since = CASE WHEN state = excluded.state THEN since ELSE excluded.since END,
        kind = excluded.kind, state = excluded.state, detail = excluded.detail,
        seen_at = excluded.seen_at""",
        (name, kind, state, detail[:200], unit.stamp, unit.stamp),
    )
    if known is None or known.state != state or known.detail != detail[:200]:
        unit.touch("devices")


def device(connection: sqlite3.Connection, name: str) -> Device | None:
    """The last word of one device, or None."""
    row = connection.execute("SELECT * FROM devices WHERE name = ?", (name,)).fetchone()
    return _device(row) if row else None


def devices(connection: sqlite3.Connection) -> list[Device]:
    """Every device that has ever reported, by name."""
    return [_device(row) for row in connection.execute("SELECT * FROM devices ORDER BY name")]


def _device(row: sqlite3.Row) -> Device:
    return Device(
        row["name"],
        row["kind"],
        row["state"],
        row["detail"],
        datetime.fromisoformat(row["seen_at"]),
        datetime.fromisoformat(row["since"]),
    )
