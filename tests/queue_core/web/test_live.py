"""Signals: nobody waits for a slow reader, and nobody misses that something changed."""

import json
from collections.abc import Iterator
from threading import Thread

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from queue_core.web import live
from queue_core.web.live import Reader, Signal, Signals, TooManyStreams, stream
from tests.queue_core.web.demo import Office, demo_app

TOPICS = st.sets(st.sampled_from(["calls", "queue", "devices", "alarm"]), min_size=1)


def events(reader: Reader) -> Iterator[tuple[str, dict[str, object]]]:
    for text in stream(reader):
        lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
        yield lines["event"], json.loads(lines["data"])


@given(st.lists(st.tuples(st.integers(0, 1000), TOPICS), min_size=1, max_size=30))
def test_a_slow_reader_keeps_one_signal_with_the_latest_number_and_all_topics(
    told: list[tuple[int, set[str]]],
) -> None:
    signals = Signals()
    reader = signals.join()
    for seq, topics in told:
        signals.publish(seq, topics)
    everything = frozenset().union(*(topics for _, topics in told))
    assert reader.take(0) == Signal(max(seq for seq, _ in told), everything)
    assert reader.take(0) is None
    assert signals.seq == max(seq for seq, _ in told)


def test_hello_comes_at_once_with_the_present_number() -> None:
    assert next(events(Signals(seq=7).join())) == ("hello", {"seq": 7})


def test_a_signal_between_joining_and_reading_is_told() -> None:
    signals = Signals()
    told = events(signals.join())
    signals.publish(3, {"calls"})
    assert [next(told), next(told)] == [
        ("hello", {"seq": 3}),
        ("changed", {"seq": 3, "topics": ["calls"]}),
    ]


def test_silence_is_filled_with_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.01)
    told = events(Signals(seq=2).join())
    assert [next(told)[0], next(told)] == ["hello", ("ping", {"seq": 2})]


def test_the_stream_beyond_the_cap_is_refused_until_one_leaves() -> None:
    signals = Signals(max_streams=2)
    first, _second = signals.join(), signals.join()
    with pytest.raises(TooManyStreams):
        signals.join()
    signals.leave(first)
    signals.leave(first)
    assert signals.join() is not None
    assert signals.streams == 2


def test_the_route_answers_503_with_a_time_to_come_back(office: Office) -> None:
    office.signals = Signals(max_streams=0)
    answer = demo_app(office).test_client().get("/live")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_client_that_leaves_gives_its_place_back(client: FlaskClient, office: Office) -> None:
    answer = client.get("/live", buffered=False)
    assert office.signals.streams == 1
    answer.close()
    assert office.signals.streams == 0


def test_ending_lets_every_stream_finish() -> None:
    signals = Signals()
    readers = [signals.join() for _ in range(3)]
    threads = [Thread(target=lambda r=reader: list(events(r))) for reader in readers]
    for thread in threads:
        thread.start()
    signals.end()
    for thread in threads:
        thread.join(timeout=2)
    assert not any(thread.is_alive() for thread in threads)
