"""Kiosks blocked and released from afar, with the office's own text (B-14)."""

from edge_node.store.events import Happening, record
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.office import Kiosk


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


def working_kiosk(unit: Unit, kiosk: str) -> Kiosk:
    """The kiosk at which a person stands. Raises `unknown_kiosk`, `kiosk_blocked`."""
    known = _check(unit, kiosk)
    blocked = unit.connection.execute(
        "SELECT text FROM kiosk_blocks WHERE kiosk = ?", (kiosk,)
    ).fetchone()
    if blocked is not None:
        raise Refused("kiosk_blocked", text=blocked["text"])
    return known


def _check(unit: Unit, kiosk: str) -> Kiosk:
    found = next((known for known in unit.office.kiosks if known.id == kiosk), None)
    if found is None:
        raise Unknown("kiosk", kiosk=kiosk)
    return found
