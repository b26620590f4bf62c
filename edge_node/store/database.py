"""The node's SQLite file: a connection per thread to read, one to write, one way to notice.

Every write is one `BEGIN IMMEDIATE` transaction under the writer lock, durable when it returns
(`synchronous=FULL`). The trap: sqlite-utils, which makes the tables (`schema`), begins deferred
and takes 7 MB of each process that imports it, so it is not used here.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from queue_core.domain.errors import Refused
from queue_core.writer_lock import WriterLock

Listener = Callable[[frozenset[str]], None]
"""Told, after a commit of this process, which topics changed."""


class Database:
    """Access to one database file for all threads of a process. Never share it over a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = WriterLock(path)
        self._local = threading.local()
        self._writer: sqlite3.Connection | None = None
        self._listeners: list[Listener] = []

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` with the changed topics after each commit made by this process."""
        self._listeners.append(listener)

    def read(self) -> sqlite3.Connection:
        """This thread's connection; a plain SELECT on it sees the last committed state."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(self.path)
            self._local.connection = connection
        return connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several SELECTs that see one and the same state."""
        connection = self.read()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One durable transaction; an exception undoes it whole.

        Raises `Refused("disk_full")` when the card has no room: nothing is half-written.
        """
        with self._lock.held():
            connection = self._writing()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if _is_full(error):
                    raise Refused("disk_full") from error
                raise

    def tell(self, topics: frozenset[str]) -> None:
        """Let this process's listeners know at once what a commit changed."""
        for listener in self._listeners:
            listener(topics)

    def close(self) -> None:
        """Close this thread's connection, the one that writes and the lock's file; they open again
        when needed."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
        if self._writer is not None:
            with self._lock.held():
                self._writer.close()
                self._writer = None
        self._lock.close()

    def _writing(self) -> sqlite3.Connection:
        """The connection that holds the writer lock; one for all threads, since what another
        connection writes empties its cache, and to read that anew costs as much as a ticket."""
        if self._writer is None:
            self._writer = connect(self.path, any_thread=True)
        return self._writer


def connect(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Open a connection with the settings that make an acknowledged row survive a power cut."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        timeout=10,
        cached_statements=256,
        check_same_thread=not any_thread,
    )
    connection.row_factory = sqlite3.Row
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-1024",  # of each connection; the system caches the file anyway
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file itself is broken: not busy, not forbidden, not full."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_full(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and (
        "disk is full" in str(error) or "disk I/O error" in str(error)
    )
