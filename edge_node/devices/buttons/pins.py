"""Opens the pins of the buttons and reads them in one thread.

Knows gpiozero, as only `gpio` and `leds` do besides. The traps: never fork after a pin was opened;
gpiozero's `bounce_time` is not used, because mock pins ignore it and the time must be ours; its
callbacks run in the driver's thread and an exception there kills it, so they only enqueue.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from gpiozero import DigitalInputDevice

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.gpio import MillisecondClock, monotonic_ms
from edge_node.devices.buttons.reader import PressReader, PressTiming, Recognised
from edge_node.devices.buttons.settings import BadWiring, ButtonPin, faults

log = logging.getLogger(__name__)

JAMMING = frozenset({Pattern.STUCK, Pattern.FREED})


@dataclass(frozen=True)
class ButtonPress:
    """A pattern of one button, recognised at `at_ms` of the clock of its `Buttons`."""

    button_id: str
    pattern: Pattern
    at_ms: float


@dataclass(frozen=True)
class _Edge:
    button_id: str
    pressed: bool
    at_ms: float


class Buttons:
    """All buttons of one machine.

    `on_press` runs in the reading thread, one press at a time; what it raises is logged and the
    next press is read. A press of a button made while its former one is still being carried out
    is dropped: its LED had confirmed nothing yet, so it is impatience and no second wish.
    That a button jams is no press: `on_stuck(button_id, stuck)` is told when it does and when it
    is free again.
    """

    def __init__(
        self,
        buttons: Sequence[ButtonPin],
        on_press: Callable[[ButtonPress], None],
        factory: Any,
        *,
        on_stuck: Callable[[str, bool], None] | None = None,
        timing: PressTiming | None = None,
        clock_ms: MillisecondClock = monotonic_ms,
    ) -> None:
        """Opens the pins. Raises `BadWiring` with every fault of the settings at once.

        A pin that cannot be opened is logged and named in `broken`; the others work.
        """
        if found := faults(buttons):
            raise BadWiring("; ".join(found))
        self.broken: list[str] = []
        self._on_press = on_press
        self._on_stuck = on_stuck
        self._clock_ms = clock_ms
        self._edges: SimpleQueue[_Edge | None] = SimpleQueue()
        self._readers: dict[str, PressReader] = {}
        self._inputs: list[Any] = []
        self._done_at_ms: dict[str, float] = {}
        self._thread = Thread(target=self._run, name="buttons", daemon=True)
        for button in buttons:
            self._open(button, factory, timing)

    def start(self) -> None:
        """Begin to read; presses before that are read with their own times."""
        self._thread.start()

    def close(self) -> None:
        """Stop reading and release the pins. The press being carried out is finished first."""
        for opened in self._inputs:
            opened.close()
        self._edges.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def read(self, wait_seconds: float | None = 0.0) -> bool:
        """Wait so long for an edge (None: without end), then work off all edges and deadlines.

        Returns False once the buttons were closed.
        """
        edges = self._take(wait_seconds)
        # The clock is read before the rest of the queue: an edge put in later is younger than
        # `now_ms`, so that no deadline runs ahead of an edge that came before it.
        now_ms = self._clock_ms()
        while more := self._take(0.0):
            edges += more
        for edge in edges:
            if edge is None:
                return False
            recognised = self._readers[edge.button_id].edge(edge.pressed, edge.at_ms)
            self._tell(edge.button_id, recognised)
        for button_id, reader in self._readers.items():
            self._tell(button_id, reader.tick(now_ms))
        return True

    def _open(self, button: ButtonPin, factory: Any, timing: PressTiming | None) -> None:
        try:
            contact = DigitalInputDevice(button.pin, pull_up=button.pull_up, pin_factory=factory)
        except Exception:  # the driver's errors are many; one dead pin stops no other
            log.exception("button_not_opened", extra={"button": button.id, "pin": button.pin})
            self.broken.append(button.id)
            return
        held_since_ms = self._clock_ms() if contact.is_active else None
        self._readers[button.id] = PressReader(button.kind, timing, held_since_ms=held_since_ms)
        contact.when_activated = partial(self._changed, button.id, True)
        contact.when_deactivated = partial(self._changed, button.id, False)
        self._inputs.append(contact)

    def _changed(self, button_id: str, pressed: bool) -> None:
        """Runs in the driver's thread: note the edge with its time, and nothing else."""
        self._edges.put(_Edge(button_id, pressed, self._clock_ms()))

    def _take(self, wait_seconds: float | None) -> list[_Edge | None]:
        try:
            return [self._edges.get(timeout=wait_seconds)]
        except Empty:
            return []

    def _run(self) -> None:
        while self.read(self._pause_seconds()):
            pass

    def _pause_seconds(self) -> float | None:
        deadlines = (reader.next_deadline_ms for reader in self._readers.values())
        next_ms = min((due_ms for due_ms in deadlines if due_ms is not None), default=None)
        return None if next_ms is None else max(0.0, (next_ms - self._clock_ms()) / 1000)

    def _tell(self, button_id: str, recognised: list[Recognised]) -> None:
        for found in recognised:
            if found.pattern in JAMMING:
                self._tell_stuck(button_id, found.pattern is Pattern.STUCK)
            elif found.at_ms < self._done_at_ms.get(button_id, found.at_ms):
                log.info("press_dropped", extra={"button": button_id, "pattern": found.pattern})
            else:
                self._carry_out(ButtonPress(button_id, found.pattern, found.at_ms))

    def _tell_stuck(self, button_id: str, stuck: bool) -> None:
        log.warning("button_stuck", extra={"button": button_id, "stuck": stuck})
        if self._on_stuck is None:
            return
        try:
            self._on_stuck(button_id, stuck)
        except Exception:  # top of a thread, as below
            log.exception("stuck_not_told", extra={"button": button_id})

    def _carry_out(self, press: ButtonPress) -> None:
        try:
            self._on_press(press)
        except Exception:  # top of a thread: one failed press must not end the reading
            log.exception("press_failed", extra={"button": press.button_id})
        self._done_at_ms[press.button_id] = self._clock_ms()
