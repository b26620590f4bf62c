"""The link under everything that can break: each seed is one run, after which all must be right.

A run that fails names its seed; `OKIENKO_SEED=17 pytest tests/sync` plays that one alone.
"""

import os

import pytest

from tests.sync.run import play, run

RUNS_A_TEST = 50
TESTS = {"full": 400}.get(os.environ.get("OKIENKO_PROOF", "short"), 4)
ONE_SEED = os.environ.get("OKIENKO_SEED")
SEEDS = [range(n * RUNS_A_TEST, (n + 1) * RUNS_A_TEST) for n in range(TESTS)]


@pytest.mark.parametrize(
    "seeds", [[int(ONE_SEED)]] if ONE_SEED else SEEDS, ids=lambda seeds: f"from {seeds[0]}"
)
def test_nothing_is_lost_sold_twice_or_done_twice(seeds: range) -> None:
    for seed in seeds:
        run(seed)


def test_a_seed_is_the_same_run_again() -> None:
    assert play(7) == play(7)
