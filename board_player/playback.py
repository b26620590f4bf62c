"""From a script to the loudspeaker: one piece of sound, played by `aplay` within a time limit.

Knows nothing of tickets. The trap: a loudspeaker may vanish with the TV that carries it, and
then `aplay` fails or waits for ever; both end here as `PlaybackTrouble`.
"""

import subprocess
import threading
from array import array
from collections.abc import Sequence
from typing import Protocol

from queue_core.speech.sound import SAMPLE_RATE, Samples, scaled, seconds_of, silence

PAUSE_SECONDS = 0.25
_SLACK_SECONDS = 5.0


class PlaybackTrouble(Exception):
    """The sound was not heard to its end; the message names the reason."""


class Loudspeaker(Protocol):
    """Plays one piece of sound at a time."""

    def play(self, sound: Samples) -> None:
        """Return when the sound has ended; `PlaybackTrouble` when it was not heard."""

    def stop(self) -> None:
        """Cut what is being played; may be called from another thread."""


def assemble(pieces: Sequence[Samples], volume_percent: int) -> Samples:
    """One piece of sound: the pieces with 250 ms of silence between them, at the given volume."""
    whole: Samples = array("h")
    for n, piece in enumerate(pieces):
        if n:
            whole.extend(silence(PAUSE_SECONDS))
        whole.extend(piece)
    return scaled(whole, volume_percent)


class AplayLoudspeaker:
    """ALSA's own player. The sound goes through a pipe: nothing is written to the card."""

    def __init__(self, card: str = "", device: str = "") -> None:
        target = device or (f"sysdefault:CARD={card}" if card else "")
        self._command = ["aplay", "-q", *(["-D", target] if target else [])]
        self._command += ["-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(SAMPLE_RATE), "-"]
        self._lock = threading.Lock()
        self._playing: subprocess.Popen[bytes] | None = None
        self._cut = False

    def play(self, sound: Samples) -> None:
        process = self._start()
        limit = 1.5 * seconds_of(sound) + _SLACK_SECONDS
        try:
            _, complaint = process.communicate(sound.tobytes(), timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise PlaybackTrouble(f"the sound card did not finish in {limit:.0f} s") from None
        finally:
            with self._lock:
                self._playing = None
        if self._cut:
            raise PlaybackTrouble("cut")
        if process.returncode:
            raise PlaybackTrouble(_reason(process.returncode, complaint))

    def stop(self) -> None:
        with self._lock:
            if self._playing is not None:
                self._cut = True
                self._playing.terminate()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise PlaybackTrouble(f"aplay cannot be started: {error.strerror}") from error
        with self._lock:
            self._playing, self._cut = process, False
        return process


class AccountingLoudspeaker:
    """Plays nothing: for demonstrations faster than life and for machines without sound."""

    def play(self, sound: Samples) -> None:
        """Say at once that it was heard."""

    def stop(self) -> None:
        """Nothing is ever being played."""


def _reason(code: int, complaint: bytes) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"aplay ended with {code}"
