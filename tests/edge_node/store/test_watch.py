"""Noticing what others wrote: every change, once, whoever looks first."""

import threading
import time

import pytest

from edge_node.config import NodeConfig
from edge_node.store.database import Database
from edge_node.store.unit import Office
from edge_node.store.watch import Watcher
from edge_node.workers import Workers
from queue_core.web.live import Signals
from tests.edge_node.sample import take


@pytest.fixture
def other_process(office: Office) -> Office:
    """The same file as another process would open it."""
    return Office(Database(office.database.path), office.clock, office.documents)


def test_what_another_process_wrote_is_found_once(office: Office, other_process: Office) -> None:
    watcher = Watcher(office.database.path)
    assert watcher.look() == frozenset()
    take(other_process)
    assert watcher.look() == {"queue", "print", "voice"}
    assert watcher.look() == frozenset()


def test_a_write_without_a_topic_tells_nobody(office: Office) -> None:
    watcher = Watcher(office.database.path)
    with office.database.write() as connection:
        connection.execute("INSERT INTO facts VALUES ('x', 'y')")
    assert watcher.look() == frozenset()


def test_a_signal_is_not_lost_when_the_thread_looks_before_the_commit_is_told(
    office: Office, other_process: Office
) -> None:
    """The watching thread may find a commit of its own process before that commit is told."""
    watcher = Watcher(office.database.path)
    told: list[frozenset[str]] = []
    quicker: list[frozenset[str]] = []
    office.database.on_commit(lambda _: quicker.append(watcher.look()))
    office.database.on_commit(lambda _: watcher.tell(lambda _seq, topics: told.append(topics)))
    take(office)
    assert quicker == [{"queue", "print", "voice"}]
    assert told == []
    take(other_process)
    watcher.tell(lambda _seq, topics: told.append(topics))
    assert told == [{"queue", "print", "voice"}]


def test_the_number_of_the_state_grows_with_every_change(office: Office) -> None:
    watcher = Watcher(office.database.path)
    numbers = []
    for _ in range(3):
        take(office)
        watcher.look()
        numbers.append(watcher.seq)
    assert numbers == sorted(set(numbers))


def test_screens_hear_of_this_process_at_once_and_of_others_soon(
    office: Office, other_process: Office
) -> None:
    signals = Signals(max_streams=4)
    workers = Workers(office, NodeConfig(), signals)
    workers.start()
    try:
        begun = signals.seq
        take(office)
        assert signals.seq > begun
        begun = signals.seq
        take(other_process)
        deadline = time.monotonic() + 5
        while signals.seq == begun:
            assert time.monotonic() < deadline
            time.sleep(0.002)
    finally:
        workers.stop()


def test_a_look_after_the_end_finds_nothing(office: Office) -> None:
    watcher, stop = Watcher(office.database.path), threading.Event()
    stop.set()
    watcher.follow(lambda _seq, _topics: None, stop, 0.01)
    take(office)
    assert watcher.look() == frozenset()
