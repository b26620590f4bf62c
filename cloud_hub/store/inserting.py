"""The insert that is the lock of the hub: one of many writers gets the key, on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite


def insert_if_absent(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert `row` unless a unique key of it is there already; whether it was inserted.

    On PostgreSQL it waits for another transaction that holds the same key to end.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(insert.returning(literal_column("1"))).first() is not None
