"""Limits of a person as numbered places under a UNIQUE key, and the white list (B-88).

Keys are keyed hashes: the tables hold no contact in clear.
"""

from collections.abc import Iterable

from sqlalchemy import delete, func, select

from cloud_hub.booking.book import Booking
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.seats import limit_places, white_list
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.limits import Limit, limits_of
from queue_core.domain.errors import Refused


def take_limit_places(unit: Unit, booking: Booking, contacts: Iterable[str]) -> None:
    """Take one place under every limit of the person. Raises `limit_of_person`."""
    for limit in _limits(unit, booking, contacts):
        key = _key(unit, limit)
        if not any(
            insert_if_absent(
                unit.connection, limit_places, {"key": key, "place": n, "booking": booking.id}
            )
            for n in range(1, limit.places + 1)
        ):
            raise Refused("limit_of_person")


def check_limits(unit: Unit, booking: Booking, contacts: Iterable[str]) -> None:
    """Say early what would be refused at the end. Raises `limit_of_person`."""
    for limit in _limits(unit, booking, contacts):
        taken = unit.connection.execute(
            select(func.count()).where(
                limit_places.c.key == _key(unit, limit), limit_places.c.booking != booking.id
            )
        ).scalar_one()
        if taken >= limit.places:
            raise Refused("limit_of_person")


def leave_limit_places(unit: Unit, booking: str) -> None:
    """The booking counts no more."""
    unit.connection.execute(delete(limit_places).where(limit_places.c.booking == booking))


@use_case
def allow_many(unit: Unit, institution: str, contact: str, note: str) -> None:
    """Put a phone (E.164) or e-mail on the white list: a law firm, a driving school."""
    row = {"institution": institution, "contact": _contact(unit, institution, contact)}
    insert_if_absent(unit.connection, white_list, {**row, "note": note})


def _limits(unit: Unit, booking: Booking, contacts: Iterable[str]) -> tuple[Limit, ...]:
    known = {c: _contact(unit, booking.institution, c) for c in contacts}
    free = unit.connection.execute(
        select(white_list.c.contact).where(
            white_list.c.institution == booking.institution,
            white_list.c.contact.in_(known.values()),
        )
    ).first()
    if free is not None:
        return ()
    rules = unit.office(booking.office).booking.rules
    return limits_of(
        rules, known.values(), office=booking.office, service=booking.service, day=booking.day
    )


def _contact(unit: Unit, institution: str, contact: str) -> str:
    return unit.hub.keys.mac("contact", institution, contact)


def _key(unit: Unit, limit: Limit) -> str:
    return unit.hub.keys.mac("limit", *limit.parts)
