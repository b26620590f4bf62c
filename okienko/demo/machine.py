"""The running machines of a demonstration: simulated printers, the node, the announcer.

Every part is the product's own program in a process of its own; only paper and pins are of air.
"""

import http.client
import time
from dataclasses import dataclass
from pathlib import Path

from edge_node.config import load_config
from okienko.demo.accounts import set_up_accounts
from okienko.demo.place import Place, PrinterPlace, board_settings, write_files
from okienko.demo.programs import Program

READY_SECONDS = 30.0
_END_SECONDS = 8.0
_LOOK_SECONDS = 0.02
_FULL_ROLL = 400


class NotReady(Exception):
    """The node did not answer in time; its log tells why."""


@dataclass(frozen=True)
class Machine:
    """Everything that runs for one office. `key` is an API key with all rights."""

    place: Place
    key: str
    printers: tuple[Program, ...]
    node: Program
    announcer: Program

    def start(self) -> float:
        """Start all; returns after how many seconds the node was ready. Raises `NotReady`."""
        begun = time.monotonic()
        for printer in self.printers:
            printer.start()
        self.node.start()
        self.announcer.start()
        self.wait_until_ready()
        return time.monotonic() - begun

    def wait_until_ready(self) -> None:
        """Wait until this very node answers. Raises `NotReady`."""
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(self.place.web_port, self.key):
            if time.monotonic() > deadline or not self.node.running:
                raise NotReady(f"see {self.place.folder / 'logs' / 'node.log'}")
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> bool:
        """End all; whether each ended when it was asked to."""
        parts = (self.announcer, self.node, *self.printers)
        for part in parts:
            part.ask_to_end()
        return all([part.wait(_END_SECONDS) for part in parts])


def build_machine(
    place: Place, office_file: Path, *, audible: bool, roll: int = _FULL_ROLL
) -> Machine:
    """Write the files, make the database and its accounts; nothing runs yet."""
    write_files(place, office_file)
    key = set_up_accounts(load_config(place.node_file))
    place.board_file.write_text(board_settings(place, key, audible=audible), encoding="utf-8")
    logs = place.folder / "logs"
    node_file, board_file = str(place.node_file), str(place.board_file)
    return Machine(
        place=place,
        key=key,
        printers=tuple(_printer(printer, roll, logs) for printer in place.printers),
        node=Program(logs / "node.log", "edge_node", "--config", node_file, "run"),
        announcer=Program(
            logs / "announcer.log", "board_player", "announce", "--config", board_file
        ),
    )


def _printer(printer: PrinterPlace, roll: int, logs: Path) -> Program:
    return Program(
        logs / f"printer-{printer.id}.log",
        "edge_node.devices.printer.simulated",
        *("--port", str(printer.port), "--control-port", str(printer.control_port)),
        *("--folder", str(printer.folder), "--roll", str(roll)),
    )


def _answers(port: int, key: str) -> bool:
    """Whether the node that knows this key is there: another one may have taken the port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/v1/office", headers={"Authorization": f"Bearer {key}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
