"""Builds the edges that fingers make, reads them as a thread would that is never late, and waits
for real threads with a deadline.
"""

import time
from collections.abc import Callable, Iterable

from edge_node.devices.buttons.gestures import Pattern
from edge_node.devices.buttons.reader import PressReader
from edge_node.devices.buttons.settings import Kind

Edges = list[tuple[bool, float]]


def tap(at_ms: float, held_ms: float) -> Edges:
    """One clean press."""
    return [(True, at_ms), (False, at_ms + held_ms)]


def read(kind: Kind, edges: Iterable[tuple[bool, float]], until_ms: float = 60_000) -> list[str]:
    """The patterns in these edges, once all deadlines up to `until_ms` have passed."""
    return [pattern for pattern, _ in read_with_times(kind, edges, until_ms)]


def read_with_times(
    kind: Kind, edges: Iterable[tuple[bool, float]], until_ms: float = 60_000
) -> list[tuple[Pattern, float]]:
    """The same with the instant of each pattern."""
    reader = PressReader(kind)
    found = [one for pressed, at_ms in edges for one in reader.edge(pressed, at_ms)]
    found += reader.tick(until_ms)
    return [(one.pattern, one.at_ms) for one in found]


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until the condition holds; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.002)
