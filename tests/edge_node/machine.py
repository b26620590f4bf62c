"""A node's machine on disk: its files with free ports, and its processes when they run."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge_node.config import NodeConfig, load_config

OFFICE = """
id = "sample"
name = "Urząd Przykładowy"
address = "ul. Przykładowa 1"
version = 1
example = true
hours = [{days}]
rules = {{ dynamic_stop = false }}

[[services]]
id = "id_cards"
prefix = "A"
names = {{ pl = "Dowody osobiste" }}

[[counters]]
id = "1"
profile = [["id_cards"]]

[[kiosks]]
id = "1"
printer = "main"
"""
DAY = "{{ weekday = {}, opens = 00:00:00, last_ticket = 23:59:58, serving_until = 23:59:59 }}"


@dataclass
class Machine:
    """`node` is the supervisor while it runs, `key` an API key where a test needs one."""

    folder: Path
    port: int
    node: "subprocess.Popen[bytes] | None" = None
    key: str = ""

    @property
    def file(self) -> Path:
        return self.folder / "node.toml"

    def config(self) -> NodeConfig:
        return load_config(self.file)

    def start(self) -> None:
        """Start all processes and wait until the panels answer."""
        log = (self.folder / "node.log").open("ab")
        program = [sys.executable, "-m", "edge_node", "--config", str(self.file), "run"]
        self.node = subprocess.Popen(program, stdout=log, stderr=log, start_new_session=True)
        log.close()
        self.wait_until_ready()

    def wait_until_ready(self, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "node.log").read_text("utf-8")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, dict[str, object]]:
        """Status and JSON of one call."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            sent = {"Content-Type": "application/json", **headers}
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, sent)
            answer = connection.getresponse()
            content = answer.read()
            told = json.loads(content) if "json" in str(answer.getheader("Content-Type")) else {}
            return answer.status, told
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Every process of this node that lives, with its name, the supervisor too."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_text("utf-8")
                    name = (entry / "comm").read_text("utf-8").strip()
                except OSError:
                    continue
                if str(self.file) in command:
                    found[int(entry.name)] = name
        return found

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for process in self.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.node is not None:
            self.node.wait(10)


@contextmanager
def machine(folder: Path, more: str = "") -> Iterator[Machine]:
    """A node's folder with its two files; `more` is added to the node's."""
    port = free_port()
    made = Machine(folder, port)
    (folder / "office.toml").write_text(office_text(), "utf-8")
    text = 'database = "office.db"\noffice = "office.toml"\nbackup_folder = "stick"\n'
    made.file.write_text(f"{text}{more}\n[web]\nport = {port}\nthreads = 8\n", "utf-8")
    try:
        yield made
    finally:
        made.end()


def office_text() -> str:
    """An office that never closes, so that a test may run at any hour."""
    return OFFICE.format(days=", ".join(DAY.format(day) for day in range(7)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
