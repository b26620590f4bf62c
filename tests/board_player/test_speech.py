"""The engines: real espeak-ng through pyttsx3, and another engine by its command line."""

import sys
from pathlib import Path

import pytest

from board_player.announcements import Phrase
from board_player.config import Speech, Voice
from board_player.phrases import PhraseCache
from board_player.sound import loudness, read_wav, seconds_of
from board_player.speech import CommandEngine, EngineTrouble, EspeakEngine
from queue_core.domain.wording.spoken import call_phrase, evacuation_phrase

VOICES = Speech().voices


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_espeak_says_a_call_in_every_language(language: str, tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, 10_000_000, EspeakEngine(VOICES))
    sound = cache.samples(Phrase(language, call_phrase("A015", "3", language)))
    assert 1.5 < seconds_of(sound) < 6
    assert loudness(sound) > 1000


def test_one_engine_says_many_phrases_one_after_another(tmp_path: Path) -> None:
    engine = EspeakEngine(VOICES)
    for n in range(30):
        language = ("pl", "en", "uk")[n % 3]
        engine.render(Phrase(language, evacuation_phrase(language)), tmp_path / "x.wav")
        assert loudness(read_wav(tmp_path / "x.wav")) > 1000


def test_a_slower_voice_takes_longer(tmp_path: Path) -> None:
    engine = EspeakEngine(VOICES)
    text = evacuation_phrase("pl")
    engine.render(Phrase("pl", text, speed_percent=100), tmp_path / "n.wav")
    engine.render(Phrase("pl", text, speed_percent=60), tmp_path / "s.wav")
    normal, slow = (seconds_of(read_wav(tmp_path / name)) for name in ("n.wav", "s.wav"))
    assert slow > 1.3 * normal


def test_a_voice_that_is_not_installed_is_an_error(tmp_path: Path) -> None:
    engine = EspeakEngine({"pl": Voice("klingon")})
    with pytest.raises(EngineTrouble, match="klingon"):
        engine.render(Phrase("pl", "jeden"), tmp_path / "x.wav")


def test_a_language_without_a_voice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineTrouble, match="de"):
        EspeakEngine(VOICES).render(Phrase("de", "eins"), tmp_path / "x.wav")


def test_what_shapes_the_sound_is_in_the_identity() -> None:
    engine = EspeakEngine(VOICES)
    assert engine.identity(Phrase("pl", "a")) != engine.identity(Phrase("en", "a"))
    assert engine.identity(Phrase("pl", "a")) != engine.identity(Phrase("pl", "a", 90))
    assert "unknown" not in engine.identity(Phrase("pl", "a"))


def test_another_engine_is_run_by_its_command_line(tmp_path: Path) -> None:
    words = ("espeak-ng", "-v", "{voice}", "-s", "{words_per_minute}")
    engine = CommandEngine("other", (*words, "-f", "{text_file}", "-w", "{wav}"), VOICES, 10)
    engine.render(Phrase("pl", "Numer sto pięć"), tmp_path / "x.wav")
    assert loudness(read_wav(tmp_path / "x.wav")) > 1000


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import time; time.sleep(60)", "took over"),
        ("raise SystemExit(3)", "ended with 3"),
        ("pass", "wrote no file"),
    ],
)
def test_another_engine_that_fails_is_an_error(script: str, reason: str, tmp_path: Path) -> None:
    engine = CommandEngine("other", (sys.executable, "-S", "-c", script, "{wav}"), VOICES, 0.5)
    with pytest.raises(EngineTrouble, match=reason):
        engine.render(Phrase("pl", "jeden"), tmp_path / "x.wav")


def test_a_missing_engine_is_an_error(tmp_path: Path) -> None:
    engine = CommandEngine("other", ("no-such-engine", "{wav}"), VOICES, 1)
    with pytest.raises(EngineTrouble, match="cannot be started"):
        engine.render(Phrase("pl", "jeden"), tmp_path / "x.wav")
