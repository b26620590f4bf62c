"""How long one run of the estimate takes, which the node makes at most once a second."""

import time
from collections.abc import Iterator
from statistics import median

from bench.figures import Row
from bench.place import COUNTERS, SERVICES, machine
from edge_node.config import load_config
from edge_node.office.counters import open_counter
from edge_node.office.floor import read_floor
from edge_node.office.forecasts import estimate
from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.unit import Command, Office
from edge_node.wiring import build_office

_LENGTHS = (60, 150, 600)
_RUNS = 15
_OPEN = 3


def rows() -> Iterator[Row]:
    """Let the queue grow before three open counters."""
    with machine() as built:
        office = build_office(load_config(built.place.node_file))
        for counter in COUNTERS[:_OPEN]:
            open_counter(office, Command(clerk=counter, counter=counter), counter)
        waiting = 0
        for length in _LENGTHS:
            for number in range(waiting, length):
                issue_ticket(office, Command(), Order(SERVICES[number % len(SERVICES)]))
            waiting = length
            yield _row(office, length)
        office.database.close()


def _row(office: Office, length: int) -> Row:
    readings, runs = [], []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        reading = read_floor(office)
        read = time.perf_counter()
        estimate(reading)
        runs.append((time.perf_counter() - read) * 1000)
        readings.append((read - begun) * 1000)
    whole = median(runs) + median(readings)
    return Row(
        f"estimate, {length} waiting, {_OPEN} counters",
        f"{whole:.1f} ms (of which reading {median(readings):.1f} ms)",
        "one run a second at most: 1000 ms",
        whole / 1000,
    )
