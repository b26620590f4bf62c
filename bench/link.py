"""How soon the office knows what the hub was told, and how long a backlog takes to be told.

The city of the story as it is delivered: hub, link, broker and node are processes of their own.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bench.figures import Row, percentile, spread_ms
from cloud_hub.booking.by_staff import overbook
from cloud_hub.booking.wishes import Contact, StaffBooking
from cloud_hub.config import load_config
from cloud_hub.store.tables.sync import up_cursors
from cloud_hub.store.unit import Command, Hub
from cloud_hub.wiring import build_hub
from edge_node.config import load_config as load_node_config
from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.sync import up_head
from edge_node.store.unit import Command as AtOffice
from edge_node.store.unit import Office
from edge_node.wiring import build_office
from okienko.demo.city.build import ANY_PORTS, City, build_city
from okienko.demo.hours import next_morning
from okienko.demo.story.run import OFFICE_FILE
from queue_core.clock import ScaledClock
from queue_core.office_document import read_document

_RULES = "[rules]\ndynamic_stop = false"
"""More tickets are issued than anybody could serve."""
_SERVICE = "id_card"
_BOOKINGS = 100
_BACKLOG = 5_000
_LOOK_SECONDS = 0.0005
_PATIENCE_SECONDS = 120.0


def rows() -> Iterator[Row]:
    """A booking on its way down, a backlog on its way up."""
    with _city() as (city, hub, office):
        yield _visible(hub, office)
        yield _caught_up(city, hub, office)


@contextmanager
def _city() -> Iterator[tuple[City, Hub, Office]]:
    with TemporaryDirectory(prefix="okienko-bench-") as folder:
        source = Path(folder) / "office.toml"
        source.write_text(OFFICE_FILE.read_text("utf-8").replace("[rules]", _RULES), "utf-8")
        document = read_document(source)
        clock = ScaledClock(next_morning(document, datetime.now(UTC)), time.time(), 1.0)
        city = build_city(Path(folder) / "city", {document.id: source}, clock, ANY_PORTS)
        try:
            city.start()
            hub = build_hub(load_config(city.hub.place.file))
            office = build_office(load_node_config(city.offices[0].place.node_file))
            _wait_until(lambda: _applied(hub) == _written(office))
            yield city, hub, office
            hub.database.close()
        finally:
            city.stop()


def _visible(hub: Hub, office: Office) -> Row:
    """From the commit at the hub until the kiosk's database holds the booking."""
    start = (hub.clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    waits, alone = [], []
    for number in range(_BOOKINGS):
        wish = StaffBooking(office.document.id, _SERVICE, start, Contact(name=f"Osoba {number}"))
        begun = time.perf_counter()
        id = overbook(hub, Command(), wish).id
        committed = time.perf_counter()
        _wait_until(lambda id=id: _knows(office.database.read(), id))
        waits.append((time.perf_counter() - committed) * 1000)
        alone.append((committed - begun) * 1000)
    return Row(
        "a booking of the hub visible at the kiosk",
        spread_ms(waits),
        f"the booking itself {spread_ms(alone)}",
        percentile(waits, 0.5) / percentile(alone, 0.5),
        "p99 < 300 ms",
    )


def _caught_up(city: City, hub: Hub, office: Office) -> Row:
    """From the first record of a backlog that the hub takes to the last."""
    city.broker.stop()
    begun = time.perf_counter()
    for _ in range(_BACKLOG):
        issue_ticket(office, AtOffice(route="kiosk"), Order(_SERVICE))
    written = time.perf_counter() - begun
    before = _applied(hub)
    city.broker.begin()
    city.broker.wait_until_ready()
    _wait_until(lambda: _applied(hub) != before)
    begun = time.perf_counter()
    _wait_until(lambda: _applied(hub) == _written(office))
    spent = time.perf_counter() - begun
    limit = f"issuing as many tickets {written:.1f} s"
    return Row(
        f"{_BACKLOG:,} events after an outage", f"{spent:.2f} s", limit, spent / written, "< 5 s"
    )


def _knows(connection: sqlite3.Connection, id: str) -> bool:
    return connection.execute("SELECT 1 FROM bookings WHERE id = ?", (id,)).fetchone() is not None


def _applied(hub: Hub) -> int:
    with hub.database.read() as connection:
        return int(connection.execute(select(up_cursors.c.seq)).scalar() or 0)


def _written(office: Office) -> int:
    return up_head(office.database.read()).cursor.seq


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the other side did not follow")
        time.sleep(_LOOK_SECONDS)
