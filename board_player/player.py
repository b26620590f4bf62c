"""Keeps one screen and its voice alive: the browser under cage, and the announcer beside it.

The traps: it must never wait for the node, so a thread of its own asks the node and leaves the
answer behind. And the announcer is forked, to share what is loaded here, so only while that thread
does nothing: what it holds at that moment would stay held in the child for ever.
"""

import logging
import signal
import sys
import threading
import time

from board_player.browser import ScreenTrouble
from board_player.config import PlayerConfig
from board_player.node import Node, NodeAway
from board_player.screen import BoardBrowser
from board_player.watch import nothing_painted
from queue_core.supervisor import STOP_SECONDS, Body, Child, share_memory

TICK_SECONDS = 0.5
ASK_SECONDS = 10.0

log = logging.getLogger("okienko.player")


class Player:
    """The screen and the voice of one machine. `run` returns after `stop`."""

    def __init__(self, config: PlayerConfig, announce: Body) -> None:
        """`announce` is the life of the voice, in a process of its own."""
        self._config = config
        self._node = Node(config.node_url, config.token, config.ca_file)
        self._stopping = threading.Event()
        self._still = threading.Event()
        self._asking = threading.Lock()
        self._browser: BoardBrowser | None = None
        self._voice = Child("voice", announce) if config.speaker else None

    def run(self) -> int:
        """Keep both alive until told to stop; 1 when the screen is set up wrongly."""
        try:
            self._browser = BoardBrowser(self._config) if self._config.board else None
        except ScreenTrouble as trouble:
            print(trouble, file=sys.stderr)
            return 1
        share_memory()
        threading.Thread(target=self._ask_the_node, name="ask", daemon=True).start()
        while not self._stopping.wait(TICK_SECONDS):
            self._tick()
        if self._voice is not None:
            self._voice.end_group(signal.SIGTERM)
            self._voice.see_end(STOP_SECONDS)
        if self._browser is not None:
            self._browser.close()
        return 0

    def stop(self) -> None:
        """End both programs and return from `run`."""
        self._stopping.set()

    def _tick(self) -> None:
        if self._voice is not None and self._asking.acquire(blocking=False):
            self._voice.tend(time.monotonic())
            self._asking.release()
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
            with self._asking:
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
