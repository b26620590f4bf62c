"""Real programs that are kept alive: ended ones come back, their children go with them."""

import os
import sys
from pathlib import Path

from board_player.child import Child
from tests.board_player.fake_node import until


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def runs(folder: Path) -> int:
    log = folder / "runs"
    return len(log.read_text().splitlines()) if log.exists() else 0


def ticked(child: Child) -> bool:
    child.tick()
    return child.alive_seconds is None


def test_a_program_that_ends_at_once_comes_back_with_growing_delays(tmp_path: Path) -> None:
    clock = Hand()
    child = Child("short", lambda: ("sh", "-c", f"echo run >> {tmp_path}/runs"), monotonic=clock)
    for n, delay in enumerate((1, 2, 4, 8, 10, 10), start=1):
        until(lambda: ticked(child))
        assert runs(tmp_path) == n
        clock.now += delay - 0.1
        child.tick()
        assert child.alive_seconds is None
        clock.now += 0.2


def test_a_program_that_does_not_exist_is_tried_again() -> None:
    clock = Hand()
    wanted = ["no-such-program"]
    child = Child("missing", lambda: (wanted[0], "60"), monotonic=clock)
    child.tick()
    assert child.alive_seconds is None
    wanted[0] = "sleep"
    clock.now += 1
    child.tick()
    assert child.alive_seconds is not None
    child.stop()


def test_stopping_ends_what_the_program_started(tmp_path: Path) -> None:
    script = f"sleep 300 & echo $! > {tmp_path}/pid.new; mv {tmp_path}/pid.new {tmp_path}/pid; wait"
    child = Child("family", lambda: ("sh", "-c", script))
    child.tick()
    until((tmp_path / "pid").exists)
    grandchild = int((tmp_path / "pid").read_text())
    child.stop()
    until(lambda: not alive(grandchild))
    child.tick()
    assert child.alive_seconds is not None, "a stopped program starts afresh at the next tick"
    child.stop()


def test_a_program_that_ignores_the_polite_signal_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(tmp_path / 'deaf')!r}).touch(); time.sleep(300)"
    )
    child = Child("deaf", lambda: (sys.executable, "-S", "-c", deaf), stop_seconds=0.3)
    child.tick()
    until((tmp_path / "deaf").exists)
    child.stop()
    assert child.alive_seconds is None


def alive(process: int) -> bool:
    """Whether the process runs; one that has ended but was not yet waited for does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"
