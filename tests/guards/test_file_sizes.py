"""No file grows beyond what can be read in one sitting, and no package is called after nothing."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("queue_core", "edge_node", "board_player", "okienko", "tests", "bench", "scripts")
READ_BY_PEOPLE = {".py", ".js", ".css", ".html", ".sh"}
LONGEST = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def sources() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return [path for path in found if path.suffix in READ_BY_PEOPLE and path.is_file()]


def test_no_file_is_over_400_lines() -> None:
    lengths = {p.relative_to(ROOT): len(p.read_text("utf-8").splitlines()) for p in sources()}
    assert len(lengths) > 200
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_is_named_after_nothing() -> None:
    assert [str(path) for path in sources() if {path.stem, path.parent.name} & EMPTY_NAMES] == []


@pytest.mark.parametrize("package", ["queue_core", "edge_node", "board_player", "okienko"])
def test_every_module_says_what_it_knows(package: str) -> None:
    silent = []
    for path in (ROOT / package).rglob("*.py"):
        text = path.read_text("utf-8").strip()
        if text and not text.startswith(('"""', 'r"""')):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []
