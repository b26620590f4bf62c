"""Any other speech engine by its command line, such as Piper or RHVoice.

A process per phrase, so that an engine that hangs is simply ended.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from queue_core.speech.engine import EngineTrouble, Phrase, Voice, voice_for, words_per_minute


class CommandEngine:
    """An engine of the machine's owner.

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
        voice = voice_for(self._voices, phrase)
        return (
            f"{self._name} {' '.join(self._command)} {voice.name} {words_per_minute(voice, phrase)}"
        )

    def render(self, phrase: Phrase, path: Path) -> None:
        with TemporaryDirectory(prefix="okienko-voice-") as folder:
            text_file = Path(folder) / "text.txt"
            text_file.write_text(phrase.text + "\n", encoding="utf-8")
            command = [self._filled(word, phrase, text_file, path) for word in self._command]
            self._run(command)
        if not path.is_file():
            raise EngineTrouble(f"{self._name} wrote no file")

    def _filled(self, word: str, phrase: Phrase, text_file: Path, wav: Path) -> str:
        voice = voice_for(self._voices, phrase)
        return word.format(
            text_file=text_file,
            wav=wav,
            voice=voice.name,
            language=phrase.language,
            words_per_minute=words_per_minute(voice, phrase),
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
