"""The whole file is read once a week, by night."""

import os
from datetime import datetime, timedelta

import pytest

from edge_node.office.weekly_check import check_file
from edge_node.store.unit import Office, fact
from queue_core.clock import FixedClock
from tests.edge_node.sample import MORNING


def at(office: Office, when: datetime) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.at = when


def checked(office: Office) -> str | None:
    return fact(office.database.read(), "file_checked")


NIGHT = MORNING.replace(hour=2)


@pytest.mark.parametrize(
    ("later", "when", "read"),
    [
        (timedelta(days=6), NIGHT, False),
        (timedelta(days=8), NIGHT, True),
        (timedelta(days=8), MORNING, False),
        (timedelta(days=22), MORNING, True),
        (timedelta(days=-30), NIGHT, True),
    ],
)
def test_it_is_read(office: Office, later: timedelta, when: datetime, read: bool) -> None:
    assert check_file(office)
    first = checked(office)
    at(office, when + later)
    assert check_file(office)
    assert (checked(office) != first) is read


def test_harm_is_found(office: Office) -> None:
    check_file(office)
    at(office, NIGHT + timedelta(days=8))
    connection = office.database.read()
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'")
    place = (root.fetchone()[0] - 1) * 4096
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with office.database.path.open("r+b") as file:
        file.seek(place)
        file.write(os.urandom(4096))
    assert not check_file(office)
