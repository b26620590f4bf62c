"""The shapes a finger can draw with a clean contact, one small machine per shape.

Pure: each is told of settled presses and releases and of its own deadline, in monotonic
milliseconds, and answers with the pattern it recognised. Lock-out and jammed buttons are not
known here: see `reader`.
"""

from enum import StrEnum
from typing import Protocol


class Pattern(StrEnum):
    """One thing done with a button, or the news that it jams."""

    PRESS = "press"
    SHORT = "short"
    DOUBLE = "double"
    LONG = "long"
    HELD = "held"
    STUCK = "stuck"
    FREED = "freed"


class Gesture(Protocol):
    """A machine between two patterns. `due_ms` is when `expire` must be called, or None."""

    due_ms: float | None

    def down(self, at_ms: float, /) -> Pattern | None:
        """The button was pressed."""

    def up(self, at_ms: float, /) -> Pattern | None:
        """The button was released; also told when the press was none of this machine's."""

    def expire(self) -> Pattern | None:
        """The instant `due_ms` was reached."""


class Press:
    """Acts at once: one press, one pattern (kiosk, panic)."""

    due_ms: float | None = None

    def down(self, _at_ms: float) -> Pattern | None:
        return Pattern.PRESS

    def up(self, _at_ms: float) -> Pattern | None:
        return None

    def expire(self) -> Pattern | None:
        return None


class Held:
    """Acts after being held without a break; a shorter press does nothing (evacuation)."""

    def __init__(self, hold_ms: float) -> None:
        self.due_ms: float | None = None
        self._hold_ms = hold_ms

    def down(self, at_ms: float) -> Pattern | None:
        self.due_ms = at_ms + self._hold_ms
        return None

    def up(self, _at_ms: float) -> Pattern | None:
        self.due_ms = None
        return None

    def expire(self) -> Pattern | None:
        self.due_ms = None
        return Pattern.HELD


class ShortDoubleLong:
    """Tells one short press from two quick ones and from a long one (counter).

    Long is recognised while still held, double at the second press, short only after
    `second_press_ms` since the release passed without a second press.
    """

    def __init__(self, second_press_ms: float, long_press_ms: float) -> None:
        self.due_ms: float | None = None
        self._second_press_ms = second_press_ms
        self._long_press_ms = long_press_ms
        self._held = False

    def down(self, at_ms: float) -> Pattern | None:
        if self.due_ms is not None:
            self.due_ms = None
            return Pattern.DOUBLE
        self._held = True
        self.due_ms = at_ms + self._long_press_ms
        return None

    def up(self, at_ms: float) -> Pattern | None:
        if self._held:
            self._held = False
            self.due_ms = at_ms + self._second_press_ms
        return None

    def expire(self) -> Pattern | None:
        self.due_ms = None
        if self._held:
            self._held = False
            return Pattern.LONG
        return Pattern.SHORT
