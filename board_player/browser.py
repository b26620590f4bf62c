"""The command line of the full-screen browser, and whether a display is there to fill.

Only builds words; `child` runs them. The trap: cage refuses root and ends with the last
display, so the player waits for a display instead of starting cage in a loop.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from board_player.config import Screen

BLACK_PAGE = "data:text/html,<title>.</title><body style='background:black;cursor:none'>"
DRM_FOLDER = Path("/sys/class/drm")

_CHROMIUM_FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-infobars",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--autoplay-policy=no-user-gesture-required",
    "--password-store=basic",
    "--disable-features=Translate,TouchpadOverscrollHistoryNavigation",
)
_OF_KIND = {
    "board": ("--touch-events=disabled",),
    # The page itself takes away the menu of a long press; here goes what leads off the page.
    "kiosk": (
        "--touch-events=enabled",
        "--block-new-web-contents",
        "--deny-permission-prompts",
        "--disable-touch-drag-drop",
    ),
}
# Sets the video mode inside the compositor, then becomes the browser ("$@").
_MODE_THEN_BROWSER = 'wlr-randr --output "$1" $2 || true; shift 2; exec "$@"'


class ScreenTrouble(Exception):
    """The screen cannot be started as it is set up; the message says what to change."""


def browser_command(screen: Screen, url: str, profile: Path) -> tuple[str, ...]:
    """The words that fill the display with `url`, with a browser profile in `profile`.

    `ScreenTrouble` when run as root under cage.
    """
    if screen.compositor == "cage" and os.geteuid() == 0:
        raise ScreenTrouble(
            "cage refuses to run as root: start the player as an ordinary user of the groups "
            "video, render and input (the systemd unit sets User=okienko)"
        )
    browser = _browser(screen, url, profile)
    if screen.compositor == "none":
        return browser
    return ("cage", "-d", "--", *_with_mode(screen, browser))


def browser_environment(screen: Screen) -> dict[str, str]:
    """What the browser needs to find in its environment."""
    return {"COG_PLATFORM_WL_VIEW_FULLSCREEN": "1"} if screen.browser == "cog" else {}


def display_connected(folder: Path = DRM_FOLDER) -> bool:
    """Whether any output of the graphics card has a display; True where none can be asked."""
    states = [file.read_text().strip() for file in folder.glob("card*-*/status")]
    return not states or "connected" in states


def _browser(screen: Screen, url: str, profile: Path) -> tuple[str, ...]:
    if screen.browser == "cog":
        return (screen.browser_command, "--platform=wl", *screen.browser_flags, url)
    wayland = ("--ozone-platform=wayland",) if screen.compositor == "cage" else ()
    private = (f"--user-data-dir={profile}",)
    return (
        *(screen.browser_command, *_CHROMIUM_FLAGS, *_OF_KIND[screen.kind], *wayland, *private),
        *(*screen.browser_flags, url),
    )


def _with_mode(screen: Screen, browser: Sequence[str]) -> tuple[str, ...]:
    if not screen.output:
        return tuple(browser)
    wanted = [f"--mode {screen.mode}"] if screen.mode else []
    wanted += [f"--transform {screen.turn_degrees}"] if screen.turn_degrees else []
    mode = " ".join(wanted)
    return ("sh", "-c", _MODE_THEN_BROWSER, "sh", screen.output, mode, *browser)
