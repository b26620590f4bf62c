"""Speech engines: words in, a WAV file out.

The trap: pyttsx3 hangs across threads and forks and swallows its errors. One thread of one
process uses it, only `save_to_file`, and the file is looked at afterwards (see `phrases`).
"""

import contextlib
import io
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from board_player.announcements import Phrase
from board_player.config import Voice


class EngineTrouble(Exception):
    """The engine gave nothing that could be heard; the message names the reason."""


class Engine(Protocol):
    """Turns phrases into sound."""

    def identity(self, phrase: Phrase) -> str:
        """All that shapes the sound besides the text: engine, version, voice, rate."""

    def render(self, phrase: Phrase, path: Path) -> None:
        """Write a WAV file or raise `EngineTrouble`. Called from one thread only."""


class EspeakEngine:
    """espeak-ng through pyttsx3: small, local, free, speaks our three languages."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices
        self._version = _espeak_version()
        self._driver: Any = None

    def identity(self, phrase: Phrase) -> str:
        voice = _voice(self._voices, phrase)
        return f"espeak {self._version} {voice.name} {_rate(voice, phrase)}"

    def render(self, phrase: Phrase, path: Path) -> None:
        voice = _voice(self._voices, phrase)
        path.unlink(missing_ok=True)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # the driver prints each file's name
                driver = self._started()
                driver.setProperty("voice", voice.name)
                driver.setProperty("rate", _rate(voice, phrase))
                driver.save_to_file(phrase.text, str(path))
                driver.runAndWait()
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineTrouble(f"espeak: {error}") from error
        if not path.is_file():
            raise EngineTrouble("espeak wrote no file")

    def _started(self) -> Any:
        """The driver, started by the thread that renders, with every voice found installed."""
        if self._driver is None:
            import pyttsx3  # loads the espeak library into this process: only where it speaks

            driver = pyttsx3.init("espeak")
            installed = {
                name
                for voice in driver.getProperty("voices")
                for name in (voice.id, voice.id.rpartition("/")[2], *voice.languages)
            }
            missing = {voice.name for voice in self._voices.values()} - installed
            if missing:  # the driver would silently speak with the voice set before
                raise EngineTrouble(f"voice is not installed: {', '.join(sorted(missing))}")
            self._driver = driver
        return self._driver


class CommandEngine:
    """Any other engine by its command line, such as Piper or RHVoice.

    The words of the command may hold {text_file}, {wav}, {voice}, {language} and
    {words_per_minute}; the name goes into the cache key, so change it with the model.
    """

    def __init__(
        self, name: str, command: tuple[str, ...], voices: Mapping[str, Voice], limit_seconds: float
    ) -> None:
        self._name = name
        self._command = command
        self._voices = voices
        self._limit_seconds = limit_seconds

    def identity(self, phrase: Phrase) -> str:
        voice = _voice(self._voices, phrase)
        return f"{self._name} {' '.join(self._command)} {voice.name} {_rate(voice, phrase)}"

    def render(self, phrase: Phrase, path: Path) -> None:
        with TemporaryDirectory(prefix="okienko-voice-") as folder:
            text_file = Path(folder) / "text.txt"
            text_file.write_text(phrase.text + "\n", encoding="utf-8")
            command = [self._filled(word, phrase, text_file, path) for word in self._command]
            self._run(command)
        if not path.is_file():
            raise EngineTrouble(f"{self._name} wrote no file")

    def _filled(self, word: str, phrase: Phrase, text_file: Path, wav: Path) -> str:
        voice = _voice(self._voices, phrase)
        return word.format(
            text_file=text_file,
            wav=wav,
            voice=voice.name,
            language=phrase.language,
            words_per_minute=_rate(voice, phrase),
        )

    def _run(self, command: list[str]) -> None:
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._limit_seconds,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise EngineTrouble(f"{self._name} took over {self._limit_seconds:.0f} s") from error
        except subprocess.CalledProcessError as error:
            raise EngineTrouble(f"{self._name} ended with {error.returncode}") from error
        except OSError as error:
            raise EngineTrouble(f"{self._name} cannot be started: {error.strerror}") from error


def _voice(voices: Mapping[str, Voice], phrase: Phrase) -> Voice:
    try:
        return voices[phrase.language]
    except KeyError:
        raise EngineTrouble(f"no voice is set for the language {phrase.language}") from None


def _rate(voice: Voice, phrase: Phrase) -> int:
    return voice.words_per_minute * phrase.speed_percent // 100


def _espeak_version() -> str:
    try:
        done = subprocess.run(
            ["espeak-ng", "--version"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return done.stdout.partition(":")[2].split("Data")[0].strip() or "unknown"
