"""Ticket numbers and access codes of bookings: counted and drawn, never given twice.

A number such as `AR01` comes from a counter per office, service and day; a six-digit code is
unique in the institution while its visit is to come.
"""

import re
import secrets
from datetime import date, timedelta

from sqlalchemy import update

from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.bookings import number_counters
from cloud_hub.store.tables.seats import access_codes
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.codes import CODE_DIGITS
from queue_core.domain.errors import Refused
from queue_core.domain.office import Service

_DRAWS = 200
_DIGITS = re.compile(r"[0-9]{1,6}$")


def next_number(unit: Unit, office: str, service: Service, day: date) -> str:
    """The next number of booked visits of this service and day."""
    key = {"office": office, "service": service.id, "day": day}
    insert_if_absent(unit.connection, number_counters, {**key, "last": 0})
    last: int = unit.connection.execute(
        update(number_counters)
        .where(*(number_counters.c[name] == value for name, value in key.items()))
        .values(last=number_counters.c.last + 1)
        .returning(number_counters.c.last)
    ).scalar_one()
    return f"{service.prefix}R{last:02}"


def skip_number(unit: Unit, office: str, service: str, *, day: date, number: str) -> None:
    """Never give this number again: it was given before the database was restored."""
    digits = _DIGITS.search(number)
    if digits is None:
        return
    key = {"office": office, "service": service, "day": day}
    insert_if_absent(unit.connection, number_counters, {**key, "last": 0})
    unit.connection.execute(
        update(number_counters)
        .where(*(number_counters.c[name] == value for name, value in key.items()))
        .where(number_counters.c.last < int(digits.group()))
        .values(last=int(digits.group()))
    )


def draw_access_code(unit: Unit, institution: str, day: date) -> str:
    """Six digits that no visit to come of this institution has; reserved until the day is over.

    Raises `unavailable` when nearly every code is in use.
    """
    for _ in range(_DRAWS):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        row = {"institution": institution, "code": code, "until": day + timedelta(days=1)}
        if insert_if_absent(unit.connection, access_codes, row):
            return code
    raise Refused("unavailable")


def keep_access_code(unit: Unit, institution: str, code: str, day: date) -> None:
    """Reserve a code for as long as a moved visit needs it."""
    unit.connection.execute(
        update(access_codes)
        .where(access_codes.c.institution == institution, access_codes.c.code == code)
        .values(until=day + timedelta(days=1))
    )
