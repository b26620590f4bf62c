"""Fixtures of the tests of messages."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from okienko.demo.sms_gateway.faults import Fault
from tests.cloud_hub.messages.simulator import Simulator, running


@pytest.fixture(scope="module")
def one_simulator() -> Iterator[Simulator]:
    """Started once for all tests of a file."""
    with running() as simulator:
        yield simulator


@pytest.fixture
def simulator(one_simulator: Simulator) -> Simulator:
    """Without any fault left from the test before."""
    one_simulator.misbehave(Fault.NONE)
    return one_simulator


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Asks again and again, for a moment of ten seconds, until something is so."""

    def ask(so: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not so():
            assert time.monotonic() < end
            threading.Event().wait(0.01)

    return ask
