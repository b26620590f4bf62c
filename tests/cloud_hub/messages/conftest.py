"""Fixtures of the tests of messages."""

from collections.abc import Iterator

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
