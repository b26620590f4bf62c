"""Noticing that another process wrote: a cheap look at the file, or a word of PostgreSQL.

The trap: it says only that something may be new, so whoever hears it reads the rows themselves,
and a false alarm costs one small query.
"""

import logging
from typing import Protocol

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from cloud_hub.store.database import Database

log = logging.getLogger(__name__)

_CHANNEL = "okienko_log"


class Watch(Protocol):
    """One thread's eyes on the database."""

    def noticed(self) -> bool:
        """Whether something may have been written since the last look; never waits."""

    def close(self) -> None:
        """Look no more."""


def watch(database: Database) -> Watch:
    """Eyes on this database."""
    if database.is_sqlite:
        return _FileWatch(database)
    return _ServerWatch(database.url)


def call_out(connection: Connection) -> None:
    """Let the watching processes know at the commit that an office's log has grown; SQLite's
    file shows it by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {_CHANNEL}"))


class _FileWatch:
    """`PRAGMA data_version` on a connection that reads nothing else."""

    def __init__(self, database: Database) -> None:
        self._raw = database.engine.raw_connection()
        self._version = -1

    def noticed(self) -> bool:
        """See `Watch`."""
        cursor = self._raw.cursor()
        version: int = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        changed, self._version = version != self._version, version
        return changed

    def close(self) -> None:
        """See `Watch`."""
        self._raw.close()


class _ServerWatch:
    """LISTEN on a connection of its own; while it is lost, everything may be new."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql")
        self._address = address.render_as_string(hide_password=False)
        self._listening: psycopg.Connection | None = None

    def noticed(self) -> bool:
        """See `Watch`."""
        try:
            if self._listening is None:
                self._listening = psycopg.connect(self._address, autocommit=True)
                self._listening.execute(f"LISTEN {_CHANNEL}".encode())
                return True
            return any(True for _ in list(self._listening.notifies(timeout=0)))
        except psycopg.Error:
            log.warning("database_not_heard")
            self.close()
            return True

    def close(self) -> None:
        """See `Watch`."""
        if self._listening is not None:
            self._listening.close()
        self._listening = None
