"""The LEDs of one machine, driven by one thread of their own.

Knows pins and light, not what the light means. The trap for callers: `confirm` is a receipt, so
it is called only after the transaction of the press was committed.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from threading import Condition, Thread
from typing import Any

from gpiozero import LED

from edge_node.devices.buttons.gpio import MillisecondClock, monotonic_ms
from edge_node.devices.buttons.lights import LedState, Shown, lit, next_change_ms
from edge_node.devices.buttons.settings import ButtonPin

log = logging.getLogger(__name__)


class Leds:
    """LEDs named by the id of their button. An id without an LED is silently dark.

    `show` and `confirm` return at once and may be called from any thread; an LED that cannot be
    driven is logged and left out.
    """

    def __init__(
        self,
        buttons: Sequence[ButtonPin],
        factory: Any,
        *,
        clock_ms: MillisecondClock = monotonic_ms,
    ) -> None:
        self._clock_ms = clock_ms
        self._lamps = _open_lamps(buttons, factory)
        self._shown = {led_id: Shown() for led_id in self._lamps}
        self._levels: dict[str, bool] = {}
        self._changed = Condition()
        self._closing = False
        self._thread = Thread(target=self._run, name="leds", daemon=True)

    def start(self) -> None:
        """Begin to drive the pins; until then every LED is dark."""
        self._thread.start()

    def show(self, led_id: str, state: LedState) -> None:
        """From now on this LED shows `state`; a receipt that runs is not cut short."""
        with self._changed:
            if led_id in self._shown and self._shown[led_id].state is not state:
                self._shown[led_id] = replace(self._shown[led_id], state=state)
                self._changed.notify()

    def confirm(self, led_id: str) -> None:
        """Three quick flashes: what the press asked for is done and stored."""
        with self._changed:
            if led_id in self._shown:
                now_ms = self._clock_ms()
                self._shown[led_id] = replace(self._shown[led_id], confirmed_at_ms=now_ms)
                self._changed.notify()

    def close(self) -> None:
        """All dark, pins released."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()
        for lamp in self._lamps.values():
            lamp.close()

    def _run(self) -> None:
        with self._changed:
            while not self._closing:
                now_ms = self._clock_ms()
                self._paint(now_ms)
                self._changed.wait(self._pause_seconds(now_ms))

    def _paint(self, now_ms: float) -> None:
        for led_id, shown in self._shown.items():
            level = lit(shown, now_ms)
            if self._levels.get(led_id) is level:
                continue
            self._levels[led_id] = level
            try:
                self._lamps[led_id].value = level
            except Exception:  # the driver's errors are many; light is never worth a stop
                log.exception("led_failed", extra={"led": led_id})

    def _pause_seconds(self, now_ms: float) -> float | None:
        changes = (next_change_ms(shown, now_ms) for shown in self._shown.values())
        next_ms = min((change for change in changes if change is not None), default=None)
        return None if next_ms is None else (next_ms - now_ms) / 1000


def _open_lamps(buttons: Sequence[ButtonPin], factory: Any) -> dict[str, Any]:
    lamps = {}
    for button in buttons:
        if button.led_pin is None:
            continue
        try:
            lamps[button.id] = LED(button.led_pin, pin_factory=factory)
        except Exception:  # the button must work without its light
            log.exception("led_not_opened", extra={"led": button.id, "pin": button.led_pin})
    return lamps
