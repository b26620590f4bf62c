"""A log and an inbox that live in memory and can be copied, as a backup copies a database."""

import secrets
from copy import deepcopy
from dataclasses import dataclass, field, replace

from queue_core.wire.chain import About, Chain, Line, write_line
from queue_core.wire.messages import Cursor, Epoch
from queue_core.wire.records import Personal, Record

KEY = b"k" * 32


@dataclass
class MemoryLog:
    """A written log (`SentLog`)."""

    chain: Chain
    epoch: Epoch
    lines: list[Line] = field(default_factory=list)
    erased: int = 0
    """Records up to here are no longer kept."""

    def write(
        self, id: str, fact: Record, personal: Personal | None = None, **about: object
    ) -> None:
        line = write_line(self.head().seq + 1, About(id=id, **about), fact, personal)  # type: ignore[arg-type]
        self.lines.append(replace(line, hash=self.chain.link(self.head().hash, line)))

    def fork(self, counter: int, epoch: str | None = None) -> None:
        kept, self.lines = self.lines[self.erased :], []
        self.epoch, self.erased = Epoch(counter, epoch or secrets.token_hex(4)), 0
        for seq, line in enumerate(kept, 1):
            at = replace(line, seq=seq)
            self.lines.append(replace(at, hash=self.chain.link(self.head().hash, at)))

    def head(self) -> Cursor:
        if not self.lines:
            return Cursor(self.epoch, 0, self.chain.genesis(self.epoch))
        return Cursor(self.epoch, self.lines[-1].seq, self.lines[-1].hash)

    def first_kept(self) -> int:
        return self.erased + 1

    def hash_at(self, seq: int) -> str | None:
        if seq == 0:
            return self.chain.genesis(self.epoch)
        return self.lines[seq - 1].hash if seq <= len(self.lines) else None

    def after(self, seq: int, at_most: int) -> list[Line]:
        return self.lines[seq : seq + at_most]

    def copy(self) -> "MemoryLog":
        return deepcopy(self)


def new_log(node: str = "plaza") -> MemoryLog:
    return MemoryLog(Chain(KEY, "up", node), Epoch(1, "first"))


@dataclass
class MemoryInbox:
    """A receiving side that remembers what took effect (`Inbox`)."""

    at: Cursor | None = None
    seen: set[str] = field(default_factory=set)
    applied: list[Record] = field(default_factory=list)
    people: list[Personal | None] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Ids of records that cannot be applied."""

    def cursor(self) -> Cursor | None:
        return self.at

    def move(self, cursor: Cursor) -> None:
        self.at = cursor

    def is_known(self, line: Line, about: About, epoch: Epoch) -> bool:  # noqa: ARG002
        known = about.id in self.seen
        self.seen.add(about.id)
        return known

    def is_held_up(self, subject: str) -> bool:
        return any(held == subject for _, held in self.aside)

    def set_aside(self, line: Line, reason: str, subject: str) -> None:  # noqa: ARG002
        self.aside.append((reason, subject))

    def apply(self, record: Record, about: About, personal: Personal | None) -> bool:
        if about.id in self.refused:
            return False
        self.applied.append(record)
        self.people.append(personal)
        return True
