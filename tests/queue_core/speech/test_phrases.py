"""The cache: rendered once, whole or not at all, never silent, never larger than allowed."""

import os
import time
from pathlib import Path

import pytest

from queue_core.speech.engine import EngineTrouble, Phrase
from queue_core.speech.phrases import CONDEMNED_SECONDS, PhraseCache
from queue_core.speech.sound import seconds_of
from tests.board_player.sounds import ToneEngine

ONE = Phrase("pl", "jeden")


def test_a_phrase_is_rendered_once(tmp_path: Path) -> None:
    engine = ToneEngine()
    first = PhraseCache(tmp_path, 1_000_000, engine).samples(ONE)
    again = PhraseCache(tmp_path, 1_000_000, engine).samples(ONE)
    assert first == again
    assert engine.rendered == ["jeden"]


def test_another_speed_or_language_is_another_file(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, 1_000_000, ToneEngine())
    for phrase in (ONE, Phrase("pl", "jeden", 80), Phrase("uk", "jeden")):
        cache.samples(phrase)
    assert len(list(tmp_path.glob("*.wav"))) == 3


@pytest.mark.parametrize("text", ["silence", "broken"])
def test_a_phrase_that_cannot_be_heard_is_an_error_and_leaves_no_file(
    text: str, tmp_path: Path
) -> None:
    engine = ToneEngine()
    engine.broken = {"broken"}
    cache = PhraseCache(tmp_path, 1_000_000, engine)
    with pytest.raises(EngineTrouble):
        cache.samples(Phrase("pl", text))
    assert not list(tmp_path.iterdir())
    assert cache.rendering is None


def test_a_damaged_file_is_rendered_again(tmp_path: Path) -> None:
    engine = ToneEngine()
    cache = PhraseCache(tmp_path, 1_000_000, engine)
    cache.samples(ONE)
    next(tmp_path.glob("*.wav")).write_bytes(b"half a fi")
    assert seconds_of(cache.samples(ONE)) > 0.1
    assert engine.rendered == ["jeden", "jeden"]


def test_the_oldest_used_phrase_goes_first(tmp_path: Path) -> None:
    engine = ToneEngine()
    cache = PhraseCache(tmp_path, 30_000, engine)  # three phrases of 9 kB
    phrases = [Phrase("pl", str(n)) for n in range(4)]
    for n, phrase in enumerate(phrases[:3]):
        cache.samples(phrase)
        newest = max(tmp_path.glob("*.wav"), key=lambda file: file.stat().st_ctime_ns)
        os.utime(newest, (n, n))
    cache.samples(phrases[0])  # used again just now
    cache.samples(phrases[3])
    assert [cache.holds(phrase) for phrase in phrases] == [True, False, True, True]


def test_what_a_killed_process_left_behind_is_removed(tmp_path: Path) -> None:
    (tmp_path / "abc.part").write_bytes(b"half")
    PhraseCache(tmp_path, 1_000_000, ToneEngine())
    assert not list(tmp_path.iterdir())


def test_a_phrase_on_which_the_engine_hung_rests_for_a_while(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, 1_000_000, ToneEngine())
    cache.samples(ONE)
    key = next(tmp_path.glob("*.wav")).stem
    (tmp_path / f"{key}.wav").unlink()
    cache.condemn(key)
    with pytest.raises(EngineTrouble, match="hung"):
        cache.samples(ONE)
    past = time.time() - CONDEMNED_SECONDS - 1
    os.utime(tmp_path / f"{key}.hung", (past, past))
    assert cache.samples(ONE)
