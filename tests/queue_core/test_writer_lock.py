"""The right to write: handed over in order of arrival, held by one at a time."""

import threading
import time
from pathlib import Path

import pytest

from queue_core.writer_lock import FairLock, WriterLock


def test_the_lock_is_handed_over_in_order_of_arrival() -> None:
    lock = FairLock()
    order: list[object] = []
    threads = []
    lock.acquire()
    for place in range(8):
        threads.append(threading.Thread(target=_take_turn, args=(lock, order, place)))
        threads[-1].start()
        _wait_until_queued(lock, place + 1)
    lock.release()
    for thread in threads:
        thread.join(5)
    assert order == list(range(8))


def test_one_who_comes_late_does_not_overtake() -> None:
    """The holder that lets go and asks again at once stands behind those who waited."""
    lock = FairLock()
    order: list[object] = []
    lock.acquire()
    waiting = threading.Thread(target=_take_turn, args=(lock, order, "waited"))
    waiting.start()
    _wait_until_queued(lock, 1)
    lock.release()
    _take_turn(lock, order, "came back")
    waiting.join(5)
    assert order == ["waited", "came back"]


def test_a_fault_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "office.db")
    with pytest.raises(ZeroDivisionError), lock.held():
        raise ZeroDivisionError
    with lock.held():
        assert (tmp_path / "office.db.lock").exists()


def test_two_processes_have_two_locks_on_one_file(tmp_path: Path) -> None:
    """Two lock objects stand for two processes: `flock` belongs to the opened file."""
    mine, theirs = (WriterLock(tmp_path / "office.db") for _ in range(2))
    entered = threading.Event()

    def other() -> None:
        with theirs.held():
            entered.set()

    with mine.held():
        thread = threading.Thread(target=other)
        thread.start()
        assert not entered.wait(0.1)
    thread.join(5)
    assert entered.is_set()


def _take_turn(lock: FairLock, order: list[object], who: object) -> None:
    lock.acquire()
    order.append(who)
    lock.release()


def _wait_until_queued(lock: FairLock, people: int) -> None:
    deadline = time.monotonic() + 5
    while len(lock._queue) < people:
        assert time.monotonic() < deadline
        time.sleep(0.001)
