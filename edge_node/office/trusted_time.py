"""Whether the hour of this machine can be believed: a time server, a chip or a person says so.

A person's word holds until the machine starts again or its clock jumps (B-153). The latest hour
that was believed is kept: a chip that shows an earlier one has lost its battery.
"""

import sqlite3
from datetime import datetime, timedelta

from edge_node.store.unit import Office, Unit, fact, set_fact

_VOUCHED = "clock_vouched"
_KNOWN = "last_known_time"
_DRIFT = timedelta(minutes=1)
"""What a clock may be off by within a few weeks without having jumped."""


def clock_trusted(office: Office) -> bool:
    """Whether screens may show the hour, and nobody need be asked for it."""
    if office.clock.synchronised():
        return True
    booted = _boot(office.clock.now(), office.clock.monotonic())
    return _vouched(office.database.read(), booted)


def vouched_for(unit: Unit) -> bool:
    """Whether the clock has run on undisturbed since a person vouched for it."""
    return _vouched(unit.connection, _boot(unit.now, unit.uptime))


def vouch(unit: Unit) -> None:
    """A person says that the clock is right, even if a later hour was believed before."""
    set_fact(unit.connection, _VOUCHED, _boot(unit.now, unit.uptime).isoformat())
    set_fact(unit.connection, _KNOWN, unit.stamp)
    unit.touch("config", "devices")


def note_time(office: Office) -> None:
    """Keep the hour as the last one known, if it can be believed."""
    if clock_trusted(office):
        now = office.clock.now().isoformat(timespec="milliseconds")
        with office.database.write() as connection:
            set_fact(connection, _KNOWN, now)


def last_known_time(connection: sqlite3.Connection) -> datetime | None:
    """The latest hour that was believed, or None on a new node."""
    stored = fact(connection, _KNOWN)
    return datetime.fromisoformat(stored) if stored else None


def _boot(now: datetime, uptime_seconds: float) -> datetime:
    """When the machine started, by its present clock: it moves when the clock jumps."""
    return now - timedelta(seconds=uptime_seconds)


def _vouched(connection: sqlite3.Connection, booted: datetime) -> bool:
    stored = fact(connection, _VOUCHED)
    return stored is not None and abs(booted - datetime.fromisoformat(stored)) < _DRIFT
