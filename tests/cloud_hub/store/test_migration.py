"""The migrations lead to the tables that the program knows, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cloud_hub.store.database import Database
from cloud_hub.store.migration import migrate
from cloud_hub.store.schema import metadata
from cloud_hub.store.unit import Hub


def test_the_migrated_schema_is_the_one_the_program_knows(hub: Hub) -> None:
    with hub.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(hub: Hub) -> None:
    before = _heads(hub)
    migrate(hub.database)
    assert before == _heads(hub) != ()


def test_a_migration_that_fails_leaves_no_table_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    monkeypatch.setattr("alembic.op.create_index", _break)
    with pytest.raises(RuntimeError):
        migrate(database)
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert found == []


def _heads(hub: Hub) -> tuple[str, ...]:
    with hub.database.read() as connection:
        return MigrationContext.configure(connection).get_current_heads()


def _break(*_args: object, **_named: object) -> None:
    raise RuntimeError("the disk is gone")
