"""Series of numbers, each shared by every kiosk of the office (B-15, B-27) and, where the office
so sets, by several matters (B-36).

A number is taken inside the transaction that writes its ticket and is never given back, not
even after cancellation (B-29); the UNIQUE key on tickets is the second lock.
"""

import sqlite3
from collections.abc import Iterable

from edge_node.store.unit import Unit
from queue_core.domain.errors import Refused
from queue_core.domain.numbering import NumberSeries, next_free
from queue_core.domain.office import OfficeDocument, Service

_EVERY_DAY = ""
"""Stands for the day of a series that does not begin anew each morning."""


def next_number(unit: Unit, service: Service) -> str:
    """Take the next number of the service's series: `A001`; after 999 comes 1000.

    Raises `limit_reached` when all numbers of a band were given out today.
    """
    band = unit.office.band(service)
    if band is not None:
        return _next_of_band(unit, band)
    row = unit.connection.execute(
        """INSERT INTO series (day, prefix, last) VALUES (?, ?, 1)
        ON CONFLICT (day, prefix) DO UPDATE SET last = last + 1 RETURNING last""",
        (unit.day, service.prefix),
    ).fetchone()
    return shown(service.prefix, row[0])


def claim(unit: Unit, service: Service, number: int) -> str:
    """Take a number that was written by hand; the series goes on after the highest.

    Raises `invalid_fields` for one outside the band of the service.
    """
    band = unit.office.band(service)
    if band is not None and not band.first <= number <= band.highest:
        raise Refused("invalid_fields", field="number")
    skip_to(unit, unit.day, service, number)
    return shown(service.prefix, number)


def skip_to(unit: Unit, day: str, service: Service, number: int) -> None:
    """Let the series of a day go on after `number` at least."""
    _set(unit, *_key(unit.office, service, day), number)


def skip_after_restore(unit: Unit, day: str, services: Iterable[Service], gap: int) -> None:
    """Let each series go on with a gap: numbers may be on papers that the database has lost.

    A band keeps a quarter of its numbers, since an office that issues nothing is no help.
    """
    known = last_numbers(unit.connection, unit.office, day)
    keys = {_key(unit.office, service, day): service for service in services}
    for service in keys.values():
        band = unit.office.band(service)
        number = known.get(service.id, band.first - 1 if band else 0) + gap
        if band is not None:
            number = min(number, max(known.get(service.id, 0), band.highest - band.size // 4))
        skip_to(unit, day, service, number)


def last_numbers(
    connection: sqlite3.Connection, office: OfficeDocument, day: str
) -> dict[str, int]:
    """The latest number of the series of each service, by service; without one it is missing."""
    rows = connection.execute(
        "SELECT day, prefix, last FROM series WHERE day IN (?, ?)", (day, _EVERY_DAY)
    )
    last = {(row["day"], row["prefix"]): row["last"] for row in rows}
    found = {service.id: last.get(_key(office, service, day)) for service in office.services}
    return {id: number for id, number in found.items() if number is not None}


def numbers_left(connection: sqlite3.Connection, band: NumberSeries | None, day: str) -> int | None:
    """How many numbers of a band nobody has today; None for a series without a last number."""
    if band is None or band.last is None:
        return None
    taken = connection.execute(
        """SELECT count(*) FROM tickets WHERE day = ? AND number GLOB ?
        AND CAST(substr(number, ?) AS INTEGER) BETWEEN ? AND ?""",
        (day, f"{band.prefix}[0-9]*", len(band.prefix) + 1, band.first, band.last),
    ).fetchone()
    return band.size - int(taken[0])


def shown(prefix: str, number: int) -> str:
    """How a number is printed, shown and searched."""
    return f"{prefix}{number:03d}"


def _next_of_band(unit: Unit, band: NumberSeries) -> str:
    day, name = _band_key(band, unit.day)
    row = unit.connection.execute(
        "SELECT last FROM series WHERE day = ? AND prefix = ?", (day, name)
    ).fetchone()
    number = next_free(band, row["last"] if row else None, lambda n: _taken(unit, band, n))
    if number is None:
        raise Refused("limit_reached")
    unit.connection.execute(
        """INSERT INTO series (day, prefix, last) VALUES (?, ?, ?)
        ON CONFLICT (day, prefix) DO UPDATE SET last = excluded.last""",
        (day, name, number),
    )
    return shown(band.prefix, number)


def _taken(unit: Unit, band: NumberSeries, number: int) -> bool:
    row = unit.connection.execute(
        "SELECT 1 FROM tickets WHERE day = ? AND number = ?",
        (unit.day, shown(band.prefix, number)),
    ).fetchone()
    return row is not None


def _set(unit: Unit, day: str, name: str, number: int) -> None:
    unit.connection.execute(
        """INSERT INTO series (day, prefix, last) VALUES (?, ?, ?)
        ON CONFLICT (day, prefix) DO UPDATE SET last = max(last, excluded.last)""",
        (day, name, number),
    )


def _key(office: OfficeDocument, service: Service, day: str) -> tuple[str, str]:
    band = office.band(service)
    return (day, service.prefix) if band is None else _band_key(band, day)


def _band_key(band: NumberSeries, day: str) -> tuple[str, str]:
    """Its id cannot be a prefix: those are letters alone."""
    return (_EVERY_DAY if band.running else day, f"={band.id}")
