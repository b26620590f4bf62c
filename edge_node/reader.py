"""The voice that reads a kiosk to a person who cannot see it: text in, a WAV file out (B-171).

Starts a small process of the speech engine for each new phrase and keeps what it wrote. The trap:
an engine may be missing or hang, and then the threads that serve tickets must not wait for it.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from queue_core.domain.wording.aloud import aloud
from queue_core.speech.engine import EngineTrouble, Phrase
from queue_core.speech.phrases import PhraseCache

log = logging.getLogger(__name__)

_TURN_SECONDS = 1.0
_REST_SECONDS = 30.0


class Reader:
    """One engine and its cache, used by one thread at a time.

    `cache` is made with the first phrase: it needs a folder that not every machine lets us make.
    """

    def __init__(self, program: str, cache: Callable[[], PhraseCache]) -> None:
        self._program = program
        self._make_cache = cache
        self._cache: PhraseCache | None = None
        self._turn = threading.Lock()
        self._failed = ""
        self._resting_until = 0.0

    @property
    def trouble(self) -> str:
        """Why nothing is heard, for whoever looks after the machine; empty when all is well."""
        if not self._program:
            return "no speech engine is set"
        if shutil.which(self._program) is None:
            return f"{self._program} is not installed"
        return self._failed

    def read(self, text: str, language: str) -> Path | None:
        """The spoken text as a WAV file that can be heard, or None where there is no voice now.

        Never waits long: while the engine is busy with another text, and for half a minute after
        it failed, there is none. `Unknown` for a language that we do not speak.
        """
        phrase = Phrase(language, aloud(text, language))
        if not phrase.text or time.monotonic() < self._resting_until or not self._program:
            return None
        if not self._turn.acquire(timeout=_TURN_SECONDS):
            return None
        try:
            return self._spoken(phrase)
        finally:
            self._turn.release()

    def spoken(self, key: str) -> Path | None:
        """The file that `read` gave under this name (without its ending), if it is still there."""
        return self._cache.kept(key) if self._cache else None

    def _spoken(self, phrase: Phrase) -> Path | None:
        try:
            self._cache = self._cache or self._make_cache()
            spoken = self._cache.file(phrase)
        except (EngineTrouble, OSError) as trouble:
            self._failed = str(trouble)
            self._resting_until = time.monotonic() + _REST_SECONDS
            log.warning("nothing_read_aloud", extra={"reason": self._failed})
            return None
        self._failed = ""
        return spoken
