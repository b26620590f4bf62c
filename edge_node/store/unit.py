"""One command, one transaction: what a use case works with while it runs.

A use case is a function of a `Unit`. `use_case` makes it callable with the `Office` and a
`Command`: it opens the transaction, answers a repeated command with its first answer, and tells
who must know.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import msgspec

from edge_node.store.database import Database
from edge_node.store.document import DocumentCache
from queue_core.clock import Clock
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument

P = ParamSpec("P")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Command:
    """Who asks, from where, under which id. The same id again changes nothing."""

    id: str | None = None
    clerk: str = ""
    counter: str | None = None
    session: str | None = None
    route: str = "panel"


@dataclass(frozen=True)
class Office:
    """Everything a use case needs: the database, the time, and the current document."""

    database: Database
    clock: Clock
    documents: DocumentCache

    @property
    def document(self) -> OfficeDocument:
        """The office's document as last published."""
        return self.documents.current(self.database.read())


@dataclass
class Unit:
    """A running transaction: its connection, its instant, its office, its command."""

    connection: sqlite3.Connection
    office: OfficeDocument
    now: datetime
    uptime: float
    synchronised: bool
    command: Command
    day: str
    linked: bool
    """Whether there is a hub that must be told."""
    action: int = 0
    topics: set[str] = field(default_factory=set)

    @cached_property
    def stamp(self) -> str:
        """The instant as the tables keep it."""
        return self.now.isoformat(timespec="milliseconds")

    def touch(self, *topics: str) -> None:
        """Remember what changed: `queue`, `calls`, `counters`, `print`, `voice`, `devices`,
        `alarm`, `config`."""
        self.topics.update(topics)

    def new_action(self) -> None:
        """What follows is a second action of the same command, undone by itself."""
        self.action = 0


class UseCase(Generic[P, Answer]):
    """A function of the office that a panel, a button or the API may call."""

    def __init__(self, body: Callable[Concatenate[Unit, P], Answer]) -> None:
        self.body = body
        self.verb = body.__name__
        self.__doc__ = body.__doc__
        # made at import, by one thread (see decision 0010)
        self._answers = msgspec.json.Decoder(get_type_hints(body)["return"])

    def __call__(
        self, office: Office, command: Command, *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Run in one durable transaction. Raises `Refused`; then nothing was changed.

        The id of a command that had other contents before is refused with `key_reused`.
        """
        wish = _wish(self.verb, args, kwargs) if command.id else self.verb
        with transaction(office, command) as unit:
            first = _first_answer(unit, wish)
            if first is not None:
                answer: Answer = self._answers.decode(first)
                return answer
            answer = self.body(unit, *args, **kwargs)
            _remember(unit, wish, answer)
        office.database.tell(frozenset(unit.topics))
        return answer

    def within(self, unit: Unit, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Run as a part of another use case, in its transaction."""
        return self.body(unit, *args, **kwargs)


use_case = UseCase
"""Decorator: the function's first parameter becomes `(office, command)` for its callers."""


@contextmanager
def transaction(office: Office, command: Command) -> Iterator[Unit]:
    """A unit inside `BEGIN IMMEDIATE`; what it touched is noted for the other processes."""
    synchronised = office.clock.synchronised()  # may ask another program: not under the lock
    with office.database.write() as connection:
        document = office.documents.current(connection)
        now = office.clock.now()
        standing = facts(connection, "day", "linked")
        unit = Unit(
            connection=connection,
            office=document,
            now=now,
            uptime=office.clock.monotonic(),
            synchronised=synchronised,
            command=command,
            day=standing.get("day") or local_day(now, document.zone).isoformat(),
            linked="linked" in standing,
        )
        yield unit
        if unit.topics:
            _note_changes(connection, sorted(unit.topics))


def _note_changes(connection: sqlite3.Connection, topics: list[str]) -> None:
    rows = ", ".join(["(?, 1)"] * len(topics))
    connection.execute(
        f"""INSERT INTO changes (topic, seq) VALUES {rows}
        ON CONFLICT (topic) DO UPDATE SET seq = seq + 1""",
        topics,
    )


def fact(connection: sqlite3.Connection, name: str) -> str | None:
    """A small fact of this node, or None."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def facts(connection: sqlite3.Connection, *names: str) -> dict[str, str]:
    """Those of these facts that are known, read at once."""
    marks = ", ".join("?" * len(names))
    return dict(connection.execute(f"SELECT name, value FROM facts WHERE name IN ({marks})", names))


def set_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a small fact; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _wish(verb: str, args: tuple[object, ...], named: dict[str, object]) -> str:
    """What a command asks for, short enough to keep."""
    contents = hashlib.blake2b(msgspec.json.encode((args, named)), digest_size=9)
    return f"{verb} {contents.hexdigest()}"


def _first_answer(unit: Unit, wish: str) -> str | None:
    if unit.command.id is None:
        return None
    row = unit.connection.execute(
        "SELECT verb, answer FROM commands WHERE id = ?", (unit.command.id,)
    ).fetchone()
    if row is None:
        return None
    if row["verb"] != wish:
        raise Refused("key_reused")
    return str(row["answer"])


def _remember(unit: Unit, wish: str, answer: object) -> None:
    if unit.command.id is not None:
        unit.connection.execute(
            "INSERT INTO commands VALUES (?, ?, ?, ?)",
            (unit.command.id, wish, unit.stamp, msgspec.json.encode(answer).decode()),
        )
