"""E-tickets followed by many phones at once: each asks for its part every 15 s, with its ETag.

The hub's own web process on SQLite; each page is asked for once, then again and again while the
queue stands still, and while it moves. The limit of the same run is the page that only says that
the process lives.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.client import Load, message, run
from bench.figures import Row, spread_ms
from cloud_hub.config import load_config
from cloud_hub.store.offices import Institution, put_institution, put_office
from cloud_hub.store.unit import Command, Hub
from cloud_hub.wiring import build_hub, prepare
from okienko.demo.ports import free_ports
from okienko.demo.programs import Program, module
from okienko.demo.sample import OFFICES, office
from tests.cloud_hub.live.story import LiveService, Node, ticket

_PHONES = 2_000
_EVERY_SECONDS = 15
_CLIENTS = 16
_ASKED = 4_000
_PATIENCE_SECONDS = 60.0


def rows() -> Iterator[Row]:
    """All phones at once; what they ask for in 15 s is 133 pages a second."""
    with _served() as (hub, port):
        tokens = _tickets(hub)
        alive = run(port, [message("/healthz", method="GET")] * _ASKED, _CLIENTS)
        asked = _asked(tokens)
        first = run(port, asked, _CLIENTS)
        again = run(port, asked, _CLIENTS)
    wanted = _PHONES / _EVERY_SECONDS
    limit = f"a page that says nothing {alive.per_second:.0f}/s, {spread_ms(alive.milliseconds)}"
    for what, load in (("asked for anew", first), ("asked for again", again)):
        yield Row(
            f"{_PHONES:,} e-tickets {what}",
            f"{load.per_second:.0f}/s, {spread_ms(load.milliseconds)}",
            limit,
            load.per_second / alive.per_second,
            f"≥ {wanted:.0f}/s",
        )


def _asked(tokens: list[str]) -> list[bytes]:
    paths = itertools.islice(itertools.cycle(f"/t/{token}/now" for token in tokens), _ASKED)
    return [message(path, method="GET") for path in paths]


def _tickets(hub: Hub) -> list[str]:
    """A crowd: two thousand wait in one office."""
    node = Node(hub)
    day = hub.clock.now().date().isoformat()
    now = hub.clock.now()
    told = [
        node.says(ticket(str(n), number=f"B{n:04d}", day=day, queue_time=now, issued_at=now))
        for n in range(_PHONES)
    ]
    node.shows({"residence": LiveService(_PHONES, ("1", "2"), (40, 600))})
    return [one.token for one in told]


@contextmanager
def _served() -> Iterator[tuple[Hub, int]]:
    with TemporaryDirectory(prefix="okienko-bench-") as folder:
        (port,) = free_ports([0])
        file = Path(folder) / "hub.toml"
        file.write_text(f'institution = "Urząd (przykład)"\n[web]\nport = {port}\n', "utf-8")
        config = load_config(file)
        prepare(config)
        hub = build_hub(config)
        put_institution(hub, Command(), Institution("torun", "Urząd (przykład)", "Urzad"))
        for name in OFFICES:
            put_office(hub, Command(), "torun", office(name))
        program = Program(
            Path(folder) / "hub.log", *module("cloud_hub", "--config", str(file), "web")
        )
        program.start()
        try:
            _wait_for(port)
            yield hub, port
        finally:
            program.ask_to_end()
            program.wait(10)
            hub.database.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            load = run(port, [message("/healthz", method="GET")], 1)
        except OSError:
            load = Load()
        if load.statuses[200]:
            return
        if time.monotonic() > deadline:
            raise TimeoutError("the hub serves no page")
        time.sleep(0.1)
