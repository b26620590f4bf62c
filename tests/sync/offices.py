"""Two tiny offices and the prepared database files that each run copies.

The trap: everything is made once a process, so nothing in here may depend on a seed.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from cloud_hub.store import database as hub_database
from cloud_hub.store.migration import migrate as migrate_hub
from cloud_hub.store.offices import put_institution, put_office
from cloud_hub.store.unit import Hub
from cloud_hub.sync.enrolling import EnrolledNode, enrol_node
from edge_node.link.process import begin
from edge_node.office.day import open_day
from edge_node.store import database as node_database
from edge_node.store.document import DocumentCache
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from queue_core.domain.booking.settings import (
    Booking,
    BookingCalendar,
    BookingRules,
    Capacity,
    Period,
    ServiceBooking,
)
from queue_core.domain.office import Counter, Kiosk, OfficeDocument, Rules, Service
from tests.cloud_hub.sample import ADMIN, MONDAY, TORUN, new_hub
from tests.edge_node.sample import HOURS, build_office, opened

OFFICES = ("left", "right")
BOOKED, WALK_IN = "booked", "walkin"
CALENDAR = "room"
COUNTER = "1"
SEATS_OF_A_SHARE = 1
SEATS = Capacity(internet=1, staff=1, node=1)
_TERMS = tuple(
    Period(weekday, time(11, 0), time(11, 30), step_minutes=10, capacity=SEATS)
    for weekday in range(5)
)


def document(office: str) -> OfficeDocument:
    """An office with one matter that is booked, today and tomorrow, and one that is not; anybody
    may arrive at any hour."""
    booked = ServiceBooking(BOOKED, CALENDAR, minutes=10, earliest_hours=0.0, latest_days=1)
    return OfficeDocument(
        id=office,
        name=office,
        address="ul. Przykładowa 1",
        services=(
            Service(BOOKED, "A", {"pl": "Umówione"}),
            Service(WALK_IN, "B", {"pl": "Zwykłe"}),
        ),
        counters=(Counter(COUNTER, ((BOOKED, WALK_IN),)),),
        hours=HOURS,
        kiosks=(Kiosk("1"),),
        rules=Rules(
            arrival="required" if office == "left" else "not_required",
            arrive_from_minutes=600,
            arrive_tolerance_minutes=600,
            booked_due_minutes=115,
            dynamic_stop=False,
        ),
        booking=Booking(
            services=(booked,),
            calendars=(BookingCalendar(CALENDAR, _TERMS),),
            rules=BookingRules(away_lead_hours=0.0, reminder_hours=(), kiosk_books=True),
        ),
    )


class Crash(BaseException):
    """The process died inside a transaction."""


class HubDatabase(hub_database.Database):
    """The hub's database, which never waits for the disk, and dies before a commit when told to."""

    fuse = 0
    """The process dies before this commit, counted from now on; 0: it lives."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        event.listen(self.engine, "connect", _hasty)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            _burn(self)


class NodeDatabase(node_database.Database):
    """A node's database, likewise."""

    fuse = 0

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        for connection in (self.read(), self._writing()):
            connection.execute("PRAGMA synchronous=OFF")

    @contextmanager
    def write(self) -> Iterator[Any]:
        with super().write() as connection:
            yield connection
            _burn(self)


def _burn(database: HubDatabase | NodeDatabase) -> None:
    if database.fuse:
        database.fuse -= 1
        if not database.fuse:
            raise Crash


def _hasty(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@dataclass(frozen=True)
class Templates:
    """The files of a hub with its boxes enrolled, of each box, and of a card without a name."""

    folder: Path
    hub: Path
    nodes: dict[str, EnrolledNode]

    def card(self, office: str) -> Path:
        """A card that nobody has linked."""
        return self.folder / f"{office}-blank.db"

    def box(self, office: str) -> Path:
        """The enrolled box of an office."""
        return self.folder / f"{office}-linked.db"


@cache
def templates() -> Templates:
    """Made once a process, in memory where the system has a place for that."""
    shm = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="okienko-", dir=shm if shm.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    hub, nodes = _hub(folder / "hub-template.db")
    made = Templates(folder, hub, nodes)
    for office in OFFICES:
        _cards(made, office)
    return made


def _hub(path: Path) -> tuple[Path, dict[str, EnrolledNode]]:
    database = HubDatabase(f"sqlite:///{path}")
    migrate_hub(database)
    hub = new_hub(database)
    put_institution(hub, ADMIN, TORUN)
    for office in OFFICES:
        put_office(hub, ADMIN, TORUN.id, document(office))
    nodes = {office: enrol_node(hub, ADMIN, office) for office in OFFICES}
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE sim_applied (office TEXT, id TEXT)")
    folded(database, path)
    return path, nodes


def _cards(made: Templates, name: str) -> None:
    folder = made.folder / name
    folder.mkdir()
    office = build_office(folder, document(name))
    path = office.database.path
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.at = MONDAY
    open_day(office, Command())
    opened(office, COUNTER)
    with office.database.write() as connection:
        connection.execute("CREATE TABLE sim_applied (id TEXT)")
    folded(office.database, path)
    shutil.copy(path, made.card(name))
    node = made.nodes[name]
    linked = Office(NodeDatabase(path), FixedClock(MONDAY), DocumentCache())
    begin(linked, node.node, bytes.fromhex(node.key), "boot 0")
    folded(linked.database, path)
    shutil.copy(path, made.box(name))


def folded(database: HubDatabase | NodeDatabase | node_database.Database, path: Path) -> None:
    """Write everything into the one file and close it."""
    if isinstance(database, HubDatabase):
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)


def hub_on(database: HubDatabase, clock: FixedClock) -> Hub:
    """A hub that has read nothing yet."""
    hub = new_hub(database)
    return Hub(database, clock, hub.keys)
