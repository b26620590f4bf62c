"""What the clerk's one button asks for in each state of the counter."""

import pytest

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.meaning import (
    CounterPress,
    CounterView,
    Verb,
    counter_led,
    meaning,
)

FREE = CounterView()
JUST_CALLED = CounterView("called", 19.9)
LONG_CALLED = CounterView("called", 20.0)
SERVING = CounterView("serving", 5.0)
JUST_CALLED_UNCONFIRMED = CounterView("serving", 19.9, came=False)
LONG_CALLED_UNCONFIRMED = CounterView("serving", 20.0, came=False)


@pytest.mark.parametrize(
    ("counter", "verbs"),
    [
        (FREE, [Verb.CALL_NEXT]),
        (JUST_CALLED, [Verb.MARK_ABSENT, Verb.CALL_NEXT]),
        (LONG_CALLED, [Verb.CAME, Verb.FINISH, Verb.CALL_NEXT]),
        (SERVING, [Verb.FINISH, Verb.CALL_NEXT]),
        (JUST_CALLED_UNCONFIRMED, [Verb.MARK_ABSENT, Verb.CALL_NEXT]),
        (LONG_CALLED_UNCONFIRMED, [Verb.FINISH, Verb.CALL_NEXT]),
    ],
)
def test_a_short_press_ends_the_former_visit_and_calls_the_next(
    counter: CounterView, verbs: list[Verb]
) -> None:
    assert meaning(CounterPress.SHORT, counter) == verbs


@pytest.mark.parametrize("counter", [JUST_CALLED, LONG_CALLED, SERVING, JUST_CALLED_UNCONFIRMED])
def test_a_long_press_recalls_the_ticket_of_the_counter(counter: CounterView) -> None:
    assert meaning(CounterPress.LONG, counter) == [Verb.RECALL]


@pytest.mark.parametrize(
    "counter", [JUST_CALLED, LONG_CALLED, JUST_CALLED_UNCONFIRMED, LONG_CALLED_UNCONFIRMED]
)
def test_a_double_press_marks_absent_who_has_not_come(counter: CounterView) -> None:
    assert meaning(CounterPress.DOUBLE, counter) == [Verb.MARK_ABSENT]


def test_a_double_press_does_nothing_to_a_person_who_came() -> None:
    assert meaning(CounterPress.DOUBLE, SERVING) == []


@pytest.mark.parametrize("press", [CounterPress.LONG, CounterPress.DOUBLE])
def test_a_free_counter_has_nobody_to_recall_or_to_miss(press: CounterPress) -> None:
    assert meaning(press, FREE) == []


def test_the_twenty_seconds_are_a_setting() -> None:
    assert meaning(CounterPress.SHORT, LONG_CALLED, absent_within_seconds=30) == [
        Verb.MARK_ABSENT,
        Verb.CALL_NEXT,
    ]


def test_each_counter_pattern_is_a_press_of_the_same_name() -> None:
    patterns = [Pattern.SHORT, Pattern.LONG, Pattern.DOUBLE]
    assert [CounterPress(pattern) for pattern in patterns] == list(CounterPress)


@pytest.mark.parametrize(
    ("counter", "waiting", "state"),
    [
        (FREE, 0, LedState.OFF),
        (FREE, 3, LedState.ON),
        (JUST_CALLED, 0, LedState.BLINKING),
        (JUST_CALLED, 3, LedState.BLINKING),
        (SERVING, 0, LedState.OFF),
        (SERVING, 1, LedState.ON),
    ],
)
def test_the_led_tells_called_and_waiting(
    counter: CounterView, waiting: int, state: LedState
) -> None:
    assert counter_led(counter, waiting) is state
