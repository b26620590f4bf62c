"""The tickets of a day as the hub had heard of them, given back to a node that may have lost
them; only reads."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Row, select

from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.unit import Telling, Unit
from queue_core.wire.records import TicketBack, TicketFacts

_NAMES = tuple(TicketFacts.__struct_fields__)


def tickets_back(unit: Unit, office: str, day: date) -> Iterator[Telling]:
    """Every ticket of a day, in the order of issue."""
    query = (
        select(hub_tickets)
        .where(hub_tickets.c.office == office, hub_tickets.c.day == day)
        .order_by(hub_tickets.c.issue_seq, hub_tickets.c.id)
    )
    for row in unit.connection.execute(query):
        yield Telling(office, TicketBack(ticket=_facts(row)), None)


def ticket_of_booking(unit: Unit, office: str, booking: str) -> TicketFacts | None:
    """The ticket of a booked visit, or None while none was told."""
    own = hub_tickets.c.office == office, hub_tickets.c.booking == booking
    query = select(hub_tickets).where(*own).order_by(hub_tickets.c.version.desc()).limit(1)
    row = unit.connection.execute(query).first()
    return _facts(row) if row else None


def _facts(row: Row[Any]) -> TicketFacts:
    known = row._mapping
    values = {name: known[name] for name in _NAMES if name in known}
    values["day"] = row.day.isoformat()
    values["wait"] = None if row.wait_low is None else (row.wait_low, row.wait_high)
    return msgspec.convert(values, TicketFacts)
