"""A test bench in software: presses the mock pins of this process on the word of another one.

Runs only with `pins = "mock"` and listens on loopback only. One line in, one line out:
`press 17 120` (held 120 ms), `double 17`, `long 17`, `hold 17`, `stuck 17`, `down 17`, `up 17`
answer `ok` when the finger is off again; `led 27` answers `off`, `on`, `blinking` or `confirming`.
Presses bounce as real contacts do.
"""

import socketserver
import time
from collections.abc import Callable, Sequence
from typing import Any

from edge_node.devices.buttons.lights import BLINK_HALF_MS, FLASH_HALF_MS
from edge_node.devices.buttons.reader import PressTiming
from edge_node.devices.buttons.settings import ButtonPin
from edge_node.devices.loopback import LoopbackServer

TAP_MS = 80
GAP_MS = 120
OVERSHOOT_MS = 200


class PinBench:
    """Moves the mock pins of `factory` in the way the buttons are wired."""

    def __init__(
        self, factory: Any, buttons: Sequence[ButtonPin], timing: PressTiming | None = None
    ) -> None:
        self._factory = factory
        self._buttons = {button.pin: button for button in buttons}
        self._leds = {button.led_pin for button in buttons} - {None}
        timing = timing or PressTiming()
        self._commands: dict[str, Callable[[int, int], object]] = {
            "down": lambda pin, _: self._drive(pin, pressed=True),
            "up": lambda pin, _: self._drive(pin, pressed=False),
            "press": self._hold,
            "double": lambda pin, _: self._double(pin),
            "long": lambda pin, _: self._hold(pin, timing.long_press_ms + OVERSHOOT_MS),
            "hold": lambda pin, _: self._hold(pin, timing.hold_ms + OVERSHOOT_MS),
            "stuck": lambda pin, _: self._hold(pin, timing.stuck_ms + OVERSHOOT_MS),
        }

    def answer(self, line: str) -> str:
        """Carry out one line, and return after the last movement of the finger."""
        try:
            verb, pin, *rest = line.split()
            if verb == "led":
                return self._led(int(pin))
            self._commands[verb](int(pin), int(rest[0]) if rest else TAP_MS)
        except (KeyError, ValueError):
            return f"error: not understood, or no such pin: {line.strip()}"
        return "ok"

    def _hold(self, pin: int, held_ms: int) -> None:
        if held_ms < 0:
            raise ValueError(held_ms)
        self._touch(pin, pressed=True)
        time.sleep(held_ms / 1000)
        self._touch(pin, pressed=False)

    def _double(self, pin: int) -> None:
        self._hold(pin, TAP_MS)
        time.sleep(GAP_MS / 1000)
        self._hold(pin, TAP_MS)

    def _touch(self, pin: int, *, pressed: bool) -> None:
        for level in (pressed, not pressed, pressed, not pressed):
            self._drive(pin, pressed=level)  # no pauses: a busy machine would stretch them
        self._drive(pin, pressed=pressed)

    def _drive(self, pin: int, *, pressed: bool) -> None:
        pulled_up = self._buttons[pin].pull_up
        line = self._factory.pin(pin)
        if pressed is pulled_up:
            line.drive_low()
        else:
            line.drive_high()

    def _led(self, pin: int) -> str:
        """What an onlooker would say: judged by the rhythm of the pin alone."""
        if pin not in self._leds:
            raise KeyError(pin)
        line = self._factory.pin(pin)
        # gpiozero's mock pin keeps the age of its latest change only here
        since_ms = (time.monotonic() - line._last_change) * 1000
        before_ms = line.states[-1].timestamp * 1000
        slack = 1.3
        if len(line.states) > 1 and max(since_ms, before_ms) < BLINK_HALF_MS * slack:
            return "confirming" if before_ms < FLASH_HALF_MS * 2 else "blinking"
        return "on" if line.state else "off"


class BenchServer(LoopbackServer):
    """Listens for bench clients on loopback; every client has a thread, so fingers overlap."""

    def __init__(self, bench: PinBench, port: int = 0) -> None:
        """Port 0 takes a free one."""
        self.bench = bench
        super().__init__(_Conversation, port)


class _Conversation(socketserver.StreamRequestHandler):
    server: BenchServer

    def handle(self) -> None:
        for line in self.rfile:
            answer = self.server.bench.answer(line.decode("ascii", errors="replace"))
            self.wfile.write(f"{answer}\n".encode())
