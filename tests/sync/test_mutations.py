"""The simulator finds each defect that the design names: a check that cannot fail is none.

Some need a fault that is rare in ordinary runs, so fate is fond of it here.
"""

import pytest

from tests.sync.mutations import EVERY, Mutation, made_wrong
from tests.sync.run import play

FIRST_SEED = 10_000
SEEDS = 60


@pytest.mark.parametrize("mutation", EVERY, ids=lambda mutation: mutation.__name__)
def test_a_defect_is_found_by_runs_that_the_true_program_survives(mutation: Mutation) -> None:
    seeds = range(FIRST_SEED, FIRST_SEED + SEEDS)
    found = next(seed for seed in seeds if _goes_wrong(mutation, seed))
    assert play(found, fond_of=EVERY[mutation]).faults == []


def _goes_wrong(mutation: Mutation, seed: int) -> bool:
    with made_wrong(mutation):
        return bool(play(seed, fond_of=EVERY[mutation]).faults)
