"""`okienko demo`: the sample office opens and ends cleanly, and a day's books balance, or not."""

import json
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from okienko.demo.__main__ import main
from tests.okienko.started import Start, processes_of, signed_in, start_demo

pytestmark = pytest.mark.timeout(900)

start = pytest.fixture(start_demo)
PROOF = os.environ.get("OKIENKO_PROOF", "short")
SHORT_DAY = ["--day", "--tickets", "60", "--speed", "300"]
FULL_DAY = ["--day", "--tickets", "600"]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day that was played: a short one in `make test`, a full one in `make proof`."""
    folder = tmp_path_factory.mktemp("day")
    played = FULL_DAY if PROOF == "full" else SHORT_DAY
    assert main([*played, "--folder", str(folder)]) == 0
    return folder


@pytest.fixture
def tampered(day: Path, tmp_path: Path) -> Callable[[Callable[[Path], None]], int]:
    """Changes a copy of the day, and tells how its books end."""

    def change(how: Callable[[Path], None]) -> int:
        shutil.copytree(day / "day", tmp_path / "day")
        how(tmp_path / "day")
        return main(["--books", "--folder", str(tmp_path)])

    return change


def sql(statement: str) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        with sqlite3.connect(folder / "office.db") as connection:
            assert connection.execute(statement).rowcount > 0

    return run


def told(**entry: object) -> Callable[[Path], None]:
    def add(folder: Path) -> None:
        with (folder / "ledger.jsonl").open("a") as ledger:
            ledger.write(json.dumps(entry) + "\n")

    return add


def print_one_again(folder: Path) -> None:
    paper = next((folder / "papers" / "hol").glob("*.bin"))
    shutil.copyfile(paper, paper.with_name("99999.bin"))


def lose_a_paper(folder: Path) -> None:
    next((folder / "papers" / "hol").glob("00003.bin")).unlink()


def test_the_day_had_everything_a_day_can_have(
    day: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--books", "--folder", str(day)]) == 0
    report = capsys.readouterr().out
    assert "The books balance." in report
    assert "✗" not in report
    figures = dict(re.findall(r"^  (\w[\w ]*?)\s{2,}(.+)$", report, re.M))
    tickets = int(figures["tickets"].split()[0])
    assert tickets >= (600 if PROOF == "full" else 60)
    assert figures["power cuts"].count("away") == 2
    assert int(figures["rolls changed"]) >= 1
    assert all(route in figures["routes"] for route in ("API", "touch screen"))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (print_one_again, "no number is on two papers"),
        (lose_a_paper, "as many papers as printed jobs"),
        (told(kind="ticket", id="gone", number="A999", command="x"), "every acknowledged ticket"),
        (told(kind="plan", visitors=1), "every visitor was given an answer"),
        (told(kind="act", deed="finish", counter="1", command="gone"), "acknowledged deed"),
        (told(kind="fault", path="/clerk/1", status=500), "the node made no fault"),
        (sql("UPDATE tickets SET state = 'waiting' WHERE number = 'A002'"), "visit has ended"),
        (sql("UPDATE tickets SET number = 'A901' WHERE number = 'A002'"), "without a gap"),
        (
            sql(
                "DELETE FROM announcements WHERE id = (SELECT max(id) FROM announcements)",
            ),
            "as many announcements as calls",
        ),
        (
            sql(
                "UPDATE announcements SET state = 'waiting' WHERE id = "
                "(SELECT max(id) FROM announcements)"
            ),
            "every announcement was accounted for",
        ),
        (
            sql("UPDATE events SET counter = '1' WHERE kind = 'ticket_called' AND counter = '2'"),
            "never two people at one counter",
        ),
    ],
)
def test_books_that_do_not_balance_end_with_1(
    tampered: Callable[[Callable[[Path], None]], int],
    how: Callable[[Path], None],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tampered(how) == 1
    failed = [line for line in capsys.readouterr().out.splitlines() if "✗" in line]
    assert any(said in line for line in failed), failed


def test_the_sample_office_opens_with_one_command_and_ends_without_a_trace(
    start: Start, tmp_path: Path
) -> None:
    demo, said = start("--office", "administracja", until="Ctrl-C")
    addresses = re.findall(r"(http://\S+)$", said, re.M)
    assert len(addresses) >= 12
    visitor = signed_in(addresses[0])
    for address in addresses:
        with visitor.open(address, timeout=10) as answer:
            assert "przykład" in answer.read().decode().lower(), address
    assert len(processes_of(tmp_path)) >= 5
    demo.send_signal(signal.SIGINT)
    assert demo.wait(20) == 0
    assert processes_of(tmp_path) == []


def test_a_day_that_is_stopped_leaves_no_process(start: Start, tmp_path: Path) -> None:
    demo, _ = start("--day", "--tickets", "60", until="the office is open")
    demo.terminate()
    assert demo.wait(60) == 1
    assert processes_of(tmp_path) == []
