"""When an LED is lit, as a function of time."""

import pytest

from edge_node.devices.buttons.lights import LedState, Shown, lit, next_change_ms


def light_of(shown: Shown, *, every_ms: int, until_ms: int) -> str:
    """The light as a row of `#` and `.`, one sign per `every_ms`."""
    return "".join(".#"[lit(shown, at_ms)] for at_ms in range(0, until_ms, every_ms))


def test_blinking_is_half_a_second_on_and_half_off() -> None:
    assert light_of(Shown(LedState.BLINKING), every_ms=250, until_ms=2000) == "##..##.."


@pytest.mark.parametrize(
    ("state", "light"), [(LedState.OFF, ".#.#.#..."), (LedState.ON, ".#.#.####")]
)
def test_a_receipt_is_three_flashes_and_then_the_state_before(state: LedState, light: str) -> None:
    assert light_of(Shown(state, confirmed_at_ms=0), every_ms=100, until_ms=900) == light


def test_a_steady_led_never_wakes_the_machine() -> None:
    assert next_change_ms(Shown(LedState.ON), 123) is None
    assert next_change_ms(Shown(LedState.OFF, confirmed_at_ms=0), 600) is None


@pytest.mark.parametrize(("at_ms", "then_ms"), [(0, 500), (499, 500), (500, 1000), (750, 1000)])
def test_a_blinking_led_is_looked_at_when_it_changes(at_ms: int, then_ms: int) -> None:
    assert next_change_ms(Shown(LedState.BLINKING), at_ms) == then_ms


def test_a_receipt_is_followed_flash_by_flash() -> None:
    assert [next_change_ms(Shown(confirmed_at_ms=40), at_ms) for at_ms in (40, 140, 639)] == [
        140,
        240,
        640,
    ]
