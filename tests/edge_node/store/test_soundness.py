"""A file is read whole after an unclean end, and only looked at after a clean one."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from edge_node.store.database import Database
from edge_node.store.soundness import ended_cleanly, looks_sound, note_clean_end
from edge_node.store.unit import Office, set_fact


def left(office: Office) -> Path:
    office.database.close()
    note_clean_end(office.database.path)
    return office.database.path


def test_a_clean_end_is_known_once(office: Office) -> None:
    path = left(office)
    assert ended_cleanly(path)
    assert not ended_cleanly(path)


def test_without_a_mark_the_end_was_not_clean(office: Office) -> None:
    office.database.close()
    assert not ended_cleanly(office.database.path)


def written(path: Path) -> None:
    with Database(path).write() as connection:
        set_fact(connection, "later", "yes")


def touched(path: Path) -> None:
    found = path.stat()
    with path.open("r+b") as file:
        file.seek(found.st_size - 10)
        file.write(os.urandom(10))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1))


def replaced(path: Path) -> None:
    content = path.read_bytes()
    path.rename(path.with_name("old"))
    path.write_bytes(content)


def spoiled_mark(path: Path) -> None:
    path.with_name(path.name + ".clean").write_text("{")


@pytest.mark.parametrize("change", [written, touched, replaced, spoiled_mark])
def test_the_mark_holds_only_for_the_very_file(
    office: Office, change: Callable[[Path], None]
) -> None:
    path = left(office)
    change(path)
    assert not ended_cleanly(path)


def test_a_file_that_somebody_writes_gets_no_mark(office: Office) -> None:
    path = office.database.path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM facts").fetchone()
    with office.database.write() as connection:
        set_fact(connection, "x", "y")
    note_clean_end(path)
    other.execute("COMMIT")
    other.close()
    assert not ended_cleanly(path)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def no_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def no_list_of_tables(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(3000))


@pytest.mark.parametrize("harm", [cut, no_header, no_list_of_tables])
def test_harm_that_can_be_seen_in_a_moment_is_seen(
    office: Office, harm: Callable[[Path], None]
) -> None:
    path = left(office)
    assert looks_sound(path)
    harm(path)
    assert not looks_sound(path)
