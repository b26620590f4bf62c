"""The running machines of a demonstration: simulated printers, the node, the announcer.

Every part is the product's own program in a process of its own; only paper and pins are of air.
"""

import http.client
import time
from dataclasses import dataclass, replace
from pathlib import Path

from edge_node.config import load_config
from okienko.demo.accounts import set_up_accounts
from okienko.demo.place import Place, PrinterPlace, board_settings, write_files
from okienko.demo.programs import Program, end_all, module

READY_SECONDS = 30.0
_LOOK_SECONDS = 0.02
_FULL_ROLL = 400


class NotReady(Exception):
    """The node did not answer in time; its log tells why."""


@dataclass(frozen=True)
class Machine:
    """Everything that runs for one office. `key` is an API key with all rights.

    `voices` are its announcers: none where nobody is to hear it.
    """

    place: Place
    key: str
    printers: tuple[Program, ...]
    node: Program
    voices: tuple[Program, ...]

    @property
    def running(self) -> bool:
        """Whether the node lives."""
        return self.node.running

    def begin(self) -> None:
        """Start all and wait for none."""
        for program in (*self.printers, self.node, *self.voices):
            program.start()

    def start(self) -> float:
        """Start all; returns after how many seconds the node was ready. Raises `NotReady`."""
        begun = time.monotonic()
        self.begin()
        self.wait_until_ready()
        return time.monotonic() - begun

    def wait_until_ready(self) -> None:
        """Wait until this very node answers. Raises `NotReady`."""
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(self.place, self.key):
            if time.monotonic() > deadline or not self.node.running:
                raise NotReady(f"see {self.place.folder / 'logs' / 'node.log'}")
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> bool:
        """End all; whether each ended when it was asked to."""
        return end_all((*self.voices, self.node, *self.printers))


def build_machine(
    place: Place, office_file: Path, *, audible: bool, roll: int = _FULL_ROLL
) -> Machine:
    """Write the files, make the database and its accounts; nothing runs yet."""
    bare = build_bare_machine(place, office_file)
    place.board_file.write_text(board_settings(place, bare.key, audible=audible), encoding="utf-8")
    logs, board_file = place.folder / "logs", str(place.board_file)
    announcer = Program(
        logs / "announcer.log", *module("board_player", "announce", "--config", board_file)
    )
    printers = tuple(_printer(printer, roll, logs) for printer in place.printers)
    return replace(bare, printers=printers, voices=(announcer,))


def build_bare_machine(place: Place, office_file: Path) -> Machine:
    """As `build_machine`, with nothing but the node."""
    write_files(place, office_file)
    key = set_up_accounts(load_config(place.node_file))
    log, node_file = place.folder / "logs" / "node.log", str(place.node_file)
    node = Program(log, *module("edge_node", "--config", node_file, "run"))
    return Machine(place, key, printers=(), node=node, voices=())


def _printer(printer: PrinterPlace, roll: int, logs: Path) -> Program:
    command = module(
        "edge_node.devices.printer.simulated",
        *("--port", str(printer.port), "--control-port", str(printer.control_port)),
        *("--folder", str(printer.folder), "--roll", str(roll)),
    )
    return Program(logs / f"printer-{printer.id}.log", *command)


def _answers(place: Place, key: str) -> bool:
    """Whether the node that knows this key is there: another one may have taken the port."""
    connection = http.client.HTTPConnection(place.host, place.web_port, timeout=2)
    try:
        connection.request("GET", "/api/v1/office", headers={"Authorization": f"Bearer {key}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
