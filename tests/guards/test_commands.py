"""Every command is in the table of the README, and the table names no other."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def commands(program: str) -> set[str]:
    """What the program's own help offers."""
    shown = subprocess.run(
        [sys.executable, "-m", program, "--help"], capture_output=True, text=True, check=True
    )
    offered = re.search(r"\{([a-z,-]+)\}", shown.stdout)
    assert offered is not None
    return set(offered[1].split(","))


def described(name: str) -> set[str]:
    """What the first cells of the table say after `okienko <name>`."""
    rows = re.findall(
        rf"^\| (`okienko {name} .*?) \|", (ROOT / "README.md").read_text("utf-8"), re.M
    )
    words = (re.findall(r"`(?:okienko \w+ )?([a-z-]+)`", row) for row in rows)
    return {word for row in words for word in row}


@pytest.mark.parametrize(
    ("name", "program"), [("node", "edge_node"), ("board", "board_player"), ("hub", "cloud_hub")]
)
def test_every_command_is_in_the_readme_and_no_other(name: str, program: str) -> None:
    assert described(name) == commands(program)
