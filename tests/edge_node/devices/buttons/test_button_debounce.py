"""A contact bounces; only 30 ms of silence make a change."""

import pytest

from edge_node.devices.buttons.debounce import Debounce


@pytest.mark.parametrize(("stable_for_ms", "counts"), [(29, False), (30, True), (31, True)])
def test_a_level_counts_after_thirty_stable_milliseconds(stable_for_ms: int, counts: bool) -> None:
    contact = Debounce(30)
    contact.edge(True, 100)
    settles_at_ms = contact.settles_at_ms
    assert settles_at_ms is not None
    assert (settles_at_ms <= 100 + stable_for_ms) is counts


def test_every_bounce_starts_the_waiting_anew() -> None:
    contact = Debounce(30)
    for level, at_ms in [(True, 0), (False, 5), (True, 9), (False, 20), (True, 22)]:
        contact.edge(level, at_ms)
    assert contact.settles_at_ms == 52


def test_a_spark_that_returns_to_the_old_level_is_forgotten() -> None:
    contact = Debounce(30)
    contact.edge(True, 0)
    contact.edge(False, 8)
    assert contact.settles_at_ms is None
    assert not contact.pressed


def test_the_same_level_twice_is_a_bounce_whose_middle_was_not_seen() -> None:
    contact = Debounce(30)
    contact.edge(True, 0)
    contact.edge(True, 25)
    assert contact.settles_at_ms == 55


def test_settling_takes_the_new_level() -> None:
    contact = Debounce(30)
    contact.edge(True, 0)
    assert contact.settle() is True
    assert contact.pressed
    assert contact.settles_at_ms is None
