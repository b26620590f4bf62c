"""Kiosks blocked and released from afar, with the office's own text (B-14)."""

from edge_node.store.events import Happening, record
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused, Unknown


@use_case
def block_kiosk(unit: Unit, kiosk: str, text: str) -> None:
    """Stop a kiosk; it shows `text`. Raises `invalid_fields` for an empty one."""
    _check(unit, kiosk)
    if not text.strip():
        raise Refused("invalid_fields", field="text")
    unit.connection.execute(
        """INSERT INTO kiosk_blocks VALUES (?, ?, ?, ?)
        ON CONFLICT (kiosk) DO UPDATE SET text = excluded.text""",
        (kiosk, text.strip()[:300], unit.stamp, unit.command.clerk or None),
    )
    record(unit, Happening("kiosk_blocked", None, None, {"kiosk": kiosk}))
    unit.touch("queue", "devices")


@use_case
def release_kiosk(unit: Unit, kiosk: str) -> None:
    """Let a kiosk issue tickets again."""
    _check(unit, kiosk)
    unit.connection.execute("DELETE FROM kiosk_blocks WHERE kiosk = ?", (kiosk,))
    record(unit, Happening("kiosk_released", None, None, {"kiosk": kiosk}))
    unit.touch("queue", "devices")


def _check(unit: Unit, kiosk: str) -> None:
    if not any(known.id == kiosk for known in unit.office.kiosks):
        raise Unknown("kiosk", kiosk=kiosk)
