"""Chooses the concrete engine, cache and loudspeaker of a machine from its file, once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from board_player.announcer import Announcer
from board_player.config import PlayerConfig
from board_player.espeak import EspeakEngine
from board_player.node import Node
from board_player.playback import AccountingLoudspeaker, AplayLoudspeaker, Loudspeaker
from queue_core.speech.command_engine import CommandEngine
from queue_core.speech.engine import Engine
from queue_core.speech.phrases import PhraseCache

_MEGABYTE = 1_000_000
_GRACE_SECONDS = 5.0


class AlreadySpeaking(Exception):
    """Another process of this machine speaks for the same speaker."""


def announcer(config: PlayerConfig) -> Announcer:
    """The announcer of this machine."""
    return Announcer(
        node=Node(config.node_url, config.token, config.ca_file),
        speaker=config.speaker,
        cache=phrase_cache(config),
        loudspeaker=loudspeaker(config),
        render_limit_seconds=config.speech.limit_seconds + _GRACE_SECONDS,
    )


def phrase_cache(config: PlayerConfig) -> PhraseCache:
    """The cache in front of the engine that the file names."""
    folder = Path(config.sound.cache_folder)
    return PhraseCache(folder, config.sound.cache_megabytes * _MEGABYTE, _engine(config))


def loudspeaker(config: PlayerConfig) -> Loudspeaker:
    """The sound card, or the one that only accounts."""
    if config.sound.play == "account":
        return AccountingLoudspeaker()
    return AplayLoudspeaker(config.sound.card, config.sound.device)


@contextmanager
def only_voice(config: PlayerConfig) -> Iterator[None]:
    """Hold the right to speak; `AlreadySpeaking` when another process has it.

    The kernel frees it with the process, however that ends.
    """
    folder = Path(config.sound.cache_folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"speaker-{config.speaker}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadySpeaking(config.speaker) from None
        yield


def _engine(config: PlayerConfig) -> Engine:
    speech = config.speech
    if speech.engine == "command":
        return CommandEngine(
            speech.engine_name, speech.command, speech.voices, speech.limit_seconds
        )
    return EspeakEngine(speech.voices)
