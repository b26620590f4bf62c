"""A hub of the sample city, and what tests say to it."""

from dataclasses import replace
from datetime import UTC, datetime

from cloud_hub.store.database import Database
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.offices import Institution, put_institution, put_office
from cloud_hub.store.unit import Command, Hub
from okienko.demo.sample import OFFICES, office
from queue_core.clock import FixedClock
from queue_core.domain.office import OfficeDocument

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in Toruń, an ordinary Monday."""
TORUN = Institution("torun", "Urząd Miasta Torunia (przykład)", "Urzad Miasta")
ADMIN = Command(actor="admin", route="staff")


def new_hub(database: Database) -> Hub:
    """A hub on a migrated database, still without offices, at `MONDAY`."""
    return Hub(database, FixedClock(MONDAY), HubKeys(b"s" * 32))


def fill(hub: Hub) -> None:
    """The institution and its five offices."""
    put_institution(hub, ADMIN, TORUN)
    for name in OFFICES:
        put_office(hub, ADMIN, TORUN.id, office(name))


def clock(hub: Hub) -> FixedClock:
    """The hub's clock, to let time pass."""
    assert isinstance(hub.clock, FixedClock)
    return hub.clock


def publish(hub: Hub, document: OfficeDocument) -> None:
    """Put a changed document in force."""
    put_office(hub, ADMIN, TORUN.id, replace(document, version=1))
