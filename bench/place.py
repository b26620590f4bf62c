"""Where a measurement runs: a folder of its own, free ports, the measured office.

The node is the product's own, started as the demonstration starts it; only the launcher differs
where an empty route is needed to compare with.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from edge_node.devices.buttons.settings import ButtonPin, Kind
from okienko.demo.machine import Machine, build_machine
from okienko.demo.place import new_place
from okienko.demo.programs import Program, module
from queue_core.office_document import read_document

OFFICE_FILE = Path(__file__).with_name("office.toml")
SERVICES = ("id_card", "residence", "vehicles")
COUNTERS = tuple(str(number) for number in range(1, 11))
BUTTON = ButtonPin("counter-1", 17, kind=Kind.COUNTER, target="1")


@contextmanager
def machine(*processes: str) -> Iterator[Machine]:
    """A prepared office in a folder of its own, ended and removed afterwards; nothing runs yet.

    `processes` are those of the node; with none it is `okienko node run` as it is delivered.
    """
    with TemporaryDirectory(prefix="okienko-bench-") as folder:
        place = new_place(Path(folder), read_document(OFFICE_FILE), (BUTTON,), time=None)
        built = build_machine(place, OFFICE_FILE, audible=False)
        _as_in_an_office(place.node_file)
        if processes:
            log = place.folder / "logs" / "node.log"
            node = Program(log, *module("bench.node", str(place.node_file), *processes))
            built = replace(built, node=node)
        try:
            yield built
        finally:
            built.stop()


@contextmanager
def node(*processes: str) -> Iterator[Machine]:
    """As `machine`, and the node already answers."""
    with machine(*processes) as built:
        built.node.start()
        built.wait_until_ready()
        yield built


def _as_in_an_office(node_file: Path) -> None:
    """Take out the demonstration's picture of the paper, which no real node draws."""
    lines = node_file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("paper_folder")]
    node_file.write_text("".join(kept), encoding="utf-8")
