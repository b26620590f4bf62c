"""The player as a process: browser and announcer come up, come back, and go with it."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from board_player.__main__ import main
from board_player.config import PlayerConfig, Screen, Television
from board_player.screen import BoardBrowser
from tests.board_player.fake_node import FakeNode, until
from tests.board_player.test_child import alive


@dataclass
class Running:
    """A player process whose browser writes its number and its words into a file per start."""

    process: subprocess.Popen[bytes]
    folder: Path

    def browsers(self) -> list[int]:
        return [int(file.stem) for file in sorted(self.folder.glob("*.started"))]

    def words(self) -> str:
        return next(iter(self.folder.glob("*.started"))).read_text()


@contextlib.contextmanager
def playing(node: FakeNode, folder: Path) -> Iterator[Running]:
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {folder}/$$.started\nexec sleep 300\n')
    browser.chmod(0o755)
    config = folder / "board.toml"
    config.write_text(
        f'node_url = "{node.url}"\nboard = "1"\nspeaker = "1"\n'
        f'[sound]\nplay = "account"\ncache_folder = "{folder}/phrases"\n'
        f'[screen]\nbrowser_command = "{browser}"\ncompositor = "none"\n'
    )
    words = [sys.executable, "-m", "board_player", "run", "--config", str(config)]
    process = subprocess.Popen(words)
    try:
        yield Running(process, folder)
    finally:
        process.terminate()
        assert process.wait(15) == 0


def test_screen_and_voice_come_up_and_come_back_and_go(tmp_path: Path) -> None:
    with FakeNode() as node:
        with playing(node, tmp_path) as player:
            until(lambda: bool(player.browsers()))
            assert f"{node.url}/board/1" in player.words()
            node.call(1)
            until(lambda: node.states() == {1: "played"})
            os.kill(player.browsers()[0], signal.SIGKILL)
            until(lambda: len(player.browsers()) == 2)
        assert not any(alive(number) for number in player.browsers())


def voices(player: Running) -> list[int]:
    """The announcers that the player has below it."""
    children = Path(f"/proc/{player.process.pid}/task/{player.process.pid}/children").read_text()
    return [
        int(child)
        for child in children.split()
        if Path(f"/proc/{child}/comm").read_text() == "okienko-voice\n"
    ]


def test_a_voice_that_dies_comes_back_and_speaks(tmp_path: Path) -> None:
    with FakeNode() as node, playing(node, tmp_path) as player:
        until(lambda: any(name == "speaker-1" for name, _ in node.heartbeats))
        (first,) = voices(player)
        os.kill(first, signal.SIGKILL)
        until(lambda: bool(set(voices(player)) - {first}))
        node.call(1)
        until(lambda: node.states() == {1: "played"})


def test_a_screen_under_root_is_refused_in_words(tmp_path: Path) -> None:
    config = tmp_path / "board.toml"
    config.write_text('node_url = "http://127.0.0.1:1"\nboard = "1"\n')
    words = [sys.executable, "-m", "board_player", "run", "--config", str(config)]
    if os.geteuid() == 0:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode == 1
        assert "root" in done.stderr


def test_a_wrong_file_is_told_line_by_line(tmp_path: Path) -> None:
    config = tmp_path / "board.toml"
    config.write_text('node_url = "nowhere"\nvolum = 3\n')
    words = [sys.executable, "-m", "board_player", "announce", "--config", str(config)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "volum: unknown key" in done.stderr


def test_two_announcers_of_one_speaker_never_speak_at_once(tmp_path: Path) -> None:
    with FakeNode() as node, playing(node, tmp_path):
        until(lambda: any(name == "speaker-1" for name, _ in node.heartbeats))
        words = [sys.executable, "-m", "board_player", "announce", "--config"]
        second = subprocess.run(
            [*words, str(tmp_path / "board.toml")], capture_output=True, timeout=20, check=False
        )
        assert second.returncode == 1


def test_a_dark_tv_shows_a_black_page_and_is_not_watched_for_paint() -> None:
    screen = Screen(browser_command="true", compositor="none")
    dark = Television(weekdays=())
    browser = BoardBrowser(PlayerConfig("http://node", board="1", screen=screen, tv=dark))
    browser.tick()
    assert browser.painting_seconds is None
    browser.close()


def test_the_voice_can_be_tried_from_the_command_line(tmp_path: Path) -> None:
    config = tmp_path / "board.toml"
    config.write_text(
        'node_url = "http://127.0.0.1:1"\nspeaker = "1"\n'
        f'[sound]\nplay = "account"\ncache_folder = "{tmp_path}/phrases"\n'
    )
    assert main(["say", "Numer sto pięć", "--config", str(config)]) == 0
    assert main(["say", "eins", "--language", "de", "--config", str(config)]) == 1
