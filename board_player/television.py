"""Whether the TV should shine now, and switching it over HDMI (CEC) with a look at the result.

The trap: many TVs ignore CEC or lie about it; where the state cannot be confirmed the caller
shows a black page instead.
"""

import re
import subprocess
from datetime import datetime

from board_player.config import Television

_COMMAND_SECONDS = 10
_POWER = re.compile(r"pwr-state:\s*([a-z-]+)")


def should_shine(tv: Television, now: datetime) -> bool:
    """Whether the TV is wanted at this local time; hours over midnight belong to their evening."""
    if tv.on_at == tv.off_at:
        return now.isoweekday() in tv.weekdays
    hour, today = now.time(), now.isoweekday()
    if tv.on_at < tv.off_at:
        return today in tv.weekdays and tv.on_at <= hour < tv.off_at
    if hour >= tv.on_at:
        return today in tv.weekdays
    yesterday = (today - 2) % 7 + 1
    return yesterday in tv.weekdays and hour < tv.off_at


class CecSwitch:
    """The TV's own switch over HDMI, by the program `cec-ctl`."""

    def __init__(self, program: str = "cec-ctl") -> None:
        self._program = program

    def turn(self, *, shining: bool) -> bool:
        """Switch the TV; True only when the TV confirms the state."""
        self._ask("--playback")
        self._ask("--to", "0", "--image-view-on" if shining else "--standby")
        wanted = {"on", "to-on"} if shining else {"standby", "to-standby"}
        found = _POWER.search(self._ask("--to", "0", "--give-device-power-status"))
        return found is not None and found[1] in wanted

    def _ask(self, *words: str) -> str:
        try:
            done = subprocess.run(
                [self._program, "-s", *words],
                capture_output=True,
                text=True,
                timeout=_COMMAND_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout
