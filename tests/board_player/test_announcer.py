"""The announcer against a node of a few lines: order, failures, restarts, evacuation."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from board_player.announcer import Announcer
from board_player.node import Node
from queue_core.speech.phrases import PhraseCache
from queue_core.speech.sound import seconds_of
from tests.board_player.fake_node import FakeNode, until
from tests.board_player.sounds import RememberingLoudspeaker, ToneEngine


@dataclass
class Hall:
    """One announcer at work, and all that it touches."""

    node: FakeNode
    engine: ToneEngine
    loudspeaker: RememberingLoudspeaker
    announcer: Announcer


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with FakeNode() as node:
        engine, loudspeaker = ToneEngine(), RememberingLoudspeaker()
        announcer = Announcer(
            node=Node(node.url, "secret"),
            speaker="1",
            cache=PhraseCache(tmp_path, 1_000_000, engine),
            loudspeaker=loudspeaker,
            render_limit_seconds=30,
        )
        speaking = threading.Thread(target=announcer.run)
        speaking.start()
        yield Hall(node, engine, loudspeaker, announcer)
        announcer.stop()
        speaking.join(10)
        assert not speaking.is_alive()


def test_calls_are_spoken_in_order_and_accounted(hall: Hall) -> None:
    for number in (1, 2, 3):
        hall.node.call(number)
    until(lambda: len(hall.node.results) == 3)
    assert hall.node.states() == {1: "played", 2: "played", 3: "played"}
    assert hall.engine.rendered == ["Numer 1", "Numer 2", "Numer 3"]
    assert hall.node.results[0]["seconds"] == pytest.approx(
        seconds_of(hall.loudspeaker.played[0]), abs=0.01
    )
    assert hall.node.tokens == {"Bearer secret"}


def test_phrases_of_new_tickets_are_made_before_the_call(hall: Hall) -> None:
    hall.node.orders(prepare=[{"language": "pl", "text": "Numer 7"}])
    until(lambda: hall.engine.rendered == ["Numer 7"])
    hall.node.call(7)
    until(lambda: hall.node.states() == {7: "played"})
    assert hall.engine.rendered == ["Numer 7"]


def test_nothing_sounds_where_the_voice_is_off(hall: Hall) -> None:
    hall.node.orders(on=False)
    hall.node.call(1)
    until(lambda: hall.node.states() == {1: "silent"})
    assert not hall.loudspeaker.played


def test_a_withdrawn_call_is_not_heard(hall: Hall) -> None:
    hall.loudspeaker.hold = threading.Event()
    for number in (1, 2):
        hall.node.call(number)
    until(lambda: len(hall.loudspeaker.played) == 1)
    jobs = [job for job in hall.node.state["jobs"] if job["id"] != 2]
    hall.node.orders(jobs=jobs, withdrawn=[2])
    hall.node.call(3)
    until(hall.node.all_seen)
    hall.loudspeaker.hold.set()
    until(lambda: hall.node.states() == {1: "played", 3: "played"})
    assert len(hall.loudspeaker.played) == 2


def test_a_language_that_fails_does_not_silence_the_other(hall: Hall) -> None:
    hall.engine.broken = {"Номер"}
    phrases = [{"language": "pl", "text": "Numer"}, {"language": "uk", "text": "Номер"}]
    hall.node.call(1, phrases=phrases)
    until(lambda: hall.node.states() == {1: "played"})
    assert hall.node.results[0]["detail"] == "no such voice"


def test_a_failed_voice_is_told_to_the_node_and_the_gong_still_sounds(hall: Hall) -> None:
    hall.engine.broken = {"Numer 1"}
    hall.node.call(1)
    until(lambda: hall.node.states() == {1: "failed"})
    assert hall.node.results[0]["detail"] == "no such voice"
    assert seconds_of(hall.loudspeaker.played[0]) > 1.2


def test_an_evacuation_cuts_the_call_and_is_repeated(hall: Hall) -> None:
    hall.loudspeaker.hold = threading.Event()
    hall.node.call(1)
    until(lambda: len(hall.loudspeaker.played) == 1)
    phrases = [{"language": "pl", "text": "Uwaga"}]
    hall.node.orders(alarm={"phrases": phrases, "repeat_seconds": 0.1})
    until(lambda: len(hall.loudspeaker.played) >= 4)
    assert hall.loudspeaker.stops >= 1
    hall.node.orders(alarm=None)


def test_the_announcer_lives_on_when_the_node_is_restarted(hall: Hall) -> None:
    hall.node.call(1)
    until(lambda: hall.node.states() == {1: "played"})
    port = hall.node.port
    hall.node.__exit__()
    with FakeNode(port) as restarted:  # counts from the beginning again
        restarted.call(2)
        until(lambda: restarted.states() == {2: "played"})


def test_a_result_that_the_node_does_not_want_stops_no_other(hall: Hall) -> None:
    hall.node.unwanted = {1}
    hall.node.call(1)
    hall.node.call(2)
    until(lambda: hall.node.states() == {2: "played"})
    assert not hall.node.unwanted


def test_it_says_that_it_lives(hall: Hall) -> None:
    until(lambda: bool(hall.node.heartbeats))
    assert hall.node.heartbeats[0] == ("speaker-1", {"state": "ok", "detail": ""})
