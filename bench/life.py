"""How soon a node serves its first page, and how much memory all its processes take."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.client import Wire, message, run
from bench.figures import Row
from bench.place import COUNTERS, SERVICES, machine
from okienko.demo.machine import Machine
from okienko.demo.programs import Program, module

_STARTS = 5
_LOOK_SECONDS = 0.005
_LIMIT_SECONDS = 30.0
_TICKETS = 300
_CALM_SECONDS = 3.0
_FIRST_PAGE = "/kiosk/1"
_PAGES = (_FIRST_PAGE, "/board/1", "/board/1/now", "/metrics", "/readyz")
_LINK = """
[link]
node = "bench"
key = "file:link.key"

[[link.brokers]]
host = "127.0.0.1"
port = 9
"""
_IMPORTS = "import edge_node.served"
_IDLE = "import time; print(flush=True); time.sleep(60)"


def rows() -> Iterator[Row]:
    """Start several times, then weigh a node that has worked."""
    started = [_first_page() for _ in range(_STARTS)]
    imports = [_seconds([sys.executable, "-c", _IMPORTS]) for _ in range(_STARTS)]
    yield Row(
        "start → first page of the kiosk",
        f"median {median(started):.2f} s, slowest {max(started):.2f} s",
        f"import of the web process alone {median(imports):.2f} s",
        median(started) / median(imports),
        "< 1.5 s",
    )
    yield _memory()


def _first_page() -> float:
    with machine() as built:
        begun = time.perf_counter()
        built.node.start()
        while not _served(built.place.web_port):
            if time.perf_counter() - begun > _LIMIT_SECONDS:
                raise TimeoutError("the node serves no page")
            time.sleep(_LOOK_SECONDS)
        return time.perf_counter() - begun


def _served(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", _FIRST_PAGE)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - begun


def _memory() -> Row:
    with machine() as built:
        _link(built.place.node_file)
        player = Program(
            built.place.folder / "logs" / "player.log",
            *module("board_player", "run", "--config", str(built.place.board_file)),
        )
        for program in (*built.printers, built.node, player):
            program.start()
        built.wait_until_ready()
        _work(built)
        time.sleep(_CALM_SECONDS)
        weights = _weights(built.place.folder)
        player.ask_to_end()
        player.wait(_LIMIT_SECONDS)
    total = sum(weights.values())
    bare = _bare_python()
    return Row(
        "memory of node, link and player (PSS, without browser)",
        f"{total:.0f} MB: " + ", ".join(f"{name} {size:.0f}" for name, size in weights.items()),
        f"{len(weights)} processes of bare Python, {bare:.0f} MB each",
        total / (bare * len(weights)),
        "< 160 MB",
    )


def _link(node_file: Path) -> None:
    """To a broker that is away: the process is there, and all that it loads."""
    (node_file.parent / "link.key").write_text("ab" * 32)
    with node_file.open("a", encoding="utf-8") as file:
        file.write(_LINK)


def _work(built: Machine) -> None:
    port, key = built.place.web_port, built.key
    wishes = [{"service": SERVICES[n % 3], "kiosk": "1"} for n in range(_TICKETS)]
    run(port, [message("/api/v1/tickets", key, dict(wish)) for wish in wishes], 8)
    wire = Wire(port)
    for counter in COUNTERS:
        for deed in ("open", "call-next", "came", "finish"):
            wire.ask(message(f"/api/v1/counters/{counter}/{deed}", key, {}))
    wire.close()
    for page in _PAGES:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", page)
        connection.getresponse().read()
        connection.close()


def _weights(folder: Path) -> dict[str, float]:
    """Megabytes of each of the product's processes that was started with a file of this folder."""
    weights: dict[str, float] = {}
    for process in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            words = (process / "cmdline").read_text().split("\0")
            size = _pss_megabytes(process)
        except OSError:
            continue  # it ended while we looked
        if str(folder) in " ".join(words) and "simulated" not in " ".join(words):
            weights[_name(process, words)] = size
    return weights


def _name(process: Path, words: list[str]) -> str:
    """A forked child has its own name; of another the command line tells who it is."""
    name = (process / "comm").read_text().strip()
    if name.startswith("okienko-"):
        return name.removeprefix("okienko-")
    name = " ".join(word for word in words[2:] if word.strip("-") and "/" not in word)
    return name.replace("edge_node --config run", "supervisor").replace("board_player", "board")


def _bare_python() -> float:
    with subprocess.Popen([sys.executable, "-c", _IDLE], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        size = _pss_megabytes(Path("/proc") / str(process.pid))
        process.kill()
    return size


def _pss_megabytes(process: Path) -> float:
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
