"""How often the machine is asked whether its time can be trusted."""

from collections.abc import Iterator

import pytest

from queue_core import clock
from queue_core.clock import SystemClock


class Machine(SystemClock):
    """A system clock whose machine answers in turn, and whose seconds pass when told to."""

    def __init__(self, *answers: bool) -> None:
        self.seconds = 0.0
        self.asked = 0
        self._answers: Iterator[bool] = iter(answers)
        super().__init__(self._answer)

    def monotonic(self) -> float:
        return self.seconds

    def _answer(self) -> bool:
        self.asked += 1
        return next(self._answers)


def test_a_trusted_machine_is_asked_once() -> None:
    machine = Machine(True)
    for _ in range(1000):
        assert machine.synchronised()
        machine.seconds += 60
    assert machine.asked == 1


def test_a_machine_without_time_is_asked_now_and_then_until_it_has_one() -> None:
    machine = Machine(False, False, True)
    assert [machine.synchronised() for _ in range(1000)] == [False] * 1000
    assert machine.asked == 1
    machine.seconds += 10
    assert not machine.synchronised()
    machine.seconds += 10
    assert machine.synchronised()
    assert machine.asked == 3


def test_a_machine_without_systemd_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_MARKS", ())
    monkeypatch.setenv("PATH", "")
    assert SystemClock().synchronised()
