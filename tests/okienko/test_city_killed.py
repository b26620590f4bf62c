"""Hub, node and broker are killed at random while people book and take tickets; both sides agree
again, and nothing was lost or done twice."""

import os
import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cloud_hub.booking.by_staff import cancel_by_staff, overbook
from cloud_hub.booking.wishes import Contact, StaffBooking
from cloud_hub.config import load_config
from cloud_hub.store.unit import Command, Hub
from cloud_hub.wiring import build_hub
from edge_node.config import load_config as load_node_config
from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.unit import Command as AtOffice
from edge_node.store.unit import Office
from edge_node.wiring import build_office
from okienko.demo.city.build import ANY_PORTS, City, build_city
from okienko.demo.hours import next_morning
from okienko.demo.programs import Program
from okienko.demo.story.both_sides import differences, hub_side, node_side
from okienko.demo.story.run import OFFICE_FILE
from queue_core.clock import ScaledClock
from queue_core.office_document import read_document

KILLS = {"full": 100}.get(os.environ.get("OKIENKO_PROOF", "short"), 4)
_HEALING_SECONDS = 120.0
_RULES = "[rules]\ndynamic_stop = false"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """The city of the story; more tickets are issued than anybody could serve."""
    source = tmp_path / "office.toml"
    source.write_text(OFFICE_FILE.read_text("utf-8").replace("[rules]", _RULES), "utf-8")
    document = read_document(source)
    clock = ScaledClock(next_morning(document, datetime.now(UTC)), time.time(), 1.0)
    city = build_city(tmp_path / "city", {document.id: source}, clock, ANY_PORTS)
    city.start()
    yield city
    city.stop()


class Traffic:
    """People who book, cancel and take tickets until told to stop; what they were promised."""

    def __init__(self, hub: Hub, office: Office) -> None:
        self.bookings: dict[str, bool] = {}
        self.tickets: set[str] = set()
        self._hub = hub
        self._office = office
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._book), threading.Thread(target=self._come)]

    def __enter__(self) -> "Traffic":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _book(self) -> None:
        start = (self._hub.clock.now() + timedelta(days=1)).replace(
            minute=0, second=0, microsecond=0
        )
        while not self._stop.wait(0.02):
            wish = StaffBooking("story", "id_card", start, Contact(name="Osoba Przykładowa"))
            id = overbook(self._hub, Command(), wish).id
            self.bookings[id] = False
            if len(self.bookings) % 3 == 0:
                cancel_by_staff(self._hub, Command(), id)
                self.bookings[id] = True

    def _come(self) -> None:
        while not self._stop.wait(0.02):
            taken = issue_ticket(self._office, AtOffice(route="kiosk"), Order("id_card"))
            self.tickets.add(taken.id)


def kill_one(city: City, chance: random.Random) -> None:
    """SIGKILL to hub, node or broker with everything below it; then it starts again."""
    doomed: Program = chance.choice([city.hub.hub, city.offices[0].node, city.broker.program])
    doomed.kill()
    threading.Event().wait(chance.uniform(0.0, 0.5))  # some outages are longer than others
    doomed.start()
    threading.Event().wait(chance.uniform(0.0, 2.0))


def test_nothing_is_lost_or_done_twice_whoever_is_killed(city: City) -> None:
    chance = random.Random(2026)
    hub = build_hub(load_config(city.hub.place.file))
    office = build_office(load_node_config(city.offices[0].place.node_file))
    with Traffic(hub, office) as traffic:
        for _ in range(KILLS):
            kill_one(city, chance)
    found = healed(city)
    hub.database.close()
    assert found == []
    told = node_side(office.database.path)
    assert {id: told.bookings[id][1] for id in traffic.bookings} == traffic.bookings
    assert traffic.tickets <= set(hub_side(city.hub.place.file, "story").tickets)


def healed(city: City) -> list[str]:
    """In what the two sides differ when they had time to talk."""
    deadline = time.monotonic() + _HEALING_SECONDS
    database = load_node_config(city.offices[0].place.node_file).database_path
    while True:
        found = list(differences(hub_side(city.hub.place.file, "story"), node_side(database)))
        if not found or time.monotonic() > deadline:
            return found
        threading.Event().wait(0.2)
