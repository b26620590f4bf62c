"""The real announcer process, heard through a sound server: gong, order, overlap, silence."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_core.domain.wording.spoken import call_phrase
from queue_core.speech.sound import SAMPLE_RATE, Samples
from tests.board_player.fake_node import FakeNode, until
from tests.board_player.pulse import Recorder, heard_parts, pulse, strength_at

E5_HERTZ = 659.26
BETWEEN_ANNOUNCEMENTS = 0.29
"""Longer than the 250 ms inside an announcement, which may shrink on its way."""


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    with pulse(tmp_path_factory.mktemp("pulse")) as recorder:
        yield recorder


@contextlib.contextmanager
def announcing(node: FakeNode, recorder: Recorder, folder: Path, device: str) -> Iterator[int]:
    """The announcer as a process of its own; gives its process number."""
    config = folder / "board.toml"
    config.write_text(
        f'node_url = "{node.url}"\nspeaker = "1"\n'
        f'[sound]\ndevice = "{device}"\ncache_folder = "{folder}/phrases"\n'
    )
    words = [sys.executable, "-m", "board_player", "announce", "--config", str(config)]
    process = subprocess.Popen(words, env=recorder.environment)
    try:
        until(lambda: bool(node.heartbeats))
        yield process.pid
    finally:
        process.terminate()
        assert process.wait(15) == 0


def call_in_words(node: FakeNode, number: int, languages: tuple[str, ...] = ("pl",)) -> None:
    """A call without its counter: short, so that the test is."""
    texts = [(language, call_phrase(str(number), "", language)) for language in languages]
    node.call(number, phrases=[{"language": lang, "text": text} for lang, text in texts])


def test_two_calls_are_heard_one_after_the_other_each_behind_its_gong(
    recorder: Recorder, tmp_path: Path
) -> None:
    with FakeNode() as node, announcing(node, recorder, tmp_path, "pulse"):
        with recorder.recording():
            call_in_words(node, 2)
            call_in_words(node, 3, ("pl", "uk"))
            until(lambda: len(node.results) == 2)
        seconds = [result["seconds"] for result in node.results]
        assert node.states() == {2: "played", 3: "played"}
    heard = recorder.samples()
    gongs = gong_moments(heard)
    assert len(gongs) == 2
    assert gongs[1] - gongs[0] > seconds[0] - 0.2, "the second gong waited for the first call"
    assert heard_seconds(recorder) == pytest.approx(sum(seconds), abs=1.0)
    first_sound = heard_parts(heard, BETWEEN_ANNOUNCEMENTS)[0][0]
    assert gongs[0] - first_sound < 0.2, "the gong comes first"


def test_nothing_is_heard_where_the_voice_is_switched_off(
    recorder: Recorder, tmp_path: Path
) -> None:
    with FakeNode() as node, announcing(node, recorder, tmp_path, "pulse"):
        node.orders(on=False)
        with recorder.recording():
            call_in_words(node, 15)
            until(lambda: node.states() == {15: "silent"})
    assert not heard_parts(recorder.samples(), BETWEEN_ANNOUNCEMENTS)


def test_an_evacuation_cuts_a_call_within_a_second_and_is_heard(
    recorder: Recorder, tmp_path: Path
) -> None:
    alarm = [{"language": "pl", "text": "Uwaga"}]
    with FakeNode() as node, announcing(node, recorder, tmp_path, "pulse"):
        node.orders(prepare=alarm)
        with recorder.recording():
            call_in_words(node, 15, ("pl", "en", "uk"))
            until(lambda: heard_seconds(recorder) > 0.8)
            pressed = time.monotonic()
            node.orders(alarm={"phrases": alarm, "repeat_seconds": 60})
            until(lambda: node.states() == {15: "failed"})
            assert time.monotonic() - pressed < 1
            until(lambda: len(gong_moments(recorder.samples())) == 2)
    assert node.results[0]["detail"] == "cut"


def test_a_missing_sound_card_is_told_to_the_node(recorder: Recorder, tmp_path: Path) -> None:
    with FakeNode() as node, announcing(node, recorder, tmp_path, "plughw:CARD=Nowhere"):
        call_in_words(node, 15)
        until(lambda: node.states() == {15: "failed"})
        assert "aplay" in node.results[0]["detail"] or "audio" in node.results[0]["detail"]


def heard_seconds(recorder: Recorder) -> float:
    parts = heard_parts(recorder.samples(), BETWEEN_ANNOUNCEMENTS)
    return sum(end - start for start, end in parts)


def gong_moments(heard: Samples) -> list[float]:
    """When the gong's first tone began, found by its pitch; silence and voices have none."""
    window = SAMPLE_RATE // 10
    moments: list[float] = []
    last_match = -1.0
    for start in range(0, len(heard) - window, window // 2):
        part = heard[start : start + window]
        at = start / SAMPLE_RATE
        if max(map(abs, part)) < 1500 or strength_at(part, E5_HERTZ) < 0.55:
            continue
        if at - last_match > 0.3:
            moments.append(at)
        last_match = at
    return moments
