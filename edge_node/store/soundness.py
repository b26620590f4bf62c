"""Whether a database file is whole: asked thoroughly, or quickly of a file that was left in order.

Reading all of a large file takes seconds at each start, so it is done after an unclean end, and by
night once a week. The trap: the mark of a clean end holds for the very file that it was made for.
"""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from edge_node.store.database import is_damage

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


def is_sound(path: Path, patience_seconds: float = 5.0) -> bool:
    """Whether SQLite finds no damage in the file.

    Raises `sqlite3.DatabaseError` for a file that is locked or may not be opened: nothing is
    known of it, and a sound queue must not be put aside for that.
    """
    try:
        with closing(sqlite3.connect(path, timeout=patience_seconds)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def note_clean_end(path: Path) -> None:
    """Mark the file as left in order: everything in it, nobody has it open.

    Where that cannot be said, nothing is marked, and the next start reads the whole file.
    """
    try:
        with closing(sqlite3.connect(path, timeout=1.0)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.DatabaseError:
        return
    if busy:
        return
    with _mark(path).open("w") as mark:
        json.dump(_fingerprint(path), mark)
        mark.flush()
        os.fsync(mark.fileno())


def ended_cleanly(path: Path) -> bool:
    """Whether the file is as the last run left it, in order. The mark is used up by asking."""
    try:
        marked = json.loads(_mark(path).read_text())
        _mark(path).unlink()
    except (OSError, ValueError):
        return False
    wal = path.with_name(path.name + "-wal")
    return bool(marked == _fingerprint(path)) and not (wal.exists() and wal.stat().st_size)


def looks_sound(path: Path) -> bool:
    """What can be seen of any file in a moment: its header, its length, its list of tables.

    Raises `sqlite3.DatabaseError` as `is_sound` does.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return False
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if path.stat().st_size != pages * (65536 if page == 1 else page):
        return False
    try:
        with closing(sqlite3.connect(path, timeout=5.0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("SELECT count(*) FROM facts").fetchone()
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise
    return True


def _mark(path: Path) -> Path:
    return path.with_name(path.name + ".clean")


def _fingerprint(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]
