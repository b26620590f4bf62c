"""How the buttons of one machine are wired: values for its configuration file.

Knows nothing of GPIO libraries. The trap: a pin is a BCM number (GPIO17), not the place on the
40-pin header (11).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a button is for; it decides how its presses are read."""

    KIOSK = "kiosk"
    """One ticket of one service; acts when pressed."""
    COUNTER = "counter"
    """Calls at one counter: short, double and long press (B-56)."""
    EVACUATION = "evacuation"
    """Acts after being held, so that nobody clears the building by leaning on it."""
    PANIC = "panic"
    """Silent call for help from one counter; acts when pressed (B-57)."""


Backend = Literal["lgpio", "native", "mock"]
"""`lgpio` for a Raspberry Pi 3 to 5, `native` for older ones without it, `mock` without pins."""

USABLE_PINS = range(2, 28)  # 0 and 1 belong to the identification chip of add-on boards
PULLED_UP_ON_THE_BOARD = (2, 3)
NEEDS_TARGET = frozenset({Kind.KIOSK, Kind.COUNTER, Kind.PANIC})


@dataclass(frozen=True)
class ButtonPin:
    """One button, its BCM pin, and the pin of its LED if it has one.

    `target` is the id of the service (kiosk) or of the counter (counter, panic). With `pull_up`
    the button connects the pin to ground, without it to 3.3 V.
    """

    id: str
    pin: int
    led_pin: int | None = None
    pull_up: bool = True
    kind: Kind = Kind.KIOSK
    target: str = ""


class BadWiring(Exception):
    """The buttons cannot be wired as written; the text lists every fault at once."""


def faults(buttons: Sequence[ButtonPin]) -> list[str]:
    """Everything wrong with this wiring, one sentence each; empty when it can be opened."""
    return [
        *_repeated_ids(buttons),
        *_shared_pins(buttons),
        *(fault for button in buttons for fault in _faults_of(button)),
    ]


def _repeated_ids(buttons: Sequence[ButtonPin]) -> Iterator[str]:
    for button_id, count in Counter(button.id for button in buttons).items():
        if count > 1:
            yield f'{count} buttons have the id "{button_id}"'


def _shared_pins(buttons: Sequence[ButtonPin]) -> Iterator[str]:
    users: dict[int, list[str]] = {}
    for button in buttons:
        users.setdefault(button.pin, []).append(f'button "{button.id}"')
        if button.led_pin is not None:
            users.setdefault(button.led_pin, []).append(f'LED of "{button.id}"')
    for pin, names in users.items():
        if len(names) > 1:
            yield f"pin {pin} is used more than once: {', '.join(names)}"


def _faults_of(button: ButtonPin) -> Iterator[str]:
    for pin in (button.pin, button.led_pin):
        if pin is not None and pin not in USABLE_PINS:
            yield f'button "{button.id}": pin {pin} is not one of GPIO2 to GPIO27'
    if button.pin in PULLED_UP_ON_THE_BOARD and not button.pull_up:
        yield f'button "{button.id}": pin {button.pin} is pulled up on the board itself'
    if button.kind in NEEDS_TARGET and not button.target:
        yield f'button "{button.id}": target is missing (the id of its service or counter)'
