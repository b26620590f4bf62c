"""LEDs on real gpiozero mock pins, driven by their own thread."""

import threading

from finger import eventually
from gpiozero import LED
from gpiozero.pins.mock import MockFactory

from edge_node.devices.buttons.leds import Leds
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.settings import ButtonPin

BUTTONS = [ButtonPin("A", 17, 27, target="A"), ButtonPin("dark", 22, target="B")]


def test_an_led_goes_on_and_off() -> None:
    factory = MockFactory()
    leds = Leds(BUTTONS, factory)
    leds.start()
    leds.show("A", LedState.ON)
    eventually(lambda: factory.pin(27).state is True)
    leds.show("A", LedState.OFF)
    eventually(lambda: factory.pin(27).state is False)
    leds.close()


def test_a_blinking_led_changes_every_half_second() -> None:
    factory = MockFactory()
    leds = Leds(BUTTONS, factory)
    leds.start()
    leds.show("A", LedState.BLINKING)
    eventually(lambda: len(factory.pin(27).states) >= 4)
    gap_seconds = factory.pin(27).states[-1].timestamp
    leds.close()
    assert 0.3 < gap_seconds < 0.9


def test_a_receipt_flashes_three_times_and_returns_to_the_state_before() -> None:
    factory = MockFactory()
    leds = Leds(BUTTONS, factory)
    leds.start()
    leds.show("A", LedState.ON)
    eventually(lambda: factory.pin(27).state is True)
    factory.pin(27).clear_states()
    leds.confirm("A")
    eventually(lambda: len(factory.pin(27).states) == 7)
    assert [bool(seen.state) for seen in factory.pin(27).states] == [True, False] * 3 + [True]
    leds.close()


def test_a_button_without_an_led_is_silently_dark() -> None:
    leds = Leds(BUTTONS, MockFactory())
    leds.start()
    leds.show("dark", LedState.BLINKING)
    leds.confirm("nowhere")
    leds.close()


def test_closing_leaves_every_led_dark_and_no_thread() -> None:
    factory = MockFactory()
    leds = Leds(BUTTONS, factory)
    leds.start()
    leds.show("A", LedState.ON)
    eventually(lambda: factory.pin(27).state is True)
    leds.close()
    assert factory.pin(27).function == "input"
    assert "leds" not in [thread.name for thread in threading.enumerate()]


def test_a_dead_led_pin_leaves_the_others_alight() -> None:
    factory = MockFactory()
    taken = LED(27, pin_factory=factory)
    leds = Leds([*BUTTONS, ButtonPin("B", 5, 6, target="B")], factory)
    leds.start()
    leds.show("A", LedState.ON)
    leds.show("B", LedState.ON)
    eventually(lambda: factory.pin(6).state is True)
    assert not taken.is_lit
    leds.close()
    taken.close()
