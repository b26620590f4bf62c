"""Where a demonstration lives: one folder, free ports, and the files of its two machines.

Knows how the files of a node and of a board are written, starts nothing.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from edge_node.devices.buttons.settings import ButtonPin
from okienko.demo.ports import free_ports
from okienko.demo.toml_text import broker_table, quoted, time_table
from queue_core.clock import ScaledClock
from queue_core.domain.office import OfficeDocument


@dataclass(frozen=True)
class PrinterPlace:
    """A simulated printer: its id in the office's document, where it prints and is handled."""

    id: str
    port: int
    control_port: int
    folder: Path


@dataclass(frozen=True)
class LinkPlace:
    """The name by which the hub knows a node, and where the broker is; key and password are in
    the node's folder."""

    node: str
    broker_port: int


@dataclass(frozen=True)
class Place:
    """A demonstration's folder and ports. `time` None is the machine's own clock.

    `host` is an address of the loopback. Several nodes on one machine have each their own, because
    browsers keep the sessions of hosts apart, but not those of ports.
    """

    folder: Path
    web_port: int
    pins_port: int
    printers: tuple[PrinterPlace, ...]
    buttons: tuple[ButtonPin, ...]
    time: ScaledClock | None = None
    link: LinkPlace | None = None
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        """The node's address."""
        return f"http://{self.host}:{self.web_port}"

    @property
    def node_file(self) -> Path:
        """The settings of the node."""
        return self.folder / "node.toml"

    @property
    def board_file(self) -> Path:
        """The settings of the announcer."""
        return self.folder / "board.toml"

    @property
    def database(self) -> Path:
        """The node's queue."""
        return self.folder / "office.db"

    @property
    def papers(self) -> Path:
        """One folder of papers for each printer."""
        return self.folder / "papers"


def new_place(
    folder: Path,
    document: OfficeDocument,
    buttons: tuple[ButtonPin, ...],
    *,
    time: ScaledClock | None,
    web_port: int = 0,
) -> Place:
    """An empty folder and free ports; `web_port` is taken if it is free, 0 means any.

    What an earlier demonstration left there is removed, except the rendered phrases, which are
    the same every time.
    """
    for name in ("node.toml", "board.toml", "office.toml", "ledger.jsonl", "logs"):
        _remove(folder / name)
    for part in folder.glob("office.db*"):
        _remove(part)
    return kept_place(folder, document, buttons, time=time, web_port=web_port)


def kept_place(
    folder: Path,
    document: OfficeDocument,
    buttons: tuple[ButtonPin, ...],
    *,
    time: ScaledClock | None,
    web_port: int = 0,
) -> Place:
    """As `new_place`, but the queue goes on as an earlier demonstration left it; the printers
    begin a new roll."""
    _remove(folder / "papers")
    names = dict.fromkeys(kiosk.printer for kiosk in document.kiosks if kiosk.printer)
    folder.mkdir(parents=True, exist_ok=True)
    web_port, pins_port, *others = free_ports([web_port, 0, *(0 for _ in range(2 * len(names)))])
    printers = tuple(
        PrinterPlace(id, others[2 * n], others[2 * n + 1], folder / "papers" / id)
        for n, id in enumerate(names)
    )
    return Place(folder, web_port, pins_port, printers, buttons, time)


def bare_place(folder: Path, *, time: ScaledClock | None, web_port: int) -> Place:
    """An office of pages alone, without printers and buttons; what was there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    web_port, pins_port = free_ports([web_port, 0])
    return Place(folder, web_port, pins_port, (), (), time)


def write_files(place: Place, office_file: Path) -> None:
    """Write what the node reads when it starts."""
    shutil.copyfile(office_file, place.folder / "office.toml")
    place.node_file.write_text(node_settings(place), encoding="utf-8")


def node_settings(place: Place) -> str:
    """The TOML of the node: simulated printers, mock pins, and the demonstration's clock."""
    lines = [
        'database = "office.db"',
        'office = "office.toml"',
        'log = "plain"',
        f"paper_folder = {quoted(_shown_papers(place))}",
        "",
        "[web]",
        f"host = {quoted(place.host)}",
        f"port = {place.web_port}",
        "",
        "[pins]",
        'backend = "mock"',
        f"control_port = {place.pins_port}",
    ]
    for printer in place.printers:
        lines += ["", "[[printers]]", f"id = {quoted(printer.id)}", 'transport = "network"']
        lines += [f'address = "127.0.0.1:{printer.port}"']
    for button in place.buttons:
        lines += ["", "[[buttons]]", f"id = {quoted(button.id)}", f"pin = {button.pin}"]
        lines += [f"led_pin = {button.led_pin}"] if button.led_pin is not None else []
        lines += [f'kind = "{button.kind}"', f"target = {quoted(button.target)}"]
    if place.link is not None:
        lines += ["", "[link]", f"node = {quoted(place.link.node)}", 'key = "file:link.key"']
        lines += broker_table(place.link.broker_port, place.link.node)
    return "\n".join([*lines, *time_table(place.time)]) + "\n"


def board_settings(place: Place, token: str, *, audible: bool) -> str:
    """The TOML of the announcer; without a sound card it renders and accounts, but is silent."""
    return "\n".join(
        [
            f'node_url = "{place.url}"',
            'speaker = "1"',
            f"token = {quoted(token)}",
            "",
            "[sound]",
            f'play = "{"speaker" if audible else "account"}"',
            f"cache_folder = {quoted(str((place.folder / 'phrases').resolve()))}",
            "",
        ]
    )


def _shown_papers(place: Place) -> str:
    """The first printer's: the page of papers shows one printer."""
    return f"papers/{place.printers[0].id}" if place.printers else ""


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
