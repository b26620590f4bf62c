"""The cache of spoken phrases: a phrase is rendered once and then read from the disk.

A file is named by the hash of all that shapes its sound and appears whole or not at all.
The trap: an engine may hang or write silence, so a phrase is measured before it is kept.
"""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from queue_core.speech.engine import Engine, EngineTrouble, Phrase
from queue_core.speech.sound import (
    QUIETEST_SPEECH,
    BadSound,
    Samples,
    loudness,
    read_wav,
    trimmed,
    write_wav,
)

CONDEMNED_SECONDS = 600
"""A phrase on which the engine hung is not tried again for so long."""
_KEEP_AFTER_TRIM = 0.9


@dataclass(frozen=True)
class Rendering:
    """A phrase that the engine works on, and since when (monotonic seconds)."""

    key: str
    since: float


class PhraseCache:
    """Phrases as samples. Used by the thread that speaks; only `rendering` is read by others."""

    def __init__(self, folder: Path, limit_bytes: int, engine: Engine) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._engine = engine
        self.rendering: Rendering | None = None
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.part"):
            left.unlink(missing_ok=True)
        self._used_bytes = sum(file.stat().st_size for file in folder.glob("*.wav"))

    def samples(self, phrase: Phrase) -> Samples:
        """The phrase at full volume, without silence at its ends.

        `EngineTrouble` when it cannot be rendered or nothing would be heard.
        """
        path = self._path(phrase)
        try:
            sound = read_wav(path)
            os.utime(path)  # the oldest used goes first
        except (BadSound, OSError):
            return self._render(phrase, path)
        return sound

    def file(self, phrase: Phrase) -> Path:
        """The phrase as a WAV file, rendered where it is not there yet; raises as `samples`."""
        path = self._path(phrase)
        if path.is_file():
            os.utime(path)
        else:
            self._render(phrase, path)
        return path

    def kept(self, key: str) -> Path | None:
        """The file with this name, without its ending, or None where the cache has none."""
        path = self._folder / f"{key}.wav"
        return path if path.is_file() else None

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase is ready to be played at once."""
        return self._path(phrase).is_file()

    def condemn(self, key: str) -> None:
        """Mark a phrase on which the engine hung, so that the next process does not hang too."""
        (self._folder / f"{key}.hung").touch()

    def _path(self, phrase: Phrase) -> Path:
        text = f"{self._engine.identity(phrase)}\n{phrase.language}\n{phrase.text}"
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.wav"

    def _render(self, phrase: Phrase, path: Path) -> Samples:
        self._refuse_condemned(path.stem)
        part = path.with_suffix(".part")
        self.rendering = Rendering(path.stem, time.monotonic())
        try:
            self._engine.render(phrase, part)
            sound = _audible(part)
            self._keep(sound, part, path)
        except OSError as error:
            raise EngineTrouble(f"the phrase cannot be kept: {error.strerror}") from error
        finally:
            self.rendering = None
            part.unlink(missing_ok=True)
        return sound

    def _refuse_condemned(self, key: str) -> None:
        mark = self._folder / f"{key}.hung"
        if mark.is_file():
            if time.time() - mark.stat().st_mtime < CONDEMNED_SECONDS:
                raise EngineTrouble("the engine hung on this phrase a short while ago")
            mark.unlink()

    def _keep(self, sound: Samples, part: Path, path: Path) -> None:
        write_wav(sound, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
        self._used_bytes += path.stat().st_size
        if self._used_bytes > self._limit_bytes:
            self._trim(keep=path)

    def _trim(self, keep: Path) -> None:
        files = sorted((f.stat().st_mtime, f.stat().st_size, f) for f in self._folder.glob("*.wav"))
        self._used_bytes = sum(size for _, size, _ in files)
        for _, size, file in files:
            if self._used_bytes <= self._limit_bytes * _KEEP_AFTER_TRIM:
                return
            if file != keep:
                file.unlink(missing_ok=True)
                self._used_bytes -= size


def _audible(path: Path) -> Samples:
    try:
        sound = trimmed(read_wav(path))
    except BadSound as error:
        raise EngineTrouble(str(error)) from error
    if loudness(sound) < QUIETEST_SPEECH:
        raise EngineTrouble("the engine wrote silence")
    return sound
