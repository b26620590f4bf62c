"""Copies of the database on a second medium, made while the office works."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from edge_node.store.database import Database
from edge_node.store.soundness import is_sound
from edge_node.store.unit import set_fact

_KEPT = 8


def back_up(database: Database, folder: Path, now: datetime) -> Path:
    """Write a sound copy with SQLite's own backup, durable before it gets its name.

    The open transaction holds one state for it: else each write in between would begin it anew.
    When it was made is a fact of the database, so that every process can tell its age.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"office-{now:%Y%m%dT%H%M%S}.db"
    partial = target.with_suffix(".partial")
    with (
        closing(sqlite3.connect(database.path)) as source,
        closing(sqlite3.connect(partial)) as copy,
    ):
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        source.backup(copy, pages=256, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    partial.rename(target)
    for old in sorted(folder.glob("office-*.db"))[:-_KEPT]:
        old.unlink()
    with database.write() as connection:
        set_fact(connection, "backed_up", now.isoformat(timespec="milliseconds"))
    return target


def newest_backup(folder: Path) -> Path | None:
    """The newest copy that SQLite can read and finds sound, or None."""
    for candidate in sorted(folder.glob("office-*.db"), reverse=True):
        try:
            if is_sound(candidate):
                return candidate
        except sqlite3.DatabaseError:  # a copy that may not be opened is no help, nor a fault
            continue
    return None
