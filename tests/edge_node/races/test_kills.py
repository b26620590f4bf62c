"""SIGKILL at random points, round after round, on one file that is never mended by hand.

Kiosk, clerks and printer are processes of their own; all of them die, then a new life begins
where the file says it is.
"""

import multiprocessing
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerProcess
from typing import Any

import pytest

from edge_node.devices.printer.simulated import SimulatedPrinter
from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Office
from queue_core.domain.printing import OPEN, PrintState
from tests.edge_node.races.books import check_books, check_nothing_lost
from tests.edge_node.races.crowd import (
    Diary,
    ask,
    issue_until_killed,
    print_until_killed,
    work_until_killed,
)

ROUNDS_OF_ONE_FILE = 20
FILES = 10 if os.environ.get("OKIENKO_PROOF") == "full" else 2
LONGEST_LIFE_SECONDS = 0.25
NUMBER = re.compile(rb"\b[AB]\d{3,4}\b")

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["pytest", "tests.edge_node.races.crowd"])
"""Children are ready in milliseconds, so that forty lives take seconds."""


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        printer.roll.load(100_000)
        yield printer


@pytest.mark.parametrize("_file", range(FILES))
def test_killed_again_and_again_the_books_balance(
    _file: int, office: Office, diaries: list[Diary], printer: SimulatedPrinter
) -> None:
    path, kiosk = office.database.path, diaries[0]
    for _ in range(ROUNDS_OF_ONE_FILE):
        lives = [
            _start(issue_until_killed, path, kiosk),
            _start(work_until_killed, path, diaries[1], "1"),
            _start(work_until_killed, path, diaries[2], "2"),
            _start(print_until_killed, path, printer.port),
        ]
        _let_them_work(diaries[:2])
        random.shuffle(lives)
        for life in lives:
            life.kill()
        for life in lives:
            life.join(10)
        _press_again(office, kiosk)
        check_nothing_lost(office, diaries)
        check_books(office)
    _print_the_rest(office, printer)
    _check_papers(office, printer)


def test_the_books_notice_a_lost_ticket(office: Office, diaries: list[Diary]) -> None:
    lost = ask(office, diaries[0], "tap-1")
    with office.database.write() as connection:
        connection.execute("DELETE FROM events WHERE ticket = ?", (lost.id,))
        connection.execute("DELETE FROM tickets")
        connection.execute("DELETE FROM commands")
    with pytest.raises(AssertionError):
        check_nothing_lost(office, diaries)
    with pytest.raises(AssertionError):
        check_books(office)


def _start(life: Callable[..., None], *args: object) -> ForkServerProcess:
    process = forks.Process(target=life, args=args, daemon=True)  # ends with a failed test too
    process.start()
    return process


def _let_them_work(diaries: list[Diary]) -> None:
    """Until kiosk and clerk have each done something in this life, and a moment of chance more."""
    before = [len(diary.noted("done")) for diary in diaries]
    deadline = time.monotonic() + 30
    while any(len(d.noted("done")) == n for d, n in zip(diaries, before, strict=True)):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))


def _press_again(office: Office, kiosk: Diary) -> None:
    """The tap that was never answered is sent again under its id, as a kiosk does."""
    answered = {words[0] for words in kiosk.noted("done")}
    for id, paper in kiosk.noted("asked"):
        if id not in answered:
            ask(office, kiosk, id, paper=paper == "True")


def _print_the_rest(office: Office, printer: SimulatedPrinter) -> None:
    life = _start(print_until_killed, office.database.path, printer.port)
    deadline = time.monotonic() + 120
    while any(print_jobs(office.database.read(), state, 1) for state in OPEN):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    life.terminate()
    life.join(10)


def _check_papers(office: Office, printer: SimulatedPrinter) -> None:
    """Each printed number is on one paper, an unknown one on one or none, and none on two."""
    on_paper: Counter[str] = Counter()
    for paper in printer.roll.papers:
        on_paper.update({number.decode() for number in NUMBER.findall(paper)})
    rows: Any = office.database.read().execute(
        "SELECT t.number, j.state FROM print_jobs j JOIN tickets t ON t.id = j.ticket"
    )
    states = {row["number"]: row["state"] for row in rows}
    assert set(states.values()) <= {PrintState.PRINTED, PrintState.UNKNOWN}
    assert {number for number, papers in on_paper.items() if papers > 1} == set()
    assert set(on_paper) <= set(states)
    printed = {number for number, state in states.items() if state == PrintState.PRINTED}
    assert printed - set(on_paper) == set()
    assert len(printed) >= ROUNDS_OF_ONE_FILE / 4
