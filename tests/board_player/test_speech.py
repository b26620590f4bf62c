"""The engines: real espeak-ng through pyttsx3, and another engine by its command line."""

import sys
from pathlib import Path

import pytest

from board_player.config import Speech
from board_player.espeak import EspeakEngine
from queue_core.domain.wording.spoken import call_phrase, evacuation_phrase
from queue_core.speech.command_engine import CommandEngine
from queue_core.speech.engine import EngineTrouble, Phrase, Voice
from queue_core.speech.phrases import PhraseCache
from queue_core.speech.sound import loudness, read_wav, seconds_of

VOICES = Speech().voices


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_espeak_says_a_call_in_every_language(language: str, tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, 10_000_000, EspeakEngine(VOICES))
    sound = cache.samples(Phrase(language, call_phrase("A015", "3", language)))
    assert 1.5 < seconds_of(sound) < 6
    assert loudness(sound) > 1000


def test_many_phrases_in_turn_keep_their_own_words_voice_and_speed(tmp_path: Path) -> None:
    """A driver that cuts a phrase or keeps the last speed shows in the length."""
    engine = EspeakEngine(VOICES)
    lengths: dict[tuple[str, int], list[float]] = {}
    for n in range(60):
        language, speed = ("pl", "en", "uk")[n % 3], (100, 60)[n // 3 % 2]
        phrase = Phrase(language, evacuation_phrase(language), speed)
        engine.render(phrase, tmp_path / "x.wav")
        seconds = seconds_of(read_wav(tmp_path / "x.wav"))
        lengths.setdefault((language, speed), []).append(seconds)
    for of_one_kind in lengths.values():
        assert max(of_one_kind) - min(of_one_kind) < 0.05
    for language in ("pl", "en", "uk"):
        assert lengths[language, 60][0] > 1.3 * lengths[language, 100][0]


def test_english_is_not_spoken_by_the_voice_used_before(tmp_path: Path) -> None:
    polish_only = EspeakEngine({"pl": VOICES["pl"], "en": Voice("pl", 155)})
    text = evacuation_phrase("en")
    for engine, name in ((EspeakEngine(VOICES), "own.wav"), (polish_only, "polish.wav")):
        engine.render(Phrase("pl", "jeden"), tmp_path / name)
        engine.render(Phrase("en", text), tmp_path / name)
    own, polish = (seconds_of(read_wav(tmp_path / n)) for n in ("own.wav", "polish.wav"))
    assert abs(own - polish) > 0.3


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
