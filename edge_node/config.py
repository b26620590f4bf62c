"""What one machine needs to know of itself: files, ports, printers, pins, clock.

What the institution decides (services, counters, rules) is not here but in the office document.
"""

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from edge_node.devices.buttons.settings import ButtonPin
from edge_node.devices.buttons.settings import faults as wiring_faults
from queue_core.clock import Clock, ScaledClock, SystemClock
from queue_core.machine_file import BadSettings, read_secret, read_settings, secret_faults
from queue_core.wire.brokers import Broker, broker_faults
from queue_core.wire.topics import is_node_id


@dataclass(frozen=True)
class Web:
    """Where the panels are served; with certificate and key over HTTPS.

    `device_networks` are the addresses from which kiosks and boards may come.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    threads: int = 48
    streams: int = 32
    certificate: str = ""
    key: str = ""
    device_networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class PrinterWiring:
    """One printer: `address` is host:port, a serial device, a file, or vendor:product in hex.

    `answers` is false for one that never tells its state.
    """

    id: str
    transport: Literal["network", "usb", "serial", "file"]
    address: str
    profile: str = "default"
    answers: bool = True


@dataclass(frozen=True)
class Reading:
    """The voice that reads a kiosk aloud: the command line of an engine, empty for none.

    The words may hold {text_file}, {wav}, {voice}, {language} and {words_per_minute}.
    """

    command: tuple[str, ...] = (
        *("espeak-ng", "-v", "{voice}", "-s", "{words_per_minute}"),
        *("-f", "{text_file}", "-w", "{wav}"),
    )
    limit_seconds: float = 5.0
    cache_folder: str = "var/phrases"
    cache_megabytes: int = 50


@dataclass(frozen=True)
class Pins:
    """GPIO of this machine; "mock" has no pins but a control port that presses them."""

    backend: Literal["lgpio", "native", "mock"] = "lgpio"
    control_port: int = 0


@dataclass(frozen=True)
class HubLink:
    """The hub of this office: `node` is the name it gave to this machine, `key` the secret that
    came with it. Without brokers the office works alone."""

    node: str = ""
    key: str = "file:link.key"
    brokers: tuple[Broker, ...] = ()


@dataclass(frozen=True)
class NodeConfig:
    """The TOML file of a node. `neighbours` are other nodes of the building, for its hall view."""

    database: str = "var/office.db"
    office: str = "office.toml"
    backup_folder: str = ""
    paper_folder: str = ""
    neighbours: tuple[str, ...] = ()
    log: Literal["json", "plain"] = "json"
    web: Web = Web()
    printers: tuple[PrinterWiring, ...] = ()
    kiosk: str = "1"
    reading: Reading = Reading()
    pins: Pins = Pins()
    buttons: tuple[ButtonPin, ...] = ()
    link: HubLink = HubLink()
    time: ScaledClock | None = None
    folder: Path = field(default=Path())

    @property
    def database_path(self) -> Path:
        """Where the queue is kept; a relative path counts from the folder of the file."""
        return self.folder / self.database

    @property
    def office_path(self) -> Path:
        """The file of the office's document."""
        return self.folder / self.office

    @property
    def backup_path(self) -> Path | None:
        """The folder of the backups on a second medium, or None."""
        return self.folder / self.backup_folder if self.backup_folder else None

    def link_key(self) -> str:
        """The key of the link in hex. Raises `OSError` where it cannot be read."""
        return read_secret(self.link.key, self.folder)

    def clock(self, last_known: datetime | None = None) -> Clock:
        """The clock that all processes of this node share; see `SystemClock` for `last_known`."""
        return SystemClock(last_known=last_known) if self.time is None else self.time


def load_config(path: Path) -> NodeConfig:
    """Read and check the file. Raises `BadSettings` with every fault at once."""
    config = read_settings(path, NodeConfig, folder=path.resolve().parent)
    faults = [*wiring_faults(config.buttons), *_web_faults(config.web), *_printer_faults(config)]
    faults += _reading_faults(config.reading)
    faults += _link_faults(config)
    faults += [
        f"neighbours: {address!r} is no web address"
        for address in config.neighbours
        if not address.startswith(("http://", "https://"))
    ]
    if config.time is not None and config.time.started > time.time() + 60:
        faults.append("time.started: lies in the future")
    if faults:
        raise BadSettings(path, faults)
    return config


def _web_faults(web: Web) -> list[str]:
    found = []
    if not 1 <= web.port <= 65535:
        found.append(f"web.port: {web.port} is no port")
    if bool(web.certificate) != bool(web.key):
        found.append("web.certificate and web.key: one is given without the other")
    for network in web.device_networks:
        try:
            ip_network(network)
        except ValueError as error:
            found.append(f"web.device_networks: {error}")
    return found


def _reading_faults(reading: Reading) -> list[str]:
    found = []
    if reading.command and not any("{wav}" in word for word in reading.command):
        found.append("reading.command: a command line that holds {wav} is expected")
    if reading.limit_seconds <= 0:
        found.append("reading.limit_seconds: more than 0 is needed")
    if reading.cache_megabytes < 1:
        found.append("reading.cache_megabytes: at least 1 is needed")
    return found


def _link_faults(config: NodeConfig) -> list[str]:
    link = config.link
    if not link.brokers:
        return []
    found = broker_faults(link.brokers, "link.brokers")
    if not is_node_id(link.node):
        found.append(f"link.node: {link.node!r} is no name of a node")
    found += secret_faults("link.key", link.key)
    try:
        bytes.fromhex(config.link_key())
    except OSError as error:
        found.append(f"link.key: {error.strerror or error}")
    except ValueError:
        found.append("link.key: a key in hex is expected")
    return found


def _printer_faults(config: NodeConfig) -> list[str]:
    ids = [printer.id for printer in config.printers]
    found = [f'printers: two have the id "{id}"' for id in {i for i in ids if ids.count(i) > 1}]
    for printer in config.printers:
        shape = _ADDRESSES.get(printer.transport, ".+")
        if not re.fullmatch(shape, printer.address):
            found.append(f"printers.{printer.id}.address: {printer.address!r} does not fit")
    return found


_ADDRESSES = {"network": r".+:\d+", "usb": r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}"}
