"""Backups: made while the office works, sound, and the newest sound one is found again."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.store.backup import back_up, newest_backup
from edge_node.store.soundness import is_sound
from edge_node.store.unit import Office, fact
from tests.edge_node.sample import MORNING, take


def numbers(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM tickets ORDER BY number")]


def test_a_copy_holds_what_was_there(office: Office, tmp_path: Path) -> None:
    take(office)
    copy = back_up(office.database, tmp_path / "stick", MORNING)
    take(office)
    assert numbers(copy) == ["A001"]
    assert is_sound(copy)
    assert fact(office.database.read(), "backed_up") == MORNING.isoformat(timespec="milliseconds")


def test_it_ends_although_the_office_goes_on_writing(office: Office, tmp_path: Path) -> None:
    _fatten(office)
    written: list[str] = []
    copied = threading.Event()

    def write() -> None:
        while not copied.is_set() and len(written) < 5000:
            written.append(take(office).number)

    writer = threading.Thread(target=write)
    writer.start()
    copy = back_up(office.database, tmp_path / "stick", MORNING)
    copied.set()
    writer.join(10)
    held = numbers(copy)
    assert is_sound(copy)
    assert held == written[: len(held)]
    assert len(held) < len(written) / 2, "one state, from the beginning of the copy"


def test_only_the_newest_eight_are_kept(office: Office, tmp_path: Path) -> None:
    for minutes in range(10):
        back_up(office.database, tmp_path, MORNING + timedelta(minutes=minutes))
    names = sorted(path.name for path in tmp_path.glob("office-*.db"))
    assert names == [f"office-20261120T08{minutes:02d}00.db" for minutes in range(2, 10)]


def test_a_damaged_copy_is_passed_over(office: Office, tmp_path: Path) -> None:
    good = back_up(office.database, tmp_path / "stick", MORNING)
    bad = back_up(office.database, tmp_path / "stick", MORNING + timedelta(minutes=5))
    bad.write_bytes(bad.read_bytes()[:5000] + b"\xff" * 40_000)
    assert newest_backup(tmp_path / "stick") == good
    good.unlink()
    assert newest_backup(tmp_path / "stick") is None


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_text("this was a card once " * 500)
    assert not is_sound(tmp_path / "office.db")


def test_a_file_that_is_locked_is_not_taken_for_damaged(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE t (a)")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            is_sound(path, patience_seconds=0)


def test_a_file_that_cannot_be_opened_is_not_taken_for_damaged(tmp_path: Path) -> None:
    (tmp_path / "office.db").mkdir()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        is_sound(tmp_path / "office.db")


def test_a_copy_that_cannot_be_opened_is_passed_over(office: Office, tmp_path: Path) -> None:
    good = back_up(office.database, tmp_path / "stick", MORNING)
    (tmp_path / "stick" / "office-20991231T000000.db").mkdir()
    assert newest_backup(tmp_path / "stick") == good


def test_an_unfinished_copy_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "office-20261120T090000.partial").write_bytes(b"half")
    assert newest_backup(tmp_path) is None


def _fatten(office: Office) -> None:
    """Several steps' worth of pages, so that writes come in between."""
    with office.database.write() as connection:
        connection.executemany(
            "INSERT INTO facts VALUES (?, ?)", ((f"page {n}", "x" * 4000) for n in range(6000))
        )
