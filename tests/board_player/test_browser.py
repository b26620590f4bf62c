"""The command line of the browser, and the look at the display."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from board_player.browser import ScreenTrouble, browser_command, display_connected
from board_player.config import Screen

PROFILE = Path("profile")
URL = "http://127.0.0.1:8080/board/1"


@pytest.fixture
def ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.mark.usefixtures("ordinary_user")
def test_cage_runs_chromium_full_screen_with_a_profile_of_its_own() -> None:
    words = browser_command(Screen(), URL, PROFILE)
    assert words[:4] == ("cage", "-d", "--", "chromium")
    assert {"--kiosk", "--disable-pinch", "--hide-crash-restore-bubble"} <= set(words)
    assert "--user-data-dir=profile" in words
    assert words[-1] == URL


@pytest.mark.usefixtures("ordinary_user")
def test_a_video_mode_is_set_before_the_browser_starts() -> None:
    screen = Screen(output="HDMI-A-1", mode="1920x1080@60", turn_degrees=90)
    words = browser_command(screen, URL, PROFILE)
    assert words[3:5] == ("sh", "-c")
    assert words[6:9] == ("sh", "HDMI-A-1", "--mode 1920x1080@60 --transform 90")
    assert words[9] == "chromium"


@pytest.mark.usefixtures("ordinary_user")
def test_a_kiosk_is_touched_and_a_board_is_not() -> None:
    board, kiosk = (set(browser_command(Screen(kind=k), URL, PROFILE)) for k in ("board", "kiosk"))
    assert "--touch-events=disabled" in board
    assert "--touch-events=enabled" in kiosk
    kept = {"--kiosk", "--disable-pinch", "--overscroll-history-navigation=0"}
    assert kept | {"--block-new-web-contents", "--deny-permission-prompts"} <= kiosk


@pytest.mark.usefixtures("ordinary_user")
def test_cog_is_the_small_browser() -> None:
    words = browser_command(Screen(browser="cog", browser_command="cog"), URL, PROFILE)
    assert words == ("cage", "-d", "--", "cog", "--platform=wl", URL)


def test_root_is_told_why_cage_will_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ScreenTrouble, match="root"):
        browser_command(Screen(), URL, PROFILE)
    assert browser_command(replace(Screen(), compositor="none"), URL, PROFILE)[0] == "chromium"


def test_a_display_is_looked_for_at_every_output(tmp_path: Path) -> None:
    assert display_connected(tmp_path), "a machine that cannot be asked is believed to have one"
    for output, state in (("card1-HDMI-A-1", "disconnected"), ("card1-HDMI-A-2", "connected")):
        (tmp_path / output).mkdir()
        (tmp_path / output / "status").write_text(state + "\n")
    assert display_connected(tmp_path)
    (tmp_path / "card1-HDMI-A-2" / "status").write_text("disconnected\n")
    assert not display_connected(tmp_path)
