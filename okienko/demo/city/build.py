"""The parts of a sample city, made ready and started together: broker, hub, offices.

All of them share one clock. The first office is open, with kiosk, printers, buttons and voice;
the others are pages alone.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from okienko.demo.broker import HUB, Broker, build_broker
from okienko.demo.city.hub import HubMachine, build_hub_machine
from okienko.demo.city.hub_place import HubPlace, write_hub_files
from okienko.demo.city.linking import broker_password, link_offices
from okienko.demo.machine import Machine, build_bare_machine, build_machine
from okienko.demo.place import LinkPlace, bare_place, kept_place, node_settings
from okienko.demo.ports import free_ports
from okienko.demo.programs import end_all
from okienko.demo.start import USUAL_WEB_PORT, buttons_of, has_sound_card
from queue_core.clock import ScaledClock
from queue_core.office_document import read_document

_ETICKETS = "https://okienko.example/t/"
"""The address of e-tickets in the sample documents."""

_PRINTER = re.compile(r"^printer = .*\n", re.MULTILINE)


@dataclass(frozen=True)
class CityPorts:
    """The ports that are taken where they are free; 0 means any. Offices count up from `node`."""

    hub: int = 0
    sms: int = 0
    mail: int = 0
    node: int = 0


USUAL_PORTS = CityPorts(hub=8090, sms=8091, mail=8092, node=USUAL_WEB_PORT)
ANY_PORTS = CityPorts()


class Part(Protocol):
    """A machine of the city."""

    @property
    def running(self) -> bool:
        """Whether it lives."""

    def begin(self) -> None:
        """Start it and do not wait."""

    def wait_until_ready(self) -> None:
        """Wait until it can be used. Raises `NotReady`."""

    def stop(self) -> bool:
        """End it; whether it ended when asked to."""


@dataclass(frozen=True)
class City:
    """Everything that runs. The first office is the open one."""

    folder: Path
    broker: Broker
    hub: HubMachine
    offices: tuple[Machine, ...]

    @property
    def running(self) -> bool:
        """Whether every part lives."""
        return all(part.running for part in self._parts)

    def start(self) -> float:
        """Start all; returns after how many seconds everything was ready. Raises `NotReady`."""
        begun = time.monotonic()
        for part in self._parts:
            part.begin()
        for part in self._parts:
            part.wait_until_ready()
        return time.monotonic() - begun

    def stop(self) -> bool:
        """End all; whether each part ended when it was asked to."""
        return all([part.stop() for part in reversed(self._parts)])

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self.broker, self.hub, *self.offices)


def build_city(
    folder: Path, documents: Mapping[str, Path], clock: ScaledClock | None, ports: CityPorts
) -> City:
    """Write all files and make all databases ready; nothing runs yet. `documents` are the
    offices' files by id, the open office first. Raises `NotReady` without a broker."""
    found = free_ports([ports.hub, ports.sms, ports.mail, 0, 0, 0])
    hub_port, sms_port, mail_port, smtp_port, broker_port, broker_hub_port = found
    place = HubPlace(
        folder / "hub",
        web_port=hub_port,
        sms_port=sms_port,
        mail_port=mail_port,
        smtp_port=smtp_port,
        broker_port=broker_hub_port,
        time=clock,
    )
    files = _write_documents(folder / "documents", documents, place.url)
    hub = build_hub_machine(place, files)
    nodes = link_offices(place.file, {id: folder / id for id in files})
    passwords = {nodes[id]: broker_password(folder / id) for id in files}
    passwords[HUB] = broker_password(place.folder)
    broker = build_broker(folder / "broker", broker_port, passwords, hub_port=broker_hub_port)
    opened, *others = (
        _Lot(
            file,
            clock,
            LinkPlace(nodes[id], broker_port),
            port=ports.node + number if ports.node else 0,
            host=f"127.0.0.{number + 1}",
        )
        for number, (id, file) in enumerate(files.items())
    )
    return City(folder, broker, hub, (_open_office(opened), *map(_pages_alone, others)))


def move_clocks(city: City, clock: ScaledClock) -> None:
    """Pass over some time: hub and nodes end, and start again at another hour. Raises `NotReady`.

    A clock that ran faster would not do: link and broker live by real seconds.
    """
    programs = [city.hub.hub, *(office.node for office in city.offices)]
    end_all(programs)
    write_hub_files(replace(city.hub.place, time=clock))
    for office in city.offices:
        settings = node_settings(replace(office.place, time=clock))
        office.place.node_file.write_text(settings, encoding="utf-8")
    for program in programs:
        program.start()
    city.hub.wait_until_ready()
    for office in city.offices:
        office.wait_until_ready()


def _write_documents(folder: Path, sources: Mapping[str, Path], hub: str) -> dict[str, Path]:
    """The offices' documents with e-tickets at this hub, each in the file named by its id; only
    the first office prints."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {id: folder / f"{id}.toml" for id in sources}
    for number, (id, file) in enumerate(files.items()):
        text = sources[id].read_text("utf-8").replace(_ETICKETS, f"{hub}/t/")
        file.write_text(_PRINTER.sub("", text) if number else text, encoding="utf-8")
    return files


@dataclass(frozen=True)
class _Lot:
    """Where one office shall live; `document` is its file."""

    document: Path
    clock: ScaledClock | None
    link: LinkPlace
    port: int
    host: str

    @property
    def folder(self) -> Path:
        """Beside the folder of the documents."""
        return self.document.parents[1] / self.document.stem


def _open_office(lot: _Lot) -> Machine:
    document = read_document(lot.document)
    buttons = buttons_of(document)
    found = kept_place(lot.folder, document, buttons, time=lot.clock, web_port=lot.port)
    place = replace(found, link=lot.link, host=lot.host)
    return build_machine(place, lot.document, audible=has_sound_card())


def _pages_alone(lot: _Lot) -> Machine:
    found = bare_place(lot.folder, time=lot.clock, web_port=lot.port)
    return build_bare_machine(replace(found, link=lot.link, host=lot.host), lot.document)
