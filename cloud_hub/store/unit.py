"""One command, one transaction: what a use case of the hub works with while it runs.

`use_case` makes a function of a `Unit` callable with the `Hub` and a `Command`, as on the node.
The trap: two offices' logs are locked last and in order of their ids, so what writes them is put
off to the end by `at_the_end`.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import msgspec
from sqlalchemy import Connection, select, update

from cloud_hub.store.database import Database
from cloud_hub.store.documents import DocumentCache
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.tables.commands import commands
from queue_core.clock import Clock
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument
from queue_core.wire.records import Personal, Record

P = ParamSpec("P")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Command:
    """Who asks, from where, under which id. The same id again changes nothing.

    `actor` is the login of staff or "" for a citizen, `session` the citizen's browser session.
    """

    id: str | None = None
    actor: str = ""
    session: str | None = None
    route: str = "web"


@dataclass(frozen=True)
class Hub:
    """Everything a use case needs: the database, the time, the keys, the offices' documents."""

    database: Database
    clock: Clock
    keys: HubKeys
    documents: DocumentCache = field(default_factory=DocumentCache)

    def office(self, office_id: str) -> OfficeDocument:
        """The document in force of an office. Raises `unknown_office`."""
        with self.database.read() as connection:
            return self.documents.current(connection, office_id)


@dataclass(frozen=True)
class Telling:
    """A record on its way into an office's log (`dn_log`)."""

    office: str
    record: Record
    personal: Personal | None


@dataclass
class Unit:
    """A running transaction: its connection, its instant, its command, what it touched."""

    hub: Hub
    connection: Connection
    now: datetime
    command: Command
    topics: set[str] = field(default_factory=set)
    tellings: list[Telling] = field(default_factory=list)
    _last: dict[Callable[["Unit"], None], None] = field(default_factory=dict)

    def office(self, office_id: str) -> OfficeDocument:
        """The document in force of an office. Raises `unknown_office`."""
        return self.hub.documents.current(self.connection, office_id)

    def touch(self, *topics: str) -> None:
        """Remember what changed: `bookings`, `messages`, `log`, `offices`, `conflicts` …"""
        self.topics.update(topics)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail alone: an exception undoes it, with what it told, and goes on."""
        told = len(self.tellings)
        with self.connection.begin_nested():
            try:
                yield
            except BaseException:
                del self.tellings[told:]
                raise

    def at_the_end(self, step: Callable[["Unit"], None]) -> None:
        """Run `step` once, after everything else of this transaction."""
        self._last[step] = None

    def finish(self) -> None:
        """Run what was put off; called once, just before the commit."""
        for step in tuple(self._last):
            step(self)


class UseCase(Generic[P, Answer]):
    """A function of the hub that a page, a worker, the link or the API may call."""

    def __init__(self, body: Callable[Concatenate[Unit, P], Answer]) -> None:
        self.body = body
        self.verb = body.__name__
        self.__doc__ = body.__doc__
        # made at import, by one thread (see decision 0010)
        self._answers = msgspec.json.Decoder(get_type_hints(body)["return"])

    def __call__(self, hub: Hub, command: Command, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Run in one durable transaction. Raises `Refused`; then nothing was changed.

        The id of a command that had other contents before is refused with `key_reused`.
        """
        wish = _wish(hub, self.verb, args, kwargs) if command.id else self.verb
        with transaction(hub, command) as unit:
            first = _first_answer(unit, wish)
            if first is not None:
                answer: Answer = self._answers.decode(first)
                return answer
            answer = self.body(unit, *args, **kwargs)
            _remember(unit, answer)
        hub.database.tell(frozenset(unit.topics))
        return answer

    def within(self, unit: Unit, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Run as a part of another use case, in its transaction."""
        return self.body(unit, *args, **kwargs)


use_case = UseCase
"""Decorator: the function's first parameter becomes `(hub, command)` for its callers."""


@contextmanager
def transaction(hub: Hub, command: Command) -> Iterator[Unit]:
    """A unit in one transaction. Whoever uses it without `use_case` tells the database himself."""
    with hub.database.write() as connection:
        unit = Unit(hub=hub, connection=connection, now=hub.clock.now(), command=command)
        yield unit
        unit.finish()


def _wish(hub: Hub, verb: str, args: tuple[object, ...], named: dict[str, object]) -> str:
    """What a command asks for, keyed: a code of six digits must not be guessed from it."""
    contents = hashlib.blake2b(
        msgspec.json.encode((args, named)), key=hub.keys.of("commands"), digest_size=9
    )
    return f"{verb} {contents.hexdigest()}"


def _first_answer(unit: Unit, wish: str) -> bytes | None:
    """The answer given before. A twin at this very moment is waited for: the row is the lock."""
    if unit.command.id is None:
        return None
    row = {"id": unit.command.id, "wish": wish, "at": unit.now, "answer": b""}
    if insert_if_absent(unit.connection, commands, row):
        return None
    known = unit.connection.execute(
        select(commands.c.wish, commands.c.answer).where(commands.c.id == unit.command.id)
    ).one()
    if known.wish != wish:
        raise Refused("key_reused")
    return bytes(known.answer)


def _remember(unit: Unit, answer: object) -> None:
    if unit.command.id is not None:
        unit.connection.execute(
            update(commands)
            .where(commands.c.id == unit.command.id)
            .values(answer=msgspec.json.encode(answer))
        )
