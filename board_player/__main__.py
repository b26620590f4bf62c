"""The command `okienko board`: run the screen, be the voice, or try it."""

import argparse
import logging
import signal
import sys
from pathlib import Path

from board_player.config import PlayerConfig, load
from queue_core.machine_file import BadSettings

DEFAULT_CONFIG = Path("/etc/okienko/board.toml")


def main(argv: list[str]) -> int:
    """Run one command; 0 when it ended well, 1 when it could not, 2 for a bad file."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        config = load(arguments.config)
    except BadSettings as bad:
        print(f"{bad.path}:", *bad.faults, sep="\n  ", file=sys.stderr)
        return 2
    if arguments.command == "run":
        return _run(config)
    if arguments.command == "announce":
        return _announce(config)
    return _say(config, arguments.text, arguments.language)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="okienko board", description="The screen and the voice.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, default=DEFAULT_CONFIG, help="the file of this screen"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", parents=[common], help="the screen, and the voice beside it")
    commands.add_parser("announce", parents=[common], help="the voice alone")
    say = commands.add_parser("say", parents=[common], help="speak a text, to try the voice")
    say.add_argument("text")
    say.add_argument("--language", default="pl")
    return parser


def _run(config: PlayerConfig) -> int:
    from board_player.player import Player  # the announcer alone does without the screen

    player = Player(config, lambda: _announce(config))
    signal.signal(signal.SIGTERM, lambda *_: player.stop())
    signal.signal(signal.SIGINT, lambda *_: player.stop())
    return player.run()


def _announce(config: PlayerConfig) -> int:
    from board_player.voice import AlreadySpeaking, announcer, only_voice

    try:
        with only_voice(config):
            voice = announcer(config)
            signal.signal(signal.SIGTERM, lambda *_: voice.stop())
            signal.signal(signal.SIGINT, lambda *_: voice.stop())
            voice.run()
    except AlreadySpeaking:
        print(f"Another process speaks for speaker {config.speaker} here.", file=sys.stderr)
        return 1
    return 0


def _say(config: PlayerConfig, text: str, language: str) -> int:
    from board_player.gong import gong
    from board_player.playback import PlaybackTrouble, assemble
    from board_player.voice import loudspeaker, phrase_cache
    from queue_core.speech.engine import EngineTrouble, Phrase

    try:
        words = phrase_cache(config).samples(Phrase(language, text))
        loudspeaker(config).play(assemble([gong(), words], volume_percent=80))
    except (EngineTrouble, PlaybackTrouble) as error:
        print(f"Nothing was heard: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
