"""Before the processes start: a damaged file is replaced, a bad one refused, numbers go on."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.config import load_config
from edge_node.office.issuing import Order, issue_ticket
from edge_node.prepare import open_beside, prepare, take_node
from edge_node.store.backup import back_up
from edge_node.store.print_jobs import print_jobs
from edge_node.store.soundness import note_clean_end
from edge_node.store.unit import Command, Office, fact, set_fact
from queue_core.machine_file import BadSettings
from queue_core.office_document import read_document
from tests.edge_node.machine import Machine, machine, office_text


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path) as made:
        yield made


def numbers(office: Office, count: int) -> list[str]:
    order = Order("id_cards", kiosk="1")
    return [issue_ticket(office, Command(), order).number for _ in range(count)]


def damage(node: Machine) -> None:
    """What a dying card does: whole pages of something else."""
    for connection_file in node.folder.glob("office.db-*"):
        connection_file.unlink(missing_ok=True)
    path = node.folder / "office.db"
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(1, size // 4096, 3):
            file.seek(page * 4096)
            file.write(os.urandom(4096))


def at_work(node: Machine) -> Office:
    """The office as it is after a start."""
    return prepare(node.config())


def left(office: Office) -> None:
    """Everything in one file, and nobody has it open."""
    office.database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    office.database.close()


def stick(node: Machine) -> Path:
    folder = node.config().backup_path
    assert folder is not None
    return folder


def test_a_new_node_opens_its_day_and_issues(node: Machine) -> None:
    assert numbers(at_work(node), 2) == ["A001", "A002"]


def test_starting_again_changes_nothing(node: Machine) -> None:
    office = at_work(node)
    numbers(office, 2)
    left(office)
    again = at_work(node)
    assert numbers(again, 1) == ["A003"]
    assert fact(again.database.read(), "restored") is None


def test_a_damaged_file_is_moved_aside_and_the_newest_backup_takes_its_place(
    node: Machine,
) -> None:
    office = at_work(node)
    numbers(office, 3)
    copy = back_up(office.database, stick(node), office.clock.now())
    numbers(office, 30)
    left(office)
    damage(node)
    restored = at_work(node)
    assert [p for p in node.folder.glob("office.db.damaged-*") if "-wal" not in p.name]
    told = fact(restored.database.read(), "restored")
    assert told is not None
    assert copy.name in told
    assert numbers(restored, 1) == ["A054"]


def test_after_a_clean_end_the_file_is_not_read_whole(
    node: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = at_work(node)
    numbers(office, 3)
    left(office)
    note_clean_end(node.folder / "office.db")
    read: list[Path] = []
    monkeypatch.setattr("edge_node.prepare.is_sound", lambda path: not read.append(path))
    again = at_work(node)
    assert read == []
    assert numbers(again, 1) == ["A004"]
    left(again)
    at_work(node)
    assert read == [node.folder / "office.db"]


def test_a_file_damaged_after_a_clean_end_is_mended_all_the_same(node: Machine) -> None:
    office = at_work(node)
    numbers(office, 3)
    back_up(office.database, stick(node), office.clock.now())
    left(office)
    note_clean_end(node.folder / "office.db")
    damage(node)
    assert numbers(at_work(node), 1) == ["A054"]


def test_papers_of_before_are_not_printed_after_a_restore(node: Machine) -> None:
    office = at_work(node)
    numbers(office, 3)
    back_up(office.database, stick(node), office.clock.now())
    left(office)
    damage(node)
    states = {job.state for job in print_jobs(at_work(node).database.read())}
    assert states == {"dropped"}


def test_a_backup_of_another_day_lets_a_whole_day_of_numbers_out(node: Machine) -> None:
    office = at_work(node)
    numbers(office, 3)
    with office.database.write() as connection:
        yesterday = (office.clock.now() - timedelta(days=1)).date().isoformat()
        set_fact(connection, "day", yesterday)
        connection.execute("UPDATE tickets SET day = ?", (yesterday,))
        connection.execute("UPDATE series SET day = ?", (yesterday,))
    back_up(office.database, stick(node), office.clock.now())
    left(office)
    damage(node)
    assert numbers(at_work(node), 1) == ["A501"]


def test_without_a_backup_it_begins_anew_and_says_so(node: Machine) -> None:
    office = at_work(node)
    numbers(office, 3)
    left(office)
    damage(node)
    fresh = at_work(node)
    told = fact(fresh.database.read(), "restored")
    assert told is not None
    assert told.endswith("nothing")
    assert numbers(fresh, 1) == ["A501"]


def test_a_second_node_on_the_same_database_is_refused(node: Machine) -> None:
    lock = take_node(node.config())
    with pytest.raises(BadSettings, match="a node runs on this database already"):
        take_node(node.config())
    lock.release()
    take_node(node.config()).release()


def test_a_command_beside_a_living_node_moves_no_file(node: Machine) -> None:
    left(at_work(node))
    lock = take_node(node.config())
    damage(node)
    with pytest.raises(sqlite3.DatabaseError):
        open_beside(node.config())
    assert not list(node.folder.glob("office.db.damaged-*"))
    lock.release()
    assert fact(open_beside(node.config()).database.read(), "restored") is not None


def test_a_database_that_cannot_be_opened_stays_where_it_is(node: Machine) -> None:
    (node.folder / "office.db").mkdir()
    (node.folder / "office.db" / "something").touch()
    with pytest.raises(BadSettings, match="cannot be opened"):
        at_work(node)
    assert not list(node.folder.glob("office.db.damaged-*"))


@pytest.mark.parametrize("how", ["vanished", "emptied"])
def test_a_file_that_is_gone_is_brought_back_too(node: Machine, how: str) -> None:
    office = at_work(node)
    numbers(office, 3)
    back_up(office.database, stick(node), office.clock.now())
    left(office)
    for part in node.folder.glob("office.db*"):
        part.unlink()
    if how == "emptied":
        (node.folder / "office.db").touch()
    assert numbers(at_work(node), 1) == ["A054"]


def test_a_start_that_was_cut_off_before_the_first_table_is_a_first_start(node: Machine) -> None:
    (node.folder / "office.db").touch()
    office = at_work(node)
    assert fact(office.database.read(), "restored") is None
    assert numbers(office, 1) == ["A001"]


def test_a_newer_document_is_taken_and_an_older_one_is_not(node: Machine) -> None:
    left(at_work(node))
    path = node.folder / "office.toml"
    path.write_text(
        office_text().replace("Przykładowy", "Nowy").replace("version = 1", "version = 2")
    )
    office = at_work(node)
    assert office.document.name == "Urząd Nowy"
    left(office)
    path.write_text(office_text())
    assert at_work(node).document.name == "Urząd Nowy"


def test_a_node_that_runs_starts_although_its_document_was_spoiled(node: Machine) -> None:
    left(at_work(node))
    (node.folder / "office.toml").write_text("this is not TOML")
    assert at_work(node).document.name == "Urząd Przykładowy"


def test_an_empty_node_refuses_a_bad_document_with_every_fault(node: Machine) -> None:
    path = node.folder / "office.toml"
    spoiled = office_text().replace('prefix = "A"', 'prefix = "a1"')
    path.write_text(spoiled.replace('profile = [["id_cards"]]', 'profile = [["passports"]]'))
    with pytest.raises(BadSettings) as bad:
        at_work(node)
    faults = "\n".join(bad.value.faults)
    assert "passports" in faults
    assert 'prefix "a1"' in faults


def test_a_document_with_an_unknown_key_is_refused(node: Machine) -> None:
    path = node.folder / "office.toml"
    path.write_text("colour = 'green'\n" + office_text())
    with pytest.raises(BadSettings, match="colour: unknown key"):
        read_document(path)


def test_the_files_may_lie_anywhere(node: Machine) -> None:
    assert load_config(node.file).database_path == node.folder / "office.db"
