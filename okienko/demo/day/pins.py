"""Fingers on buttons of air: visitors at the push-button kiosk, and a clerk with one button.

A finger cannot ask twice with the same key: what a press did is seen at the counter, and the
books count presses only from above.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from edge_node.devices.buttons.bench_client import PinBenchClient
from edge_node.devices.buttons.settings import ButtonPin, Kind
from okienko.demo.day.crowd import Crowd
from okienko.demo.day.hands import Hands, Seen, Stage
from okienko.demo.day.ledger import Ledger
from okienko.demo.day.pace import Pace

COUNTER_PINS = {"5": 17, "6": 18}
"""The clerk's button of a counter."""
BUTTONS = (
    ButtonPin("kiosk-id-card", 5, 16, target="id_card"),
    ButtonPin("kiosk-pickup", 6, 20, target="id_card_pickup"),
    ButtonPin("counter-5", COUNTER_PINS["5"], 27, kind=Kind.COUNTER, target="5"),
    ButtonPin("counter-6", COUNTER_PINS["6"], 26, kind=Kind.COUNTER, target="6"),
)

_WAIT_FOR_ABSENT_SECONDS = 25.0
_IDLE_SECONDS = 60.0
_PRESS_SECONDS = 0.45
"""Real seconds until a short press is recognised: part of the visit that it ends."""
_EFFECT_SECONDS = 1.5
_LOOK_SECONDS = 0.15
_LOCKED_SECONDS = 1.2
"""After a press of a counter's button nothing counts so long: recognition, then lock-out."""
_KIOSK_LOCKED_SECONDS = 2.2


class Finger:
    """Presses buttons of the node's machine, never sooner than a button wants to be pressed
    again; connects anew when the node was away."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self._port = port
        self._ledger = ledger
        self._bench: PinBenchClient | None = None
        self._free_at: dict[int, float] = {}

    def press(self, pin: int) -> None:
        """A short press."""
        self._move("press", pin)

    def double(self, pin: int) -> None:
        """Two quick presses."""
        self._move("double", pin)

    def _move(self, how: str, pin: int) -> None:
        time.sleep(max(0.0, self._free_at.get(pin, 0.0) - time.monotonic()))
        self._ledger.note("press", how=how, pin=pin)
        try:
            self._bench = self._bench or PinBenchClient(self._port)
            getattr(self._bench, how)(pin)
        except OSError:  # nobody feels a press while the node is down
            self._let_go()
            time.sleep(0.2)
        locked = _LOCKED_SECONDS if pin in COUNTER_PINS.values() else _KIOSK_LOCKED_SECONDS
        self._free_at[pin] = time.monotonic() + locked

    def _let_go(self) -> None:
        if self._bench is not None:
            with suppress(OSError):
                self._bench.close()
        self._bench = None


class PushClerk:
    """A clerk with one button: short = done and next, double = did not come.

    `eyes` are only looked through: what the display of the counter shows.
    """

    def __init__(self, pin: int, finger: Finger, eyes: Hands, *, crowd: Crowd, pace: Pace) -> None:
        self._pin = pin
        self._finger = finger
        self._eyes = eyes
        self._crowd = crowd
        self._pace = pace

    def work(self) -> None:
        """The whole day; what is left at its end, the night closes."""
        while not self._pace.over.is_set():
            seen = self._eyes.look()
            if seen.stage in (Stage.CLOSED, Stage.IDLE):
                self._finger.press(self._pin)
                if self._changed(seen).stage is Stage.IDLE:
                    self._pace.spend(_IDLE_SECONDS)
            elif self._crowd.answers(seen.number):
                self._pace.serve(self._crowd.person(seen.number).visit_seconds, _PRESS_SECONDS)
                self._until_changed(seen, self._finger.press)
            else:
                self._pace.spend(_WAIT_FOR_ABSENT_SECONDS)
                self._until_changed(seen, self._finger.double)

    def _until_changed(self, before: Seen, move: Callable[[int], None]) -> None:
        """Press again when the counter took no notice: the node may have been away."""
        while not self._pace.over.is_set():
            move(self._pin)
            if self._changed(before) != before:
                return

    def _changed(self, before: Seen) -> Seen:
        """What is there once the press took effect, or after a while without any."""
        deadline = time.monotonic() + _EFFECT_SECONDS
        while (now := self._eyes.look()) == before and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        return now
