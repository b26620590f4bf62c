"""One button, read whole: debounce, gesture, lock-out and jamming in the order of time.

Pure, with monotonic milliseconds from the caller. The traps: the lock-out starts after a
recognised pattern, never between two presses; and at the same instant a deadline goes before
an edge, so that 350 ms of silence are a short press and not the start of a double one.
"""

from dataclasses import dataclass

from edge_node.devices.buttons.debounce import Debounce
from edge_node.devices.buttons.gestures import Gesture, Held, Pattern, Press, ShortDoubleLong
from edge_node.devices.buttons.settings import Kind


@dataclass(frozen=True)
class PressTiming:
    """How long things take at a button, in milliseconds; one set per machine."""

    stable_ms: int = 30
    second_press_ms: int = 350
    long_press_ms: int = 1500
    hold_ms: int = 3000
    counter_lock_ms: int = 700
    plain_lock_ms: int = 2000
    stuck_ms: int = 10_000


@dataclass(frozen=True)
class Recognised:
    """A pattern and the instant at which it was complete."""

    pattern: Pattern
    at_ms: float


class PressReader:
    """Turns the edges of one button into patterns.

    Edges come in order of time through `edge`, which also runs every deadline up to them; when
    no edge comes, `tick` must be called at `next_deadline_ms`. Late calls change nothing in the
    result: deadlines are worked through at their own instants, not at the time of the call.
    """

    def __init__(
        self,
        kind: Kind,
        timing: PressTiming | None = None,
        *,
        held_since_ms: float | None = None,
    ) -> None:
        """`held_since_ms` tells that the button was found pressed at start.

        Such a press means nothing, however it ends; it only counts towards stuck.
        """
        timing = timing or PressTiming()
        self._contact = Debounce(timing.stable_ms, pressed=held_since_ms is not None)
        self._gesture = _gesture(kind, timing)
        self._lock_ms = timing.counter_lock_ms if kind is Kind.COUNTER else timing.plain_lock_ms
        self._stuck_ms = timing.stuck_ms
        self._locked_until_ms = float("-inf")
        self._stuck = False
        self._stuck_at_ms = None if held_since_ms is None else held_since_ms + self._stuck_ms
        self._reached_ms = float("-inf")

    @property
    def next_deadline_ms(self) -> float | None:
        """When `tick` has something to do next; None while nothing is pending."""
        return min(self._deadlines(), default=None)

    def edge(self, pressed: bool, at_ms: float) -> list[Recognised]:
        """The contact changed at `at_ms`. Returns what was recognised up to that instant.

        An edge reported late, with a time already passed by `tick`, counts as having come at
        the latest time known.
        """
        at_ms = max(at_ms, self._reached_ms)
        recognised = self.tick(at_ms)
        self._contact.edge(pressed, at_ms)
        return recognised

    def tick(self, at_ms: float) -> list[Recognised]:
        """Time passed until `at_ms` (inclusive). Returns what was recognised meanwhile."""
        recognised: list[Recognised] = []
        while (due_ms := self.next_deadline_ms) is not None and due_ms <= at_ms:
            recognised += self._run(due_ms)
        self._reached_ms = max(at_ms, self._reached_ms)
        return recognised

    def _deadlines(self) -> list[float]:
        pending = (self._gesture.due_ms, self._contact.settles_at_ms, self._stuck_at_ms)
        return [due_ms for due_ms in pending if due_ms is not None]

    def _run(self, at_ms: float) -> list[Recognised]:
        """Do what is due first at this instant; the rest is still pending afterwards."""
        if self._gesture.due_ms == at_ms:
            return self._recognise(self._gesture.expire(), at_ms)
        if self._stuck_at_ms == at_ms:
            self._stuck, self._stuck_at_ms = True, None
            return [Recognised(Pattern.STUCK, at_ms)]
        if self._contact.settle():
            return self._down(at_ms)
        return self._up(at_ms)

    def _down(self, at_ms: float) -> list[Recognised]:
        self._stuck_at_ms = at_ms + self._stuck_ms
        if at_ms < self._locked_until_ms:
            return []
        return self._recognise(self._gesture.down(at_ms), at_ms)

    def _up(self, at_ms: float) -> list[Recognised]:
        was_stuck, self._stuck, self._stuck_at_ms = self._stuck, False, None
        freed = [Recognised(Pattern.FREED, at_ms)] if was_stuck else []
        return freed + self._recognise(self._gesture.up(at_ms), at_ms)

    def _recognise(self, pattern: Pattern | None, at_ms: float) -> list[Recognised]:
        if pattern is None:
            return []
        self._locked_until_ms = at_ms + self._lock_ms
        return [Recognised(pattern, at_ms)]


def _gesture(kind: Kind, timing: PressTiming) -> Gesture:
    if kind is Kind.COUNTER:
        return ShortDoubleLong(timing.second_press_ms, timing.long_press_ms)
    if kind is Kind.EVACUATION:
        return Held(timing.hold_ms)
    return Press()
