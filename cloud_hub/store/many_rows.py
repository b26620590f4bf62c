"""Writing many rows at the database's own speed.

SQLAlchemy spends more time on each row's values than the database on the row. Here a statement is
compiled once for each kind of database, and its values are made ready by the columns' own types.
The trap: a row that leaves a column out leaves it to the database, never to a Python default.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

from cloud_hub.store.columns import Instant

Ready = Callable[[Any], Any]
_REMEMBERED = 2048
"""Instants and days come again and again in a run of rows."""


@dataclass(frozen=True)
class _Compiled:
    text: str
    names: tuple[str, ...]
    made_ready: tuple[tuple[int, Ready], ...]
    positional: bool

    def of(self, row: Mapping[str, Any]) -> Any:
        """The values of a row as the driver takes them."""
        values = [row[name] for name in self.names]
        for place, ready in self.made_ready:
            values[place] = ready(values[place])
        return tuple(values) if self.positional else dict(zip(self.names, values, strict=True))


class ManyRows:
    """One INSERT for any number of rows, each with the same columns."""

    def __init__(self, statement: Callable[[Any], Insert]) -> None:
        """`statement` is given the `insert` of the database, with its ON CONFLICT."""
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert the rows, or nothing where there are none."""
        if not rows:
            return
        ready = self._compiled.get(connection.dialect.name)
        if ready is None:
            ready = self._compile(connection, list(rows[0]))
            self._compiled[connection.dialect.name] = ready
        connection.exec_driver_sql(ready.text, [ready.of(row) for row in rows])

    def _compile(self, connection: Connection, names: list[str]) -> _Compiled:
        dialect = connection.dialect
        insert = (sqlite if dialect.name == "sqlite" else postgresql).insert
        made = self._statement(insert).compile(dialect=dialect, column_keys=names)
        order = tuple((made.positiontup if made.positional else list(made.binds)) or ())
        found = [_ready(made.binds[name].type, dialect) for name in order]
        made_ready = tuple((place, ready) for place, ready in enumerate(found) if ready)
        return _Compiled(str(made), order, made_ready, bool(made.positional))


def _ready(kind: TypeEngine[Any], dialect: Dialect) -> Ready | None:
    ready: Ready | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if ready is not None and isinstance(kind, Instant | Date):
        return lru_cache(_REMEMBERED)(ready)
    return ready
