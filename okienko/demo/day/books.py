"""Everything that is left of a day, read once: database, papers, and the ledger of the people.

Reads only; the node must have stopped. Papers are read from the very bytes that the printer got.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_node.devices.paper.decode import NativeQr, TextLine, decode
from edge_node.devices.paper.profile import paper_profile
from edge_node.devices.paper.words import words
from edge_node.store.database import connect
from edge_node.store.events import Event, event_from
from edge_node.store.print_jobs import PrintJob, print_jobs
from edge_node.store.tickets import tickets_of_day
from okienko.demo.day.ledger import read_ledger
from queue_core.domain.office import LANGUAGES, OfficeDocument
from queue_core.domain.tickets import Ticket
from queue_core.office_document import read_document

_COPIES = {words(language).copy for language in LANGUAGES}
_EVERYTHING = 1_000_000


@dataclass(frozen=True)
class Paper:
    """What stands on one piece of paper. `token` is that of its QR code."""

    name: str
    number: str
    token: str
    is_copy: bool
    text: str


@dataclass(frozen=True)
class Announcement:
    """A row of the voice queue."""

    ticket: str
    call_no: int
    state: str


@dataclass(frozen=True)
class Logged:
    """An event with the command that asked for it."""

    event: Event
    command: str | None


@dataclass(frozen=True)
class Books:
    """All sides of one day."""

    document: OfficeDocument
    day: str
    tickets: tuple[Ticket, ...]
    log: tuple[Logged, ...]
    jobs: tuple[PrintJob, ...]
    announcements: tuple[Announcement, ...]
    papers: tuple[Paper, ...]
    told: dict[str, list[dict[str, Any]]]
    faults_logged: int

    @property
    def events(self) -> list[Event]:
        """The day's events in order, undone ones too."""
        return [logged.event for logged in self.log]

    def ticket(self, id: str) -> Ticket | None:
        """The ticket with this id."""
        return next((t for t in self.tickets if t.id == id), None)


def open_books(folder: Path) -> Books:
    """Read a day that is over."""
    document = read_document(folder / "office.toml")
    connection = connect(folder / "office.db")
    try:
        rows = connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
        day = next(row["day"] for row in rows if row["kind"] == "day_opened")
        log = [Logged(event_from(row), row["command"]) for row in rows if row["day"] == day]
        return Books(
            document=document,
            day=day,
            tickets=tuple(tickets_of_day(connection, day)),
            log=tuple(log),
            jobs=tuple(print_jobs(connection, limit=_EVERYTHING)),
            announcements=_announcements(connection),
            papers=tuple(read_paper(p) for p in sorted((folder / "papers").rglob("*.bin"))),
            told=read_ledger(folder),
            faults_logged=(folder / "logs" / "node.log").read_text("utf-8").count("Traceback"),
        )
    finally:
        connection.close()


def read_paper(path: Path) -> Paper:
    """A paper as its printer would show it; the number is what stands largest."""
    blocks = decode(path.read_bytes(), paper_profile("default"))
    lines = [block for block in blocks if isinstance(block, TextLine)]
    codes = [block.content for block in blocks if isinstance(block, NativeQr)]
    return Paper(
        name=path.name,
        number=max(lines, key=lambda line: line.height).text.strip() if lines else "",
        token=codes[0].rpartition("/")[2] if codes else "",
        is_copy=any(line.text.strip() in _COPIES for line in lines),
        text=" ".join(line.text.strip() for line in lines),
    )


def _announcements(connection: sqlite3.Connection) -> tuple[Announcement, ...]:
    rows = connection.execute("SELECT ticket, call_no, state FROM announcements ORDER BY id")
    return tuple(Announcement(row["ticket"], row["call_no"], row["state"]) for row in rows)
