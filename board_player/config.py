"""What one screen and its voice need to know: node, sound card, voices, browser, TV hours.

What the institution decides (on or off, volume, languages, texts) comes from the node. The
token may also come from the environment, so that the file can be copied to every screen.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from queue_core.machine_file import BadSettings, read_settings
from queue_core.speech.engine import Voice, espeak_voices

TOKEN_VARIABLE = "OKIENKO_BOARD_TOKEN"
_PLACES_OF_TURN = (0, 90, 180, 270)
_SLOWEST, _FASTEST = 80, 400


@dataclass(frozen=True)
class Sound:
    """Where it is heard. `card` is a name from `aplay -l`, `device` a whole ALSA name."""

    card: str = ""
    device: str = ""
    play: Literal["speaker", "account"] = "speaker"
    cache_folder: str = "/var/cache/okienko/phrases"
    cache_megabytes: int = 200


@dataclass(frozen=True)
class Speech:
    """The engine: "espeak", or "command" with a command line of another one."""

    engine: Literal["espeak", "command"] = "espeak"
    engine_name: str = "espeak"
    command: tuple[str, ...] = ()
    limit_seconds: float = 20.0
    voices: dict[str, Voice] = field(default_factory=espeak_voices)


@dataclass(frozen=True)
class Screen:
    """The browser and the display that it fills. `output` and `mode` fix the video mode.

    A "kiosk" is touched, a "board" is not; `page` is the address of its kind where it is empty.
    """

    kind: Literal["board", "kiosk"] = "board"
    page: str = ""
    browser: Literal["chromium", "cog"] = "chromium"
    browser_command: str = "chromium"
    browser_flags: tuple[str, ...] = ()
    compositor: Literal["cage", "none"] = "cage"
    output: str = ""
    mode: str = ""
    turn_degrees: int = 0
    restart_at: time = time(3, 30)


@dataclass(frozen=True)
class Television:
    """When the TV shines (office's local time); the same hour twice means always."""

    on_at: time = time(0, 0)
    off_at: time = time(0, 0)
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    cec: bool = False


@dataclass(frozen=True)
class PlayerConfig:
    """The TOML file of a screen. Without `board` it is voice alone, without `speaker` no voice.

    On a screen of the kind "kiosk", `board` names the kiosk.
    """

    node_url: str
    board: str = ""
    speaker: str = ""
    token: str = ""
    ca_file: str = ""
    timezone: str = "Europe/Warsaw"
    sound: Sound = Sound()
    speech: Speech = field(default_factory=Speech)
    screen: Screen = Screen()
    tv: Television = Television()

    @property
    def page_url(self) -> str:
        """The address that the browser opens."""
        page = self.screen.page or f"/{self.screen.kind}/{{board}}"
        return self.node_url.rstrip("/") + page.format(board=self.board)

    @property
    def screen_name(self) -> str:
        """How the node knows this screen, such as "board-1" or "kiosk-2"."""
        return f"{self.screen.kind}-{self.board}"


def load(path: Path) -> PlayerConfig:
    """Read the file of a screen. Raises `BadSettings` with all faults."""
    config = read_settings(path, PlayerConfig)
    faults = list(_faults(config))
    if faults:
        raise BadSettings(path, faults)
    return replace(config, token=os.environ.get(TOKEN_VARIABLE, config.token))


def _faults(config: PlayerConfig) -> Iterator[str]:
    address = urlsplit(config.node_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield "node_url: an address such as https://node.example:8443 is expected"
    if not config.board and not config.speaker:
        yield "board, speaker: at least one of them must be named"
    if config.timezone not in available_timezones():
        yield f"timezone: {config.timezone} is not known"
    if config.sound.card and config.sound.device:
        yield "sound.card, sound.device: name only one of them"
    if config.sound.cache_megabytes < 1:
        yield "sound.cache_megabytes: at least 1 is needed"
    if config.screen.turn_degrees not in _PLACES_OF_TURN:
        yield "screen.turn_degrees: 0, 90, 180 or 270 is expected"
    if (config.screen.mode or config.screen.turn_degrees) and not config.screen.output:
        yield "screen.output: must be named when mode or turn_degrees is set"
    if not all(1 <= day <= 7 for day in config.tv.weekdays):
        yield "tv.weekdays: 1 (Monday) to 7 (Sunday) are expected"
    yield from _speech_faults(config.speech)


def _speech_faults(speech: Speech) -> Iterator[str]:
    if speech.engine == "command" and not any("{wav}" in word for word in speech.command):
        yield "speech.command: a command line that holds {wav} is expected"
    if speech.limit_seconds <= 0:
        yield "speech.limit_seconds: more than 0 is needed"
    for language, voice in speech.voices.items():
        if not _SLOWEST <= voice.words_per_minute <= _FASTEST:
            where = f"speech.voices.{language}.words_per_minute"
            yield f"{where}: {_SLOWEST} to {_FASTEST} is expected"
