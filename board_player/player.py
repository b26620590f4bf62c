"""Keeps one screen and its voice alive: the browser under cage, and the announcer beside it.

The trap: it must never wait for the node, so a thread of its own asks the node and leaves
the answer behind.
"""

import logging
import sys
import threading
import time
from pathlib import Path

from board_player.browser import ScreenTrouble
from board_player.child import Child
from board_player.config import PlayerConfig
from board_player.node import Node, NodeAway
from board_player.screen import BoardBrowser
from board_player.watch import nothing_painted

TICK_SECONDS = 0.5
ASK_SECONDS = 10.0

log = logging.getLogger("okienko.player")


class Player:
    """The screen and the voice of one machine. `run` returns after `stop`."""

    def __init__(self, config: PlayerConfig, path: Path) -> None:
        self._config = config
        self._node = Node(config.node_url, config.token, config.ca_file)
        self._stopping = threading.Event()
        self._still = threading.Event()
        self._browser: BoardBrowser | None = None
        announce = (sys.executable, "-m", "board_player", "announce", "--config", str(path))
        self._voice = Child("announcer", lambda: announce) if config.speaker else None

    def run(self) -> int:
        """Keep both alive until told to stop; 1 when the screen is set up wrongly."""
        try:
            self._browser = BoardBrowser(self._config) if self._config.board else None
        except ScreenTrouble as trouble:
            print(trouble, file=sys.stderr)
            return 1
        threading.Thread(target=self._ask_the_node, name="ask", daemon=True).start()
        while not self._stopping.wait(TICK_SECONDS):
            self._tick()
        if self._voice is not None:
            self._voice.stop()
        if self._browser is not None:
            self._browser.close()
        return 0

    def stop(self) -> None:
        """End both programs and return from `run`."""
        self._stopping.set()

    def _tick(self) -> None:
        if self._voice is not None:
            self._voice.tick()
        if self._browser is None:
            return
        if self._still.is_set():
            self._still.clear()
            log.warning("browser=afresh reason=nothing_painted")
            self._browser.start_afresh()
        self._browser.tick()

    def _ask_the_node(self) -> None:
        """Tell the node every 20 s that the screen lives; ask every 10 s what it painted."""
        next_beat = 0.0
        while self._browser is not None and not self._stopping.wait(ASK_SECONDS):
            try:
                if time.monotonic() >= next_beat:
                    self._node.heartbeat(self._config.screen_name, self._browser.trouble)
                    next_beat = time.monotonic() + 2 * ASK_SECONDS
                self._look_at_the_page(self._browser)
            except NodeAway as error:
                log.debug("node=away detail=%s", error)

    def _look_at_the_page(self, browser: BoardBrowser) -> None:
        alive = browser.painting_seconds
        if alive is None or self._config.screen.kind == "kiosk":  # a kiosk asks the node itself
            return
        if nothing_painted(self._node.painted_age_seconds(self._config.board), alive):
            self._still.set()
