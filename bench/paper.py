"""From the wish for a ticket to its paper, with a printer that prints in no time.

The time stops when the last byte of the paper has arrived; the first one left earlier.
"""

import random
import threading
import time
from collections.abc import Iterator

from bench.client import Wire, message
from bench.figures import Row, percentile, spread_ms
from bench.place import machine
from bench.web import EMPTY
from edge_node.devices.printer.conversation import EscPosPrinter
from edge_node.devices.printer.network import NetworkTransport
from edge_node.devices.printer.roll import Roll
from edge_node.devices.printer.simulated import SimulatedPrinter

_PAPERS = 200
_WARM_UP = 10
_LIMIT_SECONDS = 10.0


class StampedRoll(Roll):
    """A roll that never ends and knows when its latest paper was complete."""

    def __init__(self) -> None:
        super().__init__(left=10**9)
        self.printed_at = 0.0
        self._printed = threading.Event()

    def take(self, job: bytes) -> None:
        """Note the instant before anything else."""
        self.printed_at = time.perf_counter()
        super().take(job)
        self._printed.set()

    def next_at(self) -> float:
        """Wait for the paper that was not yet waited for."""
        if not self._printed.wait(_LIMIT_SECONDS):
            raise TimeoutError("no paper came")
        self._printed.clear()
        return self.printed_at


def rows() -> Iterator[Row]:
    """One paper after the other."""
    roll = StampedRoll()
    with machine("web", "devices") as built:
        port = built.place.printers[0].port
        with SimulatedPrinter(port, roll=roll):
            built.node.start()
            built.wait_until_ready()
            wire = Wire(built.place.web_port)
            committed, printed = _papers(wire, built.key, roll)
            alone = _printer_alone(port, roll)
        empty = [_timed(wire, message(EMPTY)) for _ in range(_PAPERS)]
        wire.close()
    yield Row(
        "wish → committed, one at a time",
        spread_ms(committed),
        f"empty POST p50 {percentile(empty, 0.5):.1f} ms",
        percentile(committed, 0.5) / percentile(empty, 0.5),
    )
    yield Row(
        "wish → whole paper at the printer",
        spread_ms(printed),
        f"the same bytes to the printer alone p50 {percentile(alone, 0.5):.1f} ms",
        percentile(printed, 0.5) / percentile(alone, 0.5),
        "p99 < 50 ms",
    )


def _papers(wire: Wire, key: str, roll: StampedRoll) -> tuple[list[float], list[float]]:
    committed, printed = [], []
    for _ in range(_WARM_UP + _PAPERS):
        time.sleep(random.uniform(0.02, 0.06))  # at any moment of everybody's rounds
        wish = message("/api/v1/tickets", key, {"service": "id_card", "kiosk": "1"})
        begun = time.perf_counter()
        wire.ask(wish)
        committed.append((time.perf_counter() - begun) * 1000)
        printed.append((roll.next_at() - begun) * 1000)
    return committed[_WARM_UP:], printed[_WARM_UP:]


def _printer_alone(port: int, roll: StampedRoll) -> list[float]:
    printer, data = EscPosPrinter(NetworkTransport("127.0.0.1", port)), roll.papers[-1]
    took = []
    for _ in range(_PAPERS):
        begun = time.perf_counter()
        printer.print(data)
        took.append((roll.next_at() - begun) * 1000)
    return took


def _timed(wire: Wire, request: bytes) -> float:
    begun = time.perf_counter()
    wire.send(request)
    while wire.receive() is None:
        pass
    return (time.perf_counter() - begun) * 1000
