"""Fixtures of the node's tests."""

from pathlib import Path

import pytest

from edge_node.store.unit import Office
from tests.edge_node.sample import build_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The sample office at nine o'clock, all counters closed."""
    return build_office(tmp_path)
