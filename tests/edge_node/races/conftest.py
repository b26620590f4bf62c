"""An office with eight counters for races."""

from pathlib import Path

import pytest

from edge_node.store.unit import Office
from tests.edge_node.races.crowd import CROWDED, Diary
from tests.edge_node.sample import build_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_office(tmp_path, CROWDED)


@pytest.fixture
def diaries(tmp_path: Path) -> list[Diary]:
    """One for each who writes."""
    return [Diary(tmp_path / f"diary-{place}.txt") for place in range(16)]
