"""The hub's database: how a transaction begins on SQLite and on PostgreSQL, and who is told.

Everything else is SQLAlchemy Core, the same for both. The trap: SQLite must begin a write with
`BEGIN IMMEDIATE`, and a read must not, or reads would lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine, make_url

from queue_core.writer_lock import WriterLock

Listener = Callable[[frozenset[str]], None]
"""Told, after a commit of this process, which topics changed."""

_WRITES = "okienko_writes"
_CONNECTIONS = 40


class Database:
    """Access to one database for all threads of a process. Never share it over a fork."""

    def __init__(self, url: str) -> None:
        """`sqlite:////var/lib/okienko/hub.db` or `postgresql+psycopg://…`."""
        self.url = url
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(**{_WRITES: True})
        path = make_url(url).database
        self._lock = WriterLock(Path(path)) if self.is_sqlite and path else None
        self._listeners: list[Listener] = []

    @property
    def is_sqlite(self) -> bool:
        """Whether one file holds everything and one writer at a time works on it."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction; an exception undoes it whole."""
        with self._lock.held() if self._lock else nullcontext(), self._writing.begin() as writing:
            yield writing

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for SELECTs; on SQLite they see one and the same state."""
        with self.engine.connect() as connection:
            yield connection

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` with the changed topics after each commit made by this process."""
        self._listeners.append(listener)

    def tell(self, topics: frozenset[str]) -> None:
        """Let this process's listeners know at once what a commit changed."""
        for listener in self._listeners:
            listener(topics)

    def close(self) -> None:
        """Close every connection; they open again when needed."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_pre_ping=not sqlite,
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
        hide_parameters=True,  # an error that is logged must not name a person
        isolation_level=None if sqlite else "READ COMMITTED",
        connect_args={"timeout": 10, "check_same_thread": False} if sqlite else {},
    )
    if sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001
    """Settings under which an acknowledged row survives a power cut."""
    connection.isolation_level = None  # the driver begins nothing by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
