"""The browser of one board: which page it shows, when it starts afresh, when it must be dark.

Joins the pure rules (`watch`, `television`, `browser`) with the program that `child` keeps
alive; knows no network.
"""

import logging
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from board_player.browser import (
    BLACK_PAGE,
    browser_command,
    browser_environment,
    display_connected,
)
from board_player.child import Child
from board_player.config import PlayerConfig
from board_player.television import CecSwitch, should_shine
from board_player.watch import night_has_come

log = logging.getLogger("okienko.player")


class BoardBrowser:
    """Driven by `tick`. `ScreenTrouble` when made with a set-up that cannot work."""

    def __init__(self, config: PlayerConfig) -> None:
        self._config = config
        self._zone = ZoneInfo(config.timezone)
        self._cec = CecSwitch() if config.tv.cec else None
        self._shining: bool | None = None
        self._page = config.page_url
        self._profile: Path | None = None
        self._started = datetime.now(self._zone)
        environment = browser_environment(config.screen)
        self._child = Child("browser", self._command, environment=environment)
        browser_command(config.screen, "", Path())  # a wrong set-up is told at once

    @property
    def trouble(self) -> str:
        """Why nothing can be seen, for the node; empty when all is well."""
        if not display_connected():
            return "no display is connected"
        return "" if self._child.alive_seconds is not None else "the browser does not run"

    @property
    def painting_seconds(self) -> float | None:
        """How long the board's page has had to paint; None while it is not meant to."""
        return self._child.alive_seconds if self._page != BLACK_PAGE else None

    def tick(self) -> None:
        """Keep the right page on the display."""
        if not display_connected():
            self._child.stop()
            return
        now = datetime.now(self._zone)
        self._obey_the_hours(should_shine(self._config.tv, now))
        if night_has_come(self._config.screen.restart_at, self._started, now):
            log.info("browser=afresh reason=night")
            self.start_afresh()
        self._child.tick()

    def start_afresh(self) -> None:
        """End the browser; the next tick starts it with a new profile."""
        self._started = datetime.now(self._zone)
        self._child.stop()

    def close(self) -> None:
        """End the browser and throw its profile away."""
        self._child.stop()
        self._forget_profile()

    def _obey_the_hours(self, shining: bool) -> None:
        if shining == self._shining:
            return
        self._shining = shining
        confirmed = self._cec is not None and self._cec.turn(shining=shining)
        page = self._config.page_url if shining or confirmed else BLACK_PAGE
        log.info("tv=%s cec_confirmed=%s", "on" if shining else "off", confirmed)
        if page != self._page:
            self._page = page
            self.start_afresh()

    def _command(self) -> tuple[str, ...]:
        self._forget_profile()
        self._profile = Path(tempfile.mkdtemp(prefix="okienko-browser-"))
        self._started = datetime.now(self._zone)
        return browser_command(self._config.screen, self._page, self._profile)

    def _forget_profile(self) -> None:
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)
