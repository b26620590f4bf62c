"""A finger in one process on the pins of another: lines, pins, patterns and LEDs for real."""

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from edge_node.devices.buttons.bench_client import BenchRefused, PinBenchClient
from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.gpio import open_pin_factory
from edge_node.devices.buttons.leds import Leds
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.mock_bench import BenchServer, PinBench
from edge_node.devices.buttons.pins import ButtonPress, Buttons
from edge_node.devices.buttons.reader import PressTiming
from edge_node.devices.buttons.settings import ButtonPin, Kind

WIRED = [
    ButtonPin("w3", 17, 27, kind=Kind.COUNTER, target="3"),
    ButtonPin("A", 22, 5, pull_up=False, target="A"),
    ButtonPin("B", 23, target="B"),
    ButtonPin("alarm", 6, kind=Kind.EVACUATION),
    ButtonPin("w5", 12, kind=Kind.COUNTER, target="5"),
    ButtonPin("w4", 24, 25, kind=Kind.PANIC, target="4"),
]
QUICK = PressTiming(hold_ms=300, stuck_ms=2000)


def machine(pipe: Connection) -> None:
    """The other process: its LEDs answer its buttons, and the pipe tells what was pressed."""
    factory = open_pin_factory("mock")
    leds = Leds(WIRED, factory)
    leds.show("w4", LedState.BLINKING)

    def on_press(press: ButtonPress) -> None:
        leds.show(press.button_id, LedState.ON)
        leds.confirm(press.button_id)
        pipe.send((press.button_id, press.pattern.value))

    def on_stuck(button_id: str, stuck: bool) -> None:
        pipe.send((button_id, "stuck" if stuck else "freed"))

    buttons = Buttons(WIRED, on_press, factory, on_stuck=on_stuck, timing=QUICK)
    server = BenchServer(PinBench(factory, WIRED, QUICK))
    for part in (leds, buttons, server):
        part.start()
    pipe.send(server.port)
    pipe.recv()  # until the test is done
    for part in (server, buttons, leds):
        part.close()


@pytest.fixture(scope="module")
def other_process() -> Iterator[tuple[int, Connection]]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=machine, args=(theirs,))
    process.start()
    assert ours.poll(20)
    yield ours.recv(), ours
    ours.send("done")
    process.join(10)
    assert process.exitcode == 0


def pressed(pipe: Connection) -> tuple[str, str]:
    assert pipe.poll(5), "no press was heard"
    button_id, pattern = pipe.recv()
    return button_id, pattern


def seen(finger: PinBenchClient, pin: int, wanted: str) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if finger.led(pin) == wanted:
            return True
        time.sleep(0.01)
    return False


def test_every_movement_of_the_finger_is_heard_in_the_other_process(
    other_process: tuple[int, Connection],
) -> None:
    port, pipe = other_process
    with PinBenchClient(port) as finger:
        finger.press(22, 120)
        assert pressed(pipe) == ("A", Pattern.PRESS)
        finger.double(17)
        assert pressed(pipe) == ("w3", Pattern.DOUBLE)
        finger.stuck(23)
        told = [pressed(pipe) for _ in range(3)]
        assert told == [("B", Pattern.PRESS), ("B", Pattern.STUCK), ("B", Pattern.FREED)]
        finger.press(12, 90)
        assert pressed(pipe) == ("w5", Pattern.SHORT)
        finger.hold(6)
        assert pressed(pipe) == ("alarm", Pattern.HELD)
        finger.down(17)
        assert pressed(pipe) == ("w3", Pattern.LONG)
        finger.up(17)
    assert not pipe.poll(0.5)


def test_the_leds_of_the_other_process_are_seen(other_process: tuple[int, Connection]) -> None:
    port, pipe = other_process
    with PinBenchClient(port) as finger:
        assert seen(finger, 25, "blinking")
        finger.press(24)
        assert pressed(pipe) == ("w4", Pattern.PRESS)
        assert seen(finger, 25, "confirming")
        assert seen(finger, 25, "on")


@pytest.mark.parametrize(
    "line", ["press 9 100", "led 17", "dance 17", "press", "press 17 long", "press 17 -5"]
)
def test_a_bench_refuses_what_it_does_not_know(line: str) -> None:
    bench = PinBench(open_pin_factory("mock"), WIRED)
    assert bench.answer(line).startswith("error")


def test_the_client_tells_a_refusal(other_process: tuple[int, Connection]) -> None:
    with PinBenchClient(other_process[0]) as finger, pytest.raises(BenchRefused):
        finger.press(9)
