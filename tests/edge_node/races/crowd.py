"""People and clerks who all press at once, each in a thread or a process of its own.

What a child has been told is done stands as a line of its file, written after the commit; what
it has asked for stands there before.
"""

import os
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from edge_node.config import NodeConfig, PrinterWiring
from edge_node.devices.process import run_devices
from edge_node.office.calling import absent, call_next, came
from edge_node.office.counters import open_counter
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.serving import finish, finish_and_call, park, return_to_queue, take_back
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache
from edge_node.store.tickets import active_ticket, open_tickets
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock, ScaledClock
from queue_core.domain.errors import Refused
from queue_core.domain.office import Counter, OfficeDocument
from queue_core.domain.tickets import State, Ticket
from tests.edge_node.sample import MORNING, SAMPLE

COUNTERS = tuple(str(number) for number in range(1, 9))
CROWDED: OfficeDocument = replace(
    SAMPLE,
    counters=tuple(Counter(id, (("id_cards", "residence"),)) for id in COUNTERS),
)


def office_at(path: Path) -> Office:
    """The office as one more process opens it."""
    return Office(Database(path), FixedClock(MORNING), DocumentCache())


def clerk_of(counter: str) -> Command:
    return Command(clerk=f"clerk{counter}", counter=counter, session=f"browser {counter}")


@dataclass(frozen=True)
class Diary:
    """A file of lines that outlives its writer."""

    path: Path

    def note(self, *words: str) -> None:
        line = " ".join(words) + "\n"
        with self.path.open("ab", buffering=0) as file:
            file.write(line.encode())

    def words(self) -> list[list[str]]:
        """Whole lines only: the last one may have been cut."""
        text = self.path.read_text("utf-8") if self.path.exists() else ""
        return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def noted(self, what: str) -> list[list[str]]:
        return [words[1:] for words in self.words() if words[0] == what]


def issue(path: Path, diary: Diary, tickets: int) -> None:
    """Take this many tickets; every fifth one on paper, since printers are slower than people."""
    office = office_at(path)
    for turn in range(tickets):
        ask(office, diary, f"{uuid4()}", paper=turn % 5 == 0)


def ask(office: Office, diary: Diary, id: str, paper: bool = False) -> Ticket:
    """One tap, under its own id."""
    diary.note("asked", id, str(paper))
    ticket = issue_ticket(office, Command(id=id), Order("id_cards", kiosk="1", paper=paper))
    diary.note("done", id, ticket.id, str(ticket.version))
    return ticket


def serve_all(path: Path, diary: Diary, counter: str, people: int) -> None:
    """Serve at one counter until this many people were called by all counters."""
    office = office_at(path)
    open_counter(office, clerk_of(counter), counter)
    deadline = time.monotonic() + 60
    while _called(office) < people and time.monotonic() < deadline:
        called = press(office, diary, call_next, counter)
        if called is None:
            time.sleep(0.005)  # a person does not press two hundred times a second either
            continue
        press(office, diary, came, counter)
        press(office, diary, finish, counter)


def work_until_killed(path: Path, diary: Diary, counter: str) -> None:
    """A clerk who does everything a clerk can do, and begins with whom the last life left."""
    office = office_at(path)
    if open_counter(office, clerk_of(counter), counter).clerk and active(office, counter):
        press(office, diary, return_to_queue, counter)
    while True:
        _one_visit(office, diary, counter)


def issue_until_killed(path: Path, diary: Diary) -> None:
    issue(path, diary, 1_000_000)


def print_until_killed(path: Path, port: int) -> None:
    """The real devices process on a printer of air."""
    run_devices(
        NodeConfig(
            database=path.name,
            printers=(PrinterWiring("main", "network", f"127.0.0.1:{port}"),),
            time=ScaledClock(MORNING, time.time(), 1.0),
            folder=path.parent,
        )
    )


def press(office: Office, diary: Diary, use, counter: str):  # type: ignore[no-untyped-def]
    """One press of a clerk, under its own id; None when nobody waits."""
    id = f"{uuid4()}"
    ticket = use(office, replace(clerk_of(counter), id=id), counter)
    if ticket is not None:
        diary.note("done", id, ticket.id, str(ticket.version))
    return ticket


def active(office: Office, counter: str) -> Ticket | None:
    return active_ticket(office.database.read(), counter)


def _one_visit(office: Office, diary: Diary, counter: str) -> None:
    chance = random.Random(os.urandom(8))
    if active(office, counter) is None and press(office, diary, call_next, counter) is None:
        _take_back_one(office, counter)
        return
    if chance.random() < 0.2:
        press(office, diary, absent, counter)
        return
    press(office, diary, came, counter)
    press(office, diary, chance.choice((finish, finish, finish, park, return_to_queue)), counter)
    if chance.random() < 0.3 and press(office, diary, call_next, counter) is not None:
        press(office, diary, came, counter)
        press(office, diary, finish_and_call, counter)


def _take_back_one(office: Office, counter: str) -> None:
    for ticket in open_tickets(office.database.read(), "2026-11-20", (State.PARKED,)):
        if ticket.counter == counter:
            try:
                take_back(office, clerk_of(counter), counter, ticket.id)
            except Refused:
                continue
            finish(office, clerk_of(counter), counter)


def _called(office: Office) -> int:
    rows = office.database.read().execute("SELECT count(*) FROM tickets WHERE calls > 0")
    return int(rows.fetchone()[0])
