"""`okienko hub link` as a process of its own, on a real broker, with a real node."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cloud_hub.booking.changing import by_token
from cloud_hub.store.tables.sync import link_owners
from cloud_hub.store.unit import Hub, transaction
from cloud_hub.sync.process import forget_the_dead
from edge_node.link.end import NodeEnd
from edge_node.link.process import Changes
from edge_node.office.arrivals import arrive_at_reception
from edge_node.store.bookings import booking
from edge_node.store.unit import Command
from okienko.demo.broker import HUB, build_broker
from okienko.demo.broker import Broker as Mosquitto
from okienko.demo.ports import free_ports
from queue_core.wire.brokers import Broker
from queue_core.wire.link import Link, Place
from queue_core.wire.topics import to_node
from tests.cloud_hub.booking.story import JAN, booked, starts
from tests.cloud_hub.sync.real import Wire
from tests.cloud_hub.sync.story import LINK, enrolled
from tests.cloud_hub.sync.test_both_sides import agrees, to_its_hour

_LONG = 20.0
Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def wire(hub: Hub, tmp_path: Path) -> Wire:
    """A node that is enrolled and not yet connected."""
    return Wire(hub, tmp_path / "node", enrolled(hub))


@pytest.fixture
def mosquitto(wire: Wire, tmp_path: Path) -> Iterator[Mosquitto]:
    (port,) = free_ports([0])
    passwords = {HUB: "of the hub", wire.node.node: "of the node"}
    broker = build_broker(tmp_path / "broker", port, passwords)
    broker.begin()
    broker.wait_until_ready()
    yield broker
    broker.stop()


@pytest.fixture
def hub_file(hub: Hub, mosquitto: Mosquitto, tmp_path: Path) -> Path:
    """The settings of the hub's machine."""
    (tmp_path / "hub.password").write_text("of the hub", encoding="utf-8")
    (tmp_path / "session.key").write_text("s" * 32, encoding="utf-8")
    file = tmp_path / "hub.toml"
    lines = [
        'institution = "Urząd"',
        f'database = "{hub.database.url}"',
        'session_key = "file:session.key"',
        "[[link.brokers]]",
        'host = "127.0.0.1"',
        f"port = {mosquitto.port}",
        'user = "hub"',
        'password = "file:hub.password"',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@contextmanager
def node_link(wire: Wire, mosquitto: Mosquitto, folder: Path) -> Iterator[None]:
    """The node's end on the broker, in a thread."""
    (folder / "node.password").write_text("of the node", encoding="utf-8")
    name = wire.node.node
    broker = Broker("127.0.0.1", mosquitto.port, password="file:node.password")
    place = Place(name, (broker,), to_node(name), folder)
    stop = threading.Event()

    def run() -> None:
        end = NodeEnd(wire.office, lambda: 0.0)
        changes = Changes(wire.office, end)
        Link(place, end, changes.noticed, lambda _rounds: 0.05).run(stop)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_LONG)


@contextmanager
def hub_link(file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`okienko hub link`."""
    command = [sys.executable, "-m", "cloud_hub", "--config", str(file), "link"]
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_LONG)


def served(hub: Hub) -> list[str]:
    """The offices that some process serves."""
    with hub.database.read() as connection:
        return list(connection.execute(link_owners.select()).scalars())


def test_a_booking_goes_down_and_an_arrival_up_through_a_broker(
    wire: Wire, mosquitto: Mosquitto, hub_file: Path, tmp_path: Path, until: Until
) -> None:
    def is_there() -> bool:
        return booking(wire.office.database.read(), view.id) is not None

    with node_link(wire, mosquitto, tmp_path):
        with hub_link(hub_file) as process:
            view = booked(wire.hub, "a", starts(wire.hub)[0])
            until(is_there)
            to_its_hour(wire, view)
            arrive_at_reception(wire.office, Command(clerk="reception"), view.id)
            until(lambda: by_token(wire.hub, view.token).state == "arrived")
            process.kill()
        second = booked(wire.hub, "b", starts(wire.hub)[20], contact=JAN)
        assert len(served(wire.hub)) == 1
        with hub_link(hub_file):
            until(lambda: booking(wire.office.database.read(), second.id) is not None)
        assert served(wire.hub) == []
    agrees(wire)


def test_only_the_offices_of_dead_processes_are_let_go(hub: Hub) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait(_LONG)
    names = {
        "plaza": f"hub-here-{dead.pid}-1",
        "administracja": f"hub-here-{os.getpid()}-1",
        "copernicus": f"hub-elsewhere-{dead.pid}-1",
    }
    with transaction(hub, LINK) as unit:
        for office, owner in names.items():
            unit.connection.execute(
                link_owners.insert().values(office=office, owner=owner, until=unit.now)
            )
    forget_the_dead(hub, "here")
    assert set(served(hub)) == {"administracja", "copernicus"}
