"""Sounds for tests: a tone engine instead of speech, a loudspeaker that remembers."""

import threading
from array import array
from math import pi, sin
from pathlib import Path

from queue_core.speech.engine import EngineTrouble, Phrase
from queue_core.speech.sound import SAMPLE_RATE, Samples, write_wav


def tone(seconds: float, hertz: float = 440, amplitude: int = 10_000) -> Samples:
    step = 2 * pi * hertz / SAMPLE_RATE
    return array("h", [round(amplitude * sin(step * n)) for n in range(int(seconds * SAMPLE_RATE))])


class ToneEngine:
    """Every phrase is a short tone; texts in `broken` fail, "silence" is silent."""

    def __init__(self) -> None:
        self.rendered: list[str] = []
        self.broken: set[str] = set()
        self.hold: threading.Event | None = None

    def identity(self, phrase: Phrase) -> str:
        return f"tone {phrase.speed_percent}"

    def render(self, phrase: Phrase, path: Path) -> None:
        if self.hold is not None:
            self.hold.wait()
        if phrase.text in self.broken:
            raise EngineTrouble("no such voice")
        self.rendered.append(phrase.text)
        write_wav(tone(0.2, amplitude=0 if phrase.text == "silence" else 10_000), path)


class RememberingLoudspeaker:
    """Plays at once; `hold` keeps it playing until it is set or the sound is cut."""

    def __init__(self) -> None:
        self.played: list[Samples] = []
        self.hold: threading.Event | None = None
        self.stops = 0

    def play(self, sound: Samples) -> None:
        self.played.append(sound)
        if self.hold is not None:
            self.hold.wait()

    def stop(self) -> None:
        self.stops += 1
        if self.hold is not None:
            self.hold.set()
