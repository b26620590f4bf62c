"""Evacuation of the whole office, and the panic button of one counter.

All of it is local: one row, seen by every screen within a second. The trap: a panic call is
never shown to the public, so boards read only evacuations.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from edge_node.store.events import Happening, record
from edge_node.store.unit import Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Refused, Unknown


@dataclass(frozen=True)
class Alarm:
    """An alarm that has not ended."""

    id: int
    kind: Literal["evacuation", "panic"]
    counter: str | None
    raised_at: datetime
    accepted_by: str | None


@use_case
def raise_evacuation(unit: Unit) -> None:
    """Stop kiosks and calls, show and say the evacuation everywhere; a second press is none.

    The times of everybody who is in the building are left out of the figures.
    """
    if evacuation(unit.connection) is not None:
        return
    _raise(unit, "evacuation", None)
    unit.connection.execute(
        """UPDATE tickets SET time_reliable = 0, version = version + 1 WHERE day = ?
        AND state IN ('waiting', 'called', 'serving', 'absent', 'parked')""",
        (unit.day,),
    )


@use_case
def raise_panic(unit: Unit, counter: str) -> None:
    """Show the other counters that help is needed at this one (B-57)."""
    if unit.office.counter(counter) is None:
        raise Unknown("counter")
    if not any(a.counter == counter for a in panics(unit.connection)):
        _raise(unit, "panic", counter)


@use_case
def accept_panic(unit: Unit, alarm_id: int, by_counter: str) -> None:
    """One colleague goes to help; the others see who. Raises `taken_by_other`."""
    accepted = unit.connection.execute(
        """UPDATE alarms SET accepted_by = ? WHERE id = ? AND kind = 'panic'
        AND ended_at IS NULL AND accepted_by IS NULL""",
        (by_counter, alarm_id),
    )
    if accepted.rowcount != 1:
        raise Refused("taken_by_other")
    record(unit, Happening("panic_accepted", None, by_counter, {"alarm": alarm_id}))
    unit.touch("alarm")


@use_case
def end_panic(unit: Unit, alarm_id: int) -> None:
    """The danger at a counter is over. Raises `unknown_alarm`."""
    _end(unit, alarm_id, "panic", "over")


@use_case
def end_evacuation(unit: Unit) -> None:
    """Go on with the same queue; everyone keeps a right to return all day."""
    stop_evacuation(unit, "keep")


def stop_evacuation(unit: Unit, outcome: Literal["keep", "close_day"]) -> None:
    """End the evacuation under way. Raises `not_allowed_now` when there is none."""
    alarm = evacuation(unit.connection)
    if alarm is None:
        raise NotAllowedNow(alarm="evacuation")
    _end(unit, alarm.id, "evacuation", outcome)


def evacuation(connection: sqlite3.Connection) -> Alarm | None:
    """The evacuation under way, or None."""
    return next(iter(_running(connection, "evacuation")), None)


def panics(connection: sqlite3.Connection) -> list[Alarm]:
    """Panic calls that have not ended, oldest first."""
    return _running(connection, "panic")


def check_no_evacuation(unit: Unit) -> None:
    """Raise `alarm_active` while the office is being evacuated."""
    if evacuation(unit.connection) is not None:
        raise Refused("alarm_active")


def evacuated_today(connection: sqlite3.Connection, day: str) -> bool:
    """Whether an evacuation interrupted this day: then nobody loses the right to return."""
    row = connection.execute(
        "SELECT 1 FROM events WHERE day = ? AND kind = 'evacuation_raised' LIMIT 1", (day,)
    ).fetchone()
    return row is not None


def _raise(unit: Unit, kind: str, counter: str | None) -> None:
    unit.connection.execute(
        "INSERT INTO alarms (kind, counter, clerk, raised_at) VALUES (?, ?, ?, ?)",
        (kind, counter, unit.command.clerk or None, unit.stamp),
    )
    record(unit, Happening(f"{kind}_raised", None, counter))
    unit.touch("alarm", "calls", "voice")


def _end(unit: Unit, alarm_id: int, kind: str, outcome: str) -> None:
    """The kind is asked for: whoever may end a panic may not end an evacuation."""
    ended = unit.connection.execute(
        """UPDATE alarms SET ended_at = ?, ended_by = ?, outcome = ?
        WHERE id = ? AND kind = ? AND ended_at IS NULL""",
        (unit.stamp, unit.command.clerk or None, outcome, alarm_id, kind),
    )
    if ended.rowcount != 1:
        raise Unknown("alarm")
    record(unit, Happening(f"{kind}_ended", None, None, {"then": outcome}))
    unit.touch("alarm", "calls", "voice")


def _running(connection: sqlite3.Connection, kind: Literal["evacuation", "panic"]) -> list[Alarm]:
    # Not as a parameter: an index holds one kind alone, so SQLite would plan anew each time,
    # and everybody who takes a ticket asks this.
    rows = connection.execute(
        f"SELECT * FROM alarms WHERE kind = '{kind}' AND ended_at IS NULL ORDER BY id"
    )
    return [
        Alarm(
            row["id"],
            row["kind"],
            row["counter"],
            datetime.fromisoformat(row["raised_at"]),
            row["accepted_by"],
        )
        for row in rows
    ]
