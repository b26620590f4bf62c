"""How often the machine is asked whether its time can be trusted."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


LAST_KNOWN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the machine: nothing of it is there yet."""
    monkeypatch.setattr(clock, "_SET_BY_SERVER", tmp_path / "synchronized")
    monkeypatch.setattr(clock, "_CHIP_SECONDS", tmp_path / "since_epoch")
    monkeypatch.setattr(clock, "_BOOTED_BY_SYSTEMD", tmp_path / "systemd")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def systemd(machine: Path, answer: str) -> None:
    """A machine that systemd runs, whose timedatectl prints `answer`."""
    (machine / "systemd").mkdir()
    program = machine / "timedatectl"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)


@pytest.mark.usefixtures("bare")
def test_a_machine_without_systemd_is_trusted() -> None:
    assert SystemClock().synchronised()


@pytest.mark.parametrize(
    ("answer", "trusted"),
    [("echo yes", True), ("echo no", False), ("true", False), ("exit 1", False)],
)
def test_only_a_plain_yes_of_systemd_is_trusted(bare: Path, answer: str, trusted: bool) -> None:
    systemd(bare, answer)
    assert SystemClock().synchronised() is trusted


def test_systemd_without_its_program_is_not_trusted(bare: Path) -> None:
    (bare / "systemd").mkdir()
    assert not SystemClock().synchronised()


def test_a_time_server_is_trusted(bare: Path) -> None:
    systemd(bare, "echo no")
    (bare / "synchronized").touch()
    assert SystemClock().synchronised()


@pytest.mark.parametrize(
    ("shown", "trusted"),
    [(lambda: time.time(), True), (lambda: 40.0, False), (lambda: time.time() - 3600, False)],
)
def test_a_clock_chip_is_trusted_only_if_it_shows_the_hour_of_the_system(
    bare: Path, shown: Callable[[], float], trusted: bool
) -> None:
    """Without a battery it starts in 1970, while the system goes on from its last shutdown."""
    systemd(bare, "echo no")
    (bare / "since_epoch").write_text(f"{shown():.0f}\n")
    assert SystemClock(last_known=LAST_KNOWN).synchronised() is trusted


def test_an_hour_before_the_last_known_one_is_not_trusted(bare: Path) -> None:
    (bare / "since_epoch").write_text(f"{time.time():.0f}\n")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert not SystemClock(last_known=tomorrow).synchronised()
