"""When an LED is lit: off, on, blinking once a second, and three quick flashes as a receipt.

Pure, with monotonic milliseconds from the caller. All blinking LEDs of a machine blink together,
because the phase comes from the time alone.
"""

from dataclasses import dataclass
from enum import StrEnum

BLINK_HALF_MS = 500
FLASH_HALF_MS = 100
CONFIRM_MS = 6 * FLASH_HALF_MS


class LedState(StrEnum):
    """What an LED shows until told otherwise."""

    OFF = "off"
    ON = "on"
    BLINKING = "blinking"


@dataclass(frozen=True)
class Shown:
    """The lasting state of one LED, and when its last receipt began."""

    state: LedState = LedState.OFF
    confirmed_at_ms: float | None = None

    def confirming(self, at_ms: float) -> bool:
        """Whether the flashes of a receipt are running."""
        began_ms = self.confirmed_at_ms
        return began_ms is not None and 0 <= at_ms - began_ms < CONFIRM_MS


def lit(shown: Shown, at_ms: float) -> bool:
    """Whether the LED gives light at this instant."""
    if shown.confirmed_at_ms is not None and shown.confirming(at_ms):
        # begins dark, so that three flashes are seen on a lit LED as well as on a dark one
        return (at_ms - shown.confirmed_at_ms) // FLASH_HALF_MS % 2 == 1
    if shown.state is LedState.BLINKING:
        return at_ms // BLINK_HALF_MS % 2 == 0
    return shown.state is LedState.ON


def next_change_ms(shown: Shown, at_ms: float) -> float | None:
    """The next instant to look again, later than `at_ms`; None when the light stays as it is."""
    if shown.confirmed_at_ms is not None and shown.confirming(at_ms):
        flashes = (at_ms - shown.confirmed_at_ms) // FLASH_HALF_MS
        return shown.confirmed_at_ms + (flashes + 1) * FLASH_HALF_MS
    if shown.state is LedState.BLINKING:
        return (at_ms // BLINK_HALF_MS + 1) * BLINK_HALF_MS
    return None
