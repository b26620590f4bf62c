"""The port to a speech engine: words in, a WAV file out.

Knows no engine. The trap: engines hang, swallow errors and write silence, so whoever renders
looks at the file afterwards (see `phrases`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Phrase:
    """Words to be spoken, in one language, at a share of the voice's normal speed."""

    language: str
    text: str
    speed_percent: int = 100


@dataclass(frozen=True)
class Voice:
    """One language's voice as its engine names it, and its normal speed."""

    name: str
    words_per_minute: int = 160


def espeak_voices() -> dict[str, Voice]:
    """The voices that espeak-ng has for our three languages."""
    return {"pl": Voice("pl", 150), "en": Voice("en-gb", 155), "uk": Voice("uk", 150)}


class EngineTrouble(Exception):
    """The engine gave nothing that could be heard; the message names the reason."""


class Engine(Protocol):
    """Turns phrases into sound."""

    def identity(self, phrase: Phrase) -> str:
        """All that shapes the sound besides the text: engine, version, voice, rate."""

    def render(self, phrase: Phrase, path: Path) -> None:
        """Write a WAV file or raise `EngineTrouble`. Called from one thread only."""


def voice_for(voices: Mapping[str, Voice], phrase: Phrase) -> Voice:
    """The voice of the phrase's language; `EngineTrouble` when none is set."""
    try:
        return voices[phrase.language]
    except KeyError:
        raise EngineTrouble(f"no voice is set for the language {phrase.language}") from None


def words_per_minute(voice: Voice, phrase: Phrase) -> int:
    """The voice's speed, slowed or hurried as the phrase asks."""
    return voice.words_per_minute * phrase.speed_percent // 100
