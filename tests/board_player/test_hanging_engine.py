"""A speech engine that hangs: the process leaves, and the next one does not hang with it."""

import subprocess
import sys
from pathlib import Path

from board_player.announcer import EXIT_HUNG
from tests.board_player.fake_node import FakeNode, until


def test_a_hung_engine_ends_the_process_and_the_phrase_fails_in_the_next_one(
    tmp_path: Path,
) -> None:
    with FakeNode() as node:
        node.call(1)
        words = [sys.executable, "-m", "tests.board_player.hanging", node.url, str(tmp_path)]
        first = subprocess.run(words, timeout=20, check=False)
        assert first.returncode == EXIT_HUNG
        assert not node.results
        second = subprocess.Popen(words)
        try:
            until(lambda: bool(node.results))
            assert node.states() == {1: "failed"}
            assert "hung" in node.results[0]["detail"]
        finally:
            second.kill()
            second.wait()
