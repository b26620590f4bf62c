"""Brings a database file to the newest schema, once, before the processes start.

The steps, and sqlite-utils which runs them, take 7 MB for as long as the supervisor lives; so they
are imported only when a step is missing, which is at the first start after an update.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from edge_node.store.database import Database, connect
from queue_core.writer_lock import WriterLock

NEWEST_STEP = "m008_papers_found_by_visit"


def migrate(database: Database) -> None:
    """Take every step that the file has not taken. Called before any process serves."""
    _let_shrink(database.path)
    connection = connect(database.path)
    try:
        if not _is_newest(connection):
            _take_steps(database, connection)
    finally:
        connection.close()


def _let_shrink(path: Path) -> None:
    """A new file gives room back in small steps; it must be told before its first page."""
    if path.exists() and path.stat().st_size > 0:
        return
    with WriterLock(path).held(), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("PRAGMA journal_mode=WAL")


def _is_newest(connection: sqlite3.Connection) -> bool:
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'")
    if table.fetchone() is None:
        return False
    taken = connection.execute("SELECT 1 FROM _sqlite_migrations WHERE name = ?", (NEWEST_STEP,))
    return taken.fetchone() is not None


def _take_steps(database: Database, connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database as Tables

    from edge_node.store.schema import steps

    with WriterLock(database.path).held():
        steps.apply(Tables(connection))
