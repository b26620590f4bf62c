"""What is committed speaks of the product alone: no machine's path, no index of packages."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|\bfile://|@ https?://")


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_committed_file_names_a_path_of_one_machine() -> None:
    named = []
    for path in committed():
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if PLACES.search(text):
            named.append(str(path.relative_to(ROOT)))
    assert named == []


def test_every_locked_package_has_its_hash_and_no_lock_names_an_index() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        text = lock.read_text("utf-8")
        assert not INDEX.search(text), lock.name
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.M)
        hashed = re.findall(r"^[a-z0-9][\w.-]*==[^\n]*\\\n\s+--hash=", text, re.M)
        assert len(packages) == len(hashed), lock.name
