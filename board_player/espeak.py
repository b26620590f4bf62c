"""espeak-ng through pyttsx3: small, local, free, speaks our three languages.

The traps, each seen: pyttsx3 hangs across threads and forks; its `runAndWait` cancels whatever
espeak still has in its queue, the rate just set and the next utterance included, so it is
called only when espeak is idle and the rate travels inside the text; an unknown voice is
passed over in silence, so the voice is read back. One thread, `save_to_file` only.
"""

import atexit
import contextlib
import io
import subprocess
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from queue_core.speech.engine import EngineTrouble, Phrase, Voice, voice_for, words_per_minute

_IDLE_SECONDS = 5.0
_RATE_IN_TEXT = "\x01{words_per_minute}S{text}"  # espeak's own inline command for the speed


class EspeakEngine:
    """The engine of the default setting. The library is loaded by the thread that renders."""

    def __init__(self, voices: Mapping[str, Voice]) -> None:
        self._voices = voices
        self._version = _version()

    def identity(self, phrase: Phrase) -> str:
        voice = voice_for(self._voices, phrase)
        return f"espeak {self._version} {voice.name} {words_per_minute(voice, phrase)}"

    def render(self, phrase: Phrase, path: Path) -> None:
        voice = voice_for(self._voices, phrase)
        rate = words_per_minute(voice, phrase)
        text = _RATE_IN_TEXT.format(words_per_minute=rate, text=phrase.text)
        path.unlink(missing_ok=True)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # the driver prints each file's name
                driver = _driver()
                _choose_voice(driver, voice)
                driver.save_to_file(text, str(path))
                _run_when_idle(driver)
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineTrouble(f"espeak: {error}") from error
        if not path.is_file():
            raise EngineTrouble("espeak wrote no file")


@cache
def _driver() -> Any:
    """The one driver of this process: espeak cannot be started twice, nor ended."""
    import pyttsx3  # loads the espeak library into this process: only where it speaks

    driver = pyttsx3.init("espeak")
    _run_when_idle(driver)  # the first run returns at once and must not be a phrase
    atexit.register(_driver.cache_clear)  # it complains when it is let go of any later
    return driver


@cache
def _voice_ids() -> Mapping[str, str]:
    """Each name that an installed voice goes by, with the one that the driver understands."""
    return {
        name: voice.id
        for voice in reversed(_driver().getProperty("voices"))
        for name in (voice.id, voice.id.rpartition("/")[2], *voice.languages)
    }


def _choose_voice(driver: Any, voice: Voice) -> None:
    wanted = _voice_ids().get(voice.name.lower())
    if wanted is None:
        raise EngineTrouble(f"the voice {voice.name} is not installed")
    driver.setProperty("voice", wanted)
    if driver.getProperty("voice") != wanted:
        raise EngineTrouble(f"the voice {voice.name} cannot be set")


def _run_when_idle(driver: Any) -> None:
    _wait_until_idle()
    driver.runAndWait()
    _wait_until_idle()


def _wait_until_idle() -> None:
    from pyttsx3.drivers import _espeak

    deadline = time.monotonic() + _IDLE_SECONDS
    while _espeak.IsPlaying():
        if time.monotonic() > deadline:
            raise EngineTrouble("espeak does not come to rest")
        time.sleep(0.001)


def _version() -> str:
    try:
        done = subprocess.run(
            ["espeak-ng", "--version"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return done.stdout.partition(":")[2].split("Data")[0].strip() or "unknown"
