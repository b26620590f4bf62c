"""A small office for tests: two matters, three counters, one kiosk with a printer."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from edge_node.office.counters import open_counter
from edge_node.office.day import open_day
from edge_node.office.issuing import Order, issue_ticket
from edge_node.store.database import Database
from edge_node.store.document import DocumentCache, store_document
from edge_node.store.migration import migrate
from edge_node.store.unit import Command, Office, set_fact
from queue_core.clock import FixedClock
from queue_core.domain.office import (
    Board,
    Counter,
    Hours,
    Kiosk,
    OfficeDocument,
    Service,
    ServiceGroup,
)
from queue_core.domain.tickets import Ticket

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""Friday, nine o'clock in Toruń."""

HOURS = tuple(Hours(day, time(7, 30), time(15, 0), time(15, 30)) for day in range(5))
SERVICES = (
    Service(
        "id_cards", "A", {"pl": "Dowody osobiste", "en": "Identity cards", "uk": "Посвідчення"}
    ),
    Service("residence", "B", {"pl": "Meldunki", "en": "Residence", "uk": "Прописка"}, 6.0),
)
COUNTERS = (
    Counter("1", (("id_cards",),)),
    Counter("2", (("id_cards",), ("residence",))),
    Counter("3", (("residence", "id_cards"),), room="12"),
)
SAMPLE = OfficeDocument(
    id="sample",
    name="Urząd Przykładowy",
    address="ul. Przykładowa 1",
    services=SERVICES,
    counters=COUNTERS,
    hours=HOURS,
    kiosks=(Kiosk("1", printer="main"), Kiosk("2", printer="main")),
    boards=(Board("1", speaker="1"),),
    example=True,
)


def grouped(several_matters: str) -> OfficeDocument:
    """The office with both services in one group, which has this rule for several matters."""
    group = ServiceGroup("people", {"pl": "Sprawy obywatelskie"}, several_matters)  # type: ignore[arg-type]
    services = tuple(replace(service, group="people") for service in SERVICES)
    return replace(SAMPLE, services=services, groups=(group,))


def build_office(folder: Path, document: OfficeDocument = SAMPLE) -> Office:
    """An office on a real file, its day open, its clock standing at nine o'clock."""
    database = Database(folder / "office.db")
    migrate(database)
    office = Office(database, FixedClock(MORNING), DocumentCache())
    with database.write() as connection:
        store_document(connection, document, MORNING)
        set_fact(connection, "session_key", "only for tests")
    open_day(office, Command())
    return office


def at(counter: str, clerk: str = "anna") -> Command:
    """A command from a counter."""
    return Command(clerk=clerk, counter=counter, session=f"browser of {clerk}")


def opened(office: Office, *counters: str) -> None:
    """Open these counters, each by a clerk of its own."""
    for counter in counters:
        open_counter(office, at(counter, f"clerk{counter}"), counter)


def by(counter: str) -> Command:
    """A command of the clerk who opened this counter with `opened`."""
    return at(counter, f"clerk{counter}")


def take(office: Office, service: str = "id_cards", **order: object) -> Ticket:
    """A ticket from kiosk 1; a second passes, so that the order is plain."""
    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.advance(seconds=1)
    return issue_ticket(office, Command(), Order(service, kiosk="1", **order))  # type: ignore[arg-type]
