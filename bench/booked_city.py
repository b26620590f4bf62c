"""A hub whose files hold a million bookings: the sample city, some years later.

Written by two statements that SQLite and PostgreSQL both understand. The trap: PostgreSQL plans
badly until `ANALYZE` has looked at what was written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from cloud_hub.store.database import Database
from cloud_hub.store.keys import HubKeys
from cloud_hub.store.migration import migrate
from cloud_hub.store.offices import Institution, put_institution, put_office
from cloud_hub.store.unit import Command, Hub
from okienko.demo.sample import OFFICES, office
from queue_core.clock import SystemClock
from queue_core.domain.booking.seats import cell_at
from tests.cloud_hub.postgres import postgres_server, run_sql

BOOKINGS = 1_000_000
PLACE = ("administracja", "id_card")
_TORUN = Institution("torun", "Urząd Miasta Torunia (przykład)", "Urzad Miasta")
_SIDE_BY_SIDE = 4
_CELLS = 3

_PEOPLE = """
    INSERT INTO bookings (id, institution, office, service, calendar, share, state, version,
        start, day, minutes, persons, language, token, eticket, made_by, made_at, number, code,
        extended, proved)
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
    SELECT 'B' || i, 'torun', :office, :service, :calendar, 'internet', 'served', 1,
        :start, :day, 15, 1, 'pl', 'T' || i, 'E' || i, 'web', :start, 'AR01', '000000',
        false, true
    FROM n WHERE i % :offices = :place
"""
_SEATS = """
    INSERT INTO seats (office, calendar, cell, share, seat_no, booking)
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count),
        c (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM c WHERE k + 1 < :cells)
    SELECT :office, :calendar, :newest - (i / :offices / :side) * :cells + k, 'internet',
        (i / :offices) % :side + 1, 'B' || i
    FROM n CROSS JOIN c WHERE i % :offices = :place
"""


@contextmanager
def booked_hub(kind: str, bookings: int = BOOKINGS) -> Iterator[Hub]:
    """A hub on `sqlite` or `postgresql` with so many bookings of the past on file."""
    with empty_hub(kind) as hub:
        put_institution(hub, Command(), _TORUN)
        for name in OFFICES:
            put_office(hub, Command(), _TORUN.id, office(name))
        with hub.database.write() as connection:
            for place in range(len(OFFICES)):
                _fill(connection, place, bookings)
        with hub.database.write() as connection:
            connection.execute(text("ANALYZE"))
        yield hub


@contextmanager
def empty_hub(kind: str) -> Iterator[Hub]:
    """A new hub on `sqlite` or `postgresql`."""
    with _database(kind) as database:
        migrate(database)
        yield Hub(database, SystemClock(), HubKeys(b"b" * 32))
        database.close()


@contextmanager
def _database(kind: str) -> Iterator[Database]:
    if kind == "sqlite":
        with TemporaryDirectory(prefix="okienko-bench-") as folder:
            yield Database(f"sqlite:///{Path(folder) / 'hub.db'}")
        return
    with postgres_server() as server:
        run_sql(server, "CREATE DATABASE bench")
        yield Database(f"{server}/bench")


def _fill(connection: Connection, place: int, bookings: int) -> None:
    document = office(OFFICES[place])
    booked = document.booking.services[0]
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    known = {
        "count": bookings,
        "office": document.id,
        "calendar": booked.calendar,
        "offices": len(OFFICES),
        "place": place,
    }
    start = yesterday.replace(tzinfo=None) if connection.dialect.name == "sqlite" else yesterday
    past = {"service": booked.service, "start": start, "day": yesterday.date()}
    connection.execute(text(_PEOPLE), known | past)
    newest = {"newest": cell_at(yesterday), "side": _SIDE_BY_SIDE, "cells": _CELLS}
    connection.execute(text(_SEATS), known | newest)
