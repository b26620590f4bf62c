"""Bookings as rows: reading them under a lock, and the one way to write a move.

A move is checked against the table of moves, written with a version one higher, and logged as one
event. The trap: whoever changes a booking locks its row first and takes seats only then.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import booking_events, bookings
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.bookings import GIVEN_UP, BookingMove, BookingState, check_move
from queue_core.domain.errors import NotAllowedNow, Unknown


@dataclass(frozen=True)
class Booking:
    """One booking, without the person behind it."""

    id: str
    institution: str
    office: str
    service: str
    calendar: str
    share: str
    state: BookingState
    version: int
    start: datetime
    day: date
    minutes: int
    persons: int
    language: str
    token: str
    eticket: str
    made_by: str
    made_at: datetime
    session: str | None = None
    expires_at: datetime | None = None
    extended: bool = False
    number: str | None = None
    code: str | None = None
    confirmed_at: datetime | None = None
    moved_from: str | None = None
    moved_to: str | None = None
    lease: str | None = None
    freed_at: datetime | None = None
    proved: bool = False
    ticket_state: str | None = None

    @property
    def leads_to(self) -> str | None:
        """The booking that stands in place of this one: it was moved, or booked again."""
        return self.moved_to if self.state in GIVEN_UP else None


_COLUMNS = tuple(bookings.c[f.name] for f in fields(Booking))


def booking_from(row: Row[Any]) -> Booking:
    """Build a booking from a row of the table."""
    known = row._mapping
    values = {column.name: known[column] for column in _COLUMNS}
    return Booking(**{**values, "state": BookingState(row.state)})


def read_booking(connection: Connection, which: ColumnElement[bool]) -> Booking | None:
    """The booking that a condition names, or None."""
    row = connection.execute(select(*_COLUMNS).where(which)).first()
    return booking_from(row) if row else None


def read_bookings(
    connection: Connection, which: ColumnElement[bool], *, most: int = 1000
) -> list[Booking]:
    """Bookings in order of their start."""
    query = select(*_COLUMNS).where(which).order_by(bookings.c.start, bookings.c.id).limit(most)
    return [booking_from(row) for row in connection.execute(query)]


def lock_booking(unit: Unit, booking: str) -> Booking:
    """The booking, kept from others until the transaction ends. Raises `unknown_booking`."""
    query = select(*_COLUMNS).where(bookings.c.id == booking).with_for_update()
    row = unit.connection.execute(query).first()
    if row is None:
        raise Unknown("booking")
    return booking_from(row)


def lock_by_token(unit: Unit, token: str) -> Booking:
    """As `lock_booking`, by the link; a moved booking leads to where it is now."""
    id = unit.connection.execute(select(bookings.c.id).where(bookings.c.token == token)).scalar()
    found = lock_booking(unit, id or "")
    while found.leads_to is not None:
        found = lock_booking(unit, found.leads_to)
    return found


def enter(unit: Unit, booking: Booking, move: BookingMove, **facts: object) -> Booking:
    """Write a new booking and its first event. Raises `not_allowed_now` where another window of
    the same browser does so at this moment."""
    row = {f.name: getattr(booking, f.name) for f in fields(Booking)}
    if not insert_if_absent(unit.connection, bookings, row):
        raise NotAllowedNow()
    note(unit, booking.id, move.value, **facts)
    return booking


def make_move(
    unit: Unit,
    booking: Booking,
    move: BookingMove,
    *,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Booking:
    """Move a locked booking and change columns with it. Raises what `check_move` raises."""
    after = check_move(booking.state, move)
    changed = change(unit, booking, state=after, **changes)
    note(unit, booking.id, move.value, **(facts or {}))
    return changed


def change(unit: Unit, booking: Booking, **changes: Any) -> Booking:
    """Change columns of a locked booking; its version grows by one."""
    values = {"version": booking.version + 1, **changes}
    unit.connection.execute(update(bookings).where(bookings.c.id == booking.id).values(values))
    unit.touch("bookings")
    return replace(booking, **values)


def note(unit: Unit, booking: str, name: str, **facts: object) -> None:
    """One event of a booking; no personal data."""
    unit.connection.execute(
        insert(booking_events).values(
            booking=booking,
            name=name,
            at=unit.now,
            actor=unit.command.actor,
            route=unit.command.route,
            facts=facts,
        )
    )
    unit.touch("bookings")
