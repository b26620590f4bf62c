"""What a press of a counter button asks for, and what the LED of a counter tells.

Pure: knows the counter only as a small view, and names use cases as verbs without calling them
(B-56). The trap: a counter with buttons alone has no key for "did not come", so a next call soon
after an unanswered one means exactly that (rule 15 of real offices).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from edge_node.devices.buttons.lights import LedState

ABSENT_WITHIN_SECONDS = 20.0


class CounterPress(StrEnum):
    """The three things a clerk can do with one button; values are those of `Pattern`."""

    SHORT = "short"
    LONG = "long"
    DOUBLE = "double"


class Verb(StrEnum):
    """A use case of the office, asked for by a button."""

    CALL_NEXT = "call_next"
    RECALL = "recall"
    CAME = "came"
    FINISH = "finish"
    MARK_ABSENT = "mark_absent"


@dataclass(frozen=True)
class CounterView:
    """The counter as a button sees it.

    `came` matters while serving: False where the office does not confirm arrival, so that a
    person just called counts as served although nobody may have come.
    """

    ticket_state: Literal["called", "serving"] | None = None
    seconds_since_call: float = 0.0
    came: bool = True

    @property
    def unconfirmed(self) -> bool:
        """Whether somebody was called and nothing shows that the person came."""
        return self.ticket_state == "called" or (self.ticket_state == "serving" and not self.came)


def meaning(
    press: CounterPress,
    counter: CounterView,
    *,
    absent_within_seconds: float = ABSENT_WITHIN_SECONDS,
) -> list[Verb]:
    """The use cases to run, in order; stop at the first refusal. Empty: nothing to do."""
    match press:
        case CounterPress.SHORT:
            return [*_end_of_former(counter, absent_within_seconds), Verb.CALL_NEXT]
        case CounterPress.LONG:
            return [Verb.RECALL] if counter.ticket_state else []
        case CounterPress.DOUBLE:
            return [Verb.MARK_ABSENT] if counter.unconfirmed else []


def _end_of_former(counter: CounterView, absent_within_seconds: float) -> list[Verb]:
    if counter.ticket_state is None:
        return []
    if counter.unconfirmed and counter.seconds_since_call < absent_within_seconds:
        return [Verb.MARK_ABSENT]
    if counter.ticket_state == "called":
        return [Verb.CAME, Verb.FINISH]
    return [Verb.FINISH]


def counter_led(counter: CounterView, waiting: int) -> LedState:
    """Blinks while somebody is called and has not come, is lit while somebody waits."""
    if counter.ticket_state == "called":
        return LedState.BLINKING
    return LedState.ON if waiting else LedState.OFF
