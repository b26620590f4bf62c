"""Real gpiozero mock pins, from the edge to the handler."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from finger import eventually
from gpiozero import LED
from gpiozero.pins.mock import MockFactory, MockPin

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.gpio import PinsUnavailable, open_pin_factory
from edge_node.devices.buttons.pins import ButtonPress, Buttons
from edge_node.devices.buttons.settings import BadWiring, ButtonPin, Kind

COUNTER = ButtonPin("w3", 17, kind=Kind.COUNTER, target="3")
KIOSK = ButtonPin("A", 22, pull_up=False, target="A")


class FakeClock:
    """Milliseconds that move only when told to."""

    def __init__(self) -> None:
        self.ms = 5_000.0

    def __call__(self) -> float:
        return self.ms


class JammedPin(MockPin):
    """A pin that the contact keeps at ground, whatever its pull-up does."""

    def drive_high(self) -> None:
        pass


@pytest.fixture
def factory() -> Iterator[MockFactory]:
    mock = MockFactory()
    yield mock
    mock.close()


def move(factory: MockFactory, pin: int, *, low: bool) -> None:
    line = factory.pin(pin)
    if low:
        line.drive_low()
    else:
        line.drive_high()


def test_pins_and_an_injected_clock_give_the_patterns(factory: MockFactory) -> None:
    clock, presses = FakeClock(), list[ButtonPress]()
    buttons = Buttons([COUNTER, KIOSK], presses.append, factory, clock_ms=clock)
    for pin, low, after_ms in [(17, True, 0), (22, False, 40), (17, False, 60), (22, True, 50)]:
        clock.ms += after_ms
        move(factory, pin, low=low)
    clock.ms += 329  # released at 5100, so short at 5480
    buttons.read()
    assert presses == [ButtonPress("A", Pattern.PRESS, 5070)]
    clock.ms += 1
    buttons.read()
    assert presses[1:] == [ButtonPress("w3", Pattern.SHORT, 5480)]
    buttons.close()


def test_a_late_reader_still_sees_a_double_press(factory: MockFactory) -> None:
    clock, presses = FakeClock(), list[ButtonPress]()
    buttons = Buttons([COUNTER], presses.append, factory, clock_ms=clock)
    for low, after_ms in [(True, 0), (False, 80), (True, 100), (False, 80)]:
        clock.ms += after_ms
        move(factory, 17, low=low)
    clock.ms += 60_000
    buttons.read()
    assert presses == [ButtonPress("w3", Pattern.DOUBLE, 5210)]
    buttons.close()


def test_a_button_jammed_at_start_issues_nothing(factory: MockFactory) -> None:
    clock, presses, jams = FakeClock(), list[ButtonPress](), list[tuple[str, bool]]()
    factory.pin_class = JammedPin
    jammed = ButtonPin("w3", 17, target="A")
    buttons = Buttons(
        [jammed],
        presses.append,
        factory,
        on_stuck=lambda button_id, stuck: jams.append((button_id, stuck)),
        clock_ms=clock,
    )
    clock.ms += 9_999
    buttons.read()
    assert jams == []
    clock.ms += 1
    buttons.read()
    assert jams == [("w3", True)]
    assert presses == []
    buttons.close()


def test_a_kiosk_button_that_jams_and_comes_free_is_one_ticket(factory: MockFactory) -> None:
    clock, presses, jams = FakeClock(), list[ButtonPress](), list[bool]()
    buttons = Buttons(
        [KIOSK],
        presses.append,
        factory,
        on_stuck=lambda _button_id, stuck: jams.append(stuck),
        clock_ms=clock,
    )
    for low, after_ms in [(False, 0), (True, 15_000)]:
        clock.ms += after_ms
        move(factory, 22, low=low)
    clock.ms += 100
    buttons.read()
    assert [press.pattern for press in presses] == [Pattern.PRESS]
    assert jams == [True, False]
    buttons.close()


def test_an_impatient_second_press_is_dropped_while_the_first_is_carried_out(
    factory: MockFactory,
) -> None:
    clock, presses = FakeClock(), list[ButtonPress]()

    def slow(press: ButtonPress) -> None:
        presses.append(press)
        clock.ms += 5_000  # a card that takes its time

    buttons = Buttons([KIOSK], slow, factory, clock_ms=clock)
    for low, after_ms in [(False, 0), (True, 100), (False, 2500), (True, 100)]:
        clock.ms += after_ms
        move(factory, 22, low=low)
    clock.ms += 100
    buttons.read()
    assert len(presses) == 1
    clock.ms += 100
    move(factory, 22, low=False)
    clock.ms += 100
    buttons.read()
    assert len(presses) == 2
    buttons.close()


def test_a_failing_handler_does_not_end_the_reading(
    factory: MockFactory, caplog: pytest.LogCaptureFixture
) -> None:
    presses: list[ButtonPress] = []

    def fails_once(press: ButtonPress) -> None:
        presses.append(press)
        if len(presses) == 1:
            raise RuntimeError("no database")

    other = ButtonPin("B", 23, pull_up=False, target="B")
    buttons = Buttons([KIOSK, other], fails_once, factory)
    buttons.start()
    move(factory, 22, low=False)
    eventually(lambda: len(presses) == 1)
    move(factory, 23, low=False)
    eventually(lambda: len(presses) == 2)
    buttons.close()
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == [
        "press_failed"
    ]


def test_the_driver_is_never_held_up_by_a_slow_handler(factory: MockFactory) -> None:
    began, release = threading.Event(), threading.Event()

    def stands_still(_press: ButtonPress) -> None:
        began.set()
        release.wait(20)

    buttons = Buttons([COUNTER, KIOSK], stands_still, factory)
    buttons.start()
    move(factory, 22, low=False)
    assert began.wait(5)
    started = time.monotonic()
    for index in range(1000):
        move(factory, 17, low=index % 2 == 0)
    took_seconds = time.monotonic() - started
    release.set()
    buttons.close()
    assert took_seconds < 1.0


def test_the_handler_runs_soon_after_the_pattern_in_the_thread_of_the_buttons(
    factory: MockFactory,
) -> None:
    heard: list[tuple[str, float]] = []

    def note(press: ButtonPress) -> None:
        heard.append((threading.current_thread().name, time.monotonic() * 1000 - press.at_ms))

    buttons = Buttons([KIOSK], note, factory)
    buttons.start()
    move(factory, 22, low=False)
    eventually(lambda: len(heard) == 1)
    buttons.close()
    (thread, late_ms) = heard[0]
    assert thread == "buttons"
    assert late_ms < 1000  # 0.2 ms on a quiet machine; the tests may run on a busy one


def test_a_closed_machine_of_buttons_hears_nothing_and_leaves_no_thread(
    factory: MockFactory,
) -> None:
    presses: list[ButtonPress] = []
    buttons = Buttons([KIOSK], presses.append, factory)
    buttons.start()
    buttons.close()
    assert factory.pin(22).when_changed is None
    assert "buttons" not in [thread.name for thread in threading.enumerate()]


def test_bad_wiring_is_refused_before_a_pin_is_opened(factory: MockFactory) -> None:
    twin = ButtonPin("B", 17, target="B")
    with pytest.raises(BadWiring, match="pin 17 is used more than once"):
        Buttons([COUNTER, twin], list[ButtonPress]().append, factory)
    assert not factory.pins


def test_one_dead_pin_stops_no_other_button(
    factory: MockFactory, caplog: pytest.LogCaptureFixture
) -> None:
    taken = LED(17, pin_factory=factory)
    presses: list[ButtonPress] = []
    buttons = Buttons([COUNTER, KIOSK], presses.append, factory)
    buttons.start()
    move(factory, 22, low=False)
    eventually(lambda: [press.button_id for press in presses] == ["A"])
    buttons.close()
    taken.close()
    assert buttons.broken == ["w3"]
    assert "button_not_opened" in caplog.text


def test_a_machine_without_gpio_says_so_and_stays_in_its_directory() -> None:
    directory, files = Path.cwd(), set(os.listdir())
    with pytest.raises(PinsUnavailable, match="no GPIO through lgpio"):
        open_pin_factory("lgpio")
    assert Path.cwd() == directory
    assert set(os.listdir()) == files
