"""The tables: made once, whole or not at all, and kept apart by strict types."""

import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from edge_node.store.database import Database, connect
from edge_node.store.migration import NEWEST_STEP, migrate
from edge_node.store.schema import steps
from edge_node.store.tickets import COLUMNS
from edge_node.store.unit import Office, fact

RELEASED = Path(__file__).with_name("released")
"""The schema of each release, as a dump."""


def migrate_here(path: str) -> None:
    migrate(Database(Path(path)))


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "office.db")
    migrate(database)
    before = list(database.read().iterdump())
    migrate(database)
    assert list(database.read().iterdump()) == before


def schema(database: Database) -> list[tuple[str, str]]:
    rows = database.read().execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    )
    return [(row["name"], row["sql"]) for row in rows]


@pytest.mark.parametrize("released", sorted(RELEASED.glob("*.sql")), ids=lambda path: path.stem)
def test_a_file_of_each_released_schema_is_brought_to_the_newest(
    released: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "old.db") as old:
        old.executescript(released.read_text())
        old.execute("INSERT INTO facts VALUES ('day', '2026-11-20')")
    upgraded, fresh = Database(tmp_path / "old.db"), Database(tmp_path / "fresh.db")
    migrate(upgraded)
    migrate(fresh)
    assert schema(upgraded) == schema(fresh)
    assert fact(upgraded.read(), "day") == "2026-11-20"


def test_processes_that_migrate_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(migrate_here, [str(path)] * 3)
    applied = connect(path).execute("SELECT name FROM _sqlite_migrations").fetchall()
    assert [row["name"] for row in applied] == [step.name for step in steps._migrations]


def test_the_newest_step_is_the_last_one() -> None:
    assert steps._migrations[-1].name == NEWEST_STEP


def test_a_file_without_steps_left_is_started_without_sqlite_utils(tmp_path: Path) -> None:
    migrate(Database(tmp_path / "office.db"))
    again = f"""import sys, pathlib
from edge_node.store.database import Database
from edge_node.store.migration import migrate
migrate(Database(pathlib.Path({str(tmp_path / "office.db")!r})))
assert "sqlite_utils" not in sys.modules"""
    subprocess.run([sys.executable, "-c", again], check=True)


def test_every_field_of_a_ticket_has_its_column(office: Office) -> None:
    rows = office.database.read().execute("SELECT name FROM pragma_table_info('tickets')")
    assert [row["name"] for row in rows] == list(COLUMNS)


def test_every_table_is_strict(office: Office) -> None:
    rows = office.database.read().execute(
        """SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"""
    )
    assert [row["name"] for row in rows] == []


def test_an_event_of_a_ticket_that_does_not_exist_is_refused(office: Office) -> None:
    with pytest.raises(sqlite3.IntegrityError), office.database.write() as connection:
        connection.execute(
            """INSERT INTO events (action, day, kind, ticket, at, uptime_ms, clock_synced, data)
            VALUES (1, '2026-11-20', 'x', 'nobody', 'now', 1, 1, '{}')"""
        )
