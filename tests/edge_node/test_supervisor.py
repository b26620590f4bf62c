"""Processes of a node: begun again when they die, and not there while nobody needs them."""

import sys
import time
from collections.abc import Callable

from edge_node.supervisor import Child


def tended(child: Child, until: Callable[[], bool]) -> bool:
    """Tend a child by a clock ten times as fast as life until something is so."""
    begin = time.monotonic()
    while not until() and time.monotonic() - begin < 15:
        child.tend((time.monotonic() - begin) * 10)
        time.sleep(0.01)
    return until()


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_a_process_that_dies_is_begun_again() -> None:
    child = Child("web", python("raise SystemExit(1)"))
    assert tended(child, lambda: child.restarts == 2)


def test_a_process_without_work_is_not_begun() -> None:
    asked: list[bool] = []
    child = Child("webhooks", python("pass"), wanted=lambda: bool(asked.append(True)))
    assert tended(child, lambda: len(asked) == 3)
    assert child.process is None


def test_a_process_that_ran_out_of_work_comes_back_when_there_is_some() -> None:
    work = [True]
    child = Child("webhooks", python("pass"), wanted=lambda: work[0])
    assert tended(child, lambda: child.process is not None)
    work[0] = False
    assert tended(child, lambda: child.process is None)
    assert child.restarts == 0
    work[0] = True
    assert tended(child, lambda: child.process is not None)
