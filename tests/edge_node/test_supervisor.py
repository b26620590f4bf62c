"""The running node: what dies is started again, what is told to stop leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import pytest

from edge_node.prepare import prepare
from edge_node.store.backup import back_up
from edge_node.store.database import Database, connect
from edge_node.store.operators import new_api_key
from edge_node.store.soundness import ended_cleanly
from tests.edge_node.machine import Machine, machine

PRINTER = """
[[printers]]
id = "main"
transport = "file"
address = "/dev/null"
"""


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Machine]:
    """A node that runs, with a printer, so with two processes below its supervisor."""
    with machine(tmp_path, PRINTER) as made:
        made.key = key_of(made)
        made.start()
        yield made


def key_of(made: Machine) -> str:
    office = prepare(made.config())
    with office.database.write() as connection:
        key = new_api_key(connection, "test", ["call", "reception"], office.clock.now())
    office.database.close()
    return key


def wait_until(true: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def take(node: Machine, id: str) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bearer {node.key}", "Idempotency-Key": id}
    return node.ask("POST", "/api/v1/tickets", {"service": "id_cards", "kiosk": "1"}, **headers)


def running(node: Machine, name: str) -> list[int]:
    return [pid for pid, known in node.processes().items() if known == f"okienko-{name}"]


def running_otherwise(node: Machine) -> list[int]:
    """What has no name of a child: the supervisor."""
    return [pid for pid, known in node.processes().items() if not known.startswith("okienko-")]


def open_files(process: int, beginning: str) -> list[str]:
    links = Path(f"/proc/{process}/fd").iterdir()
    return sorted({file for link in links if (file := os.readlink(link)).startswith(beginning)})


def stop(node: Machine) -> float:
    """Ask the supervisor to stop; the seconds it took."""
    assert node.node is not None
    begun = time.monotonic()
    node.node.send_signal(signal.SIGTERM)
    assert node.node.wait(20) == 0
    return time.monotonic() - begun


def test_a_killed_process_is_started_again(node: Machine) -> None:
    assert take(node, "tap-1")[0] == 201
    wait_until(lambda: running(node, "devices"))
    for name in ("web", "devices"):
        before = running(node, name)
        os.kill(before[0], signal.SIGKILL)
        wait_until(lambda name=name, before=before: set(running(node, name)) - set(before))  # type: ignore[misc]
    node.wait_until_ready()
    assert take(node, "tap-1")[1]["number"] == "A001"
    assert take(node, "tap-2")[1]["number"] == "A002"


def test_the_supervisor_holds_no_file_that_a_fork_would_share(node: Machine) -> None:
    """A child that closed its parent's database would write into it."""
    database = str(node.folder / "office.db")
    wait_until(lambda: running(node, "devices"))
    supervisor, *_ = running_otherwise(node)
    assert open_files(supervisor, database) == [f"{database}.node"]
    for child in (*running(node, "web"), *running(node, "devices")):
        assert f"{database}.node" not in open_files(child, database), "the lock of the node"


def test_panels_stop_by_themselves_when_their_supervisor_is_killed(node: Machine) -> None:
    """They would hold the port that the next node needs."""
    assert node.node is not None
    node.node.kill()
    node.node.wait()
    wait_until(lambda: not running(node, "web"))


def test_told_to_stop_all_end_within_five_seconds_with_a_stream_open(node: Machine) -> None:
    stream = open_stream(node)
    assert stop(node) < 5.5
    assert node.processes() == {}
    assert not node.answers()
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", node.port))
    stream.close()


def test_what_was_acknowledged_over_http_survives_a_kill_of_everything(node: Machine) -> None:
    """Eight clients take tickets while the whole node dies; each tap is sent until answered."""
    answers: list[tuple[str, str]] = []
    clients = [threading.Thread(target=tap_until_answered, args=(node, answers)) for _ in range(8)]
    for client in clients:
        client.start()
    wait_until(lambda: len(answers) > 20)
    for process in node.processes():
        os.kill(process, signal.SIGKILL)
    assert node.node is not None
    node.node.wait(10)
    node.start()
    for client in clients:
        client.join(60)
    assert len(answers) == 8 * TAPS
    connection = connect(node.folder / "office.db")
    rows = dict(connection.execute("SELECT id, number FROM tickets").fetchall())
    connection.close()
    assert sorted(answers) == sorted(rows.items())
    assert max(Counter(rows.values()).values()) == 1
    assert sorted(rows.values()) == [f"A{n:03d}" for n in range(1, 8 * TAPS + 1)]


def test_a_node_that_was_told_to_stop_leaves_its_file_in_order(node: Machine) -> None:
    take(node, "tap-1")
    stop(node)
    assert ended_cleanly(node.folder / "office.db")


def test_a_node_that_was_killed_does_not_say_that_its_file_is_in_order(node: Machine) -> None:
    assert node.node is not None
    node.node.kill()
    node.node.wait()
    assert not ended_cleanly(node.folder / "office.db")


def test_a_second_run_on_one_machine_is_refused_and_the_first_goes_on(node: Machine) -> None:
    program = [sys.executable, "-m", "edge_node", "--config", str(node.file), "run"]
    second = subprocess.run(program, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 2
    assert "a node runs on this database already" in second.stderr
    assert take(node, "tap-1")[1]["number"] == "A001"


def test_a_database_damaged_under_a_running_node_is_mended(node: Machine) -> None:
    """All processes let go of the file, the newest backup takes its place, numbers go on."""
    for tap in range(3):
        take(node, f"tap-{tap}")
    database = Database(node.folder / "office.db")
    back_up(database, node.folder / "stick", datetime.now(UTC))
    database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    with (node.folder / "office.db").open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        file.write(os.urandom(size))
    wait_until(lambda: any_tap(node) and list(node.folder.glob("office.db.damaged-*")))
    node.wait_until_ready()
    status, ticket = take(node, "after")
    assert (status, ticket["number"]) == (201, "A054")


def any_tap(node: Machine) -> bool:
    """Let the node look at its file, whether or not it can answer."""
    try:
        take(node, f"{uuid4()}")
    except (OSError, ValueError):
        time.sleep(0.05)
    return True


TAPS = 15


def tap_until_answered(node: Machine, answers: list[tuple[str, str]]) -> None:
    """A refusal is an answer too: the test fails with it, and never hangs."""
    for _ in range(TAPS):
        id, ticket = f"{uuid4()}", None
        while ticket is None:
            try:
                _, ticket = take(node, id)
            except (OSError, ValueError, HTTPException):
                time.sleep(0.05)  # the node is dead; a kiosk tries again too
        answers.append((str(ticket.get("id")), str(ticket.get("number", ticket))))


def open_stream(node: Machine) -> socket.socket:
    """A screen that listens, as every running board does."""
    stream = socket.create_connection(("127.0.0.1", node.port), timeout=10)
    stream.sendall(b"GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
    assert b"200" in stream.recv(100)
    return stream
