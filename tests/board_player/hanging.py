"""An announcer whose engine hangs on every phrase; run as a process of its own by a test."""

import sys
import threading
from pathlib import Path

from board_player.announcer import Announcer
from board_player.node import Node
from queue_core.speech.phrases import PhraseCache
from tests.board_player.sounds import RememberingLoudspeaker, ToneEngine

if __name__ == "__main__":
    url, folder = sys.argv[1:]
    engine = ToneEngine()
    engine.hold = threading.Event()
    Announcer(
        node=Node(url, ""),
        speaker="1",
        cache=PhraseCache(Path(folder), 1_000_000, engine),
        loudspeaker=RememberingLoudspeaker(),
        render_limit_seconds=0.3,
    ).run()
