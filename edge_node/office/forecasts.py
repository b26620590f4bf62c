"""The estimate of a running office: read it, play it through, write what is new.

One background thread calls this at most once a second. It computes outside any transaction, so
that nobody who takes a ticket waits for it; issuing reads the last result.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from edge_node.office.floor import Reading, read_floor
from edge_node.store.events import latest_seq
from edge_node.store.forecasts import differing, keep_come_shares, learn_duration, save_forecasts
from edge_node.store.unit import Command, Office, Unit, fact, set_fact, use_case
from queue_core.domain.closing import room_left
from queue_core.domain.estimates import Forecast, WaitRange
from queue_core.domain.lineup import Floor, Turn, line_up
from queue_core.domain.office import OfficeDocument
from queue_core.domain.simulation import simulate
from queue_core.domain.tickets import Move

_ROOM_SHOWN = 30
"""Room beyond this is not told: it would be a new row every minute for a number nobody needs."""
_LEARNED_SEQ = "learned_seq"
_LEARNED_AT_ONCE = 200
_SHORTEST_VISIT_SECONDS = 5
"""What came and finished in less was no visit: a button says both at the end with one press."""
_LOOKED_BACK = 5_000
"""Events; a node that takes over a long history learns from its end only."""


def refresh_forecasts(office: Office) -> Mapping[str, WaitRange]:
    """Estimate anew and write the forecasts that changed, if any did.

    Returns the range of each waiting ticket by id; who is missing cannot be called by any
    counter that is open.
    """
    reading = read_floor(office)
    waits, found = estimate(reading)
    if differing(reading.forecasts, found) or reading.shares_are_new:
        publish(office, Command(route="clock"), reading, found)
    return waits


def estimate(reading: Reading) -> tuple[Mapping[str, WaitRange], dict[str, Forecast]]:
    """The range of each waiting ticket, and what awaits a new one of each service."""
    floor = reading.floor_now()
    turns = line_up(floor)
    outlook = simulate(floor, turns)
    rooms = _rooms(reading, floor, turns) if reading.office.rules.dynamic_stop else {}
    found = {
        service: _forecast(outlook.services.get(service), rooms.get(service), reading.now)
        for service in floor.services
    }
    return outlook.tickets, found


def learn_durations(office: Office) -> None:
    """Learn from the visits that ended since the last time and can't be undone any more."""
    if _visits(office.database.read(), _undoable_since(office.document, office.clock.now())):
        _learn(office, Command(route="clock"))


@use_case
def publish(unit: Unit, reading: Reading, found: dict[str, Forecast]) -> None:
    """Write a result, unless the day has changed since it was read."""
    if unit.day != reading.day:
        return
    save_forecasts(unit, found)
    if reading.shares_are_new:
        keep_come_shares(unit, reading.day, reading.come_shares)


@use_case
def _learn(unit: Unit) -> None:
    """Count the visits in and remember how far the log has been read."""
    for seq, service, seconds in _visits(unit.connection, _undoable_since(unit.office, unit.now)):
        learn_duration(unit, service, seconds / 60)
        set_fact(unit.connection, _LEARNED_SEQ, str(seq))


def _rooms(reading: Reading, floor: Floor, turns: Sequence[Turn]) -> dict[str, int | None]:
    """Room by service at every counter that can still serve today; the turns found already are
    used where these are the same counters."""
    today = reading.floor_today()
    stopped = [service for service, before in reading.forecasts.items() if before.stop]
    return room_left(
        today, turns if today == floor else line_up(today), reading.serving_until(), stopped
    )


def _forecast(wait: WaitRange | None, room: int | None, at: datetime) -> Forecast:
    return Forecast(
        low=wait.low if wait else None,
        high=wait.high if wait else None,
        stop=room == 0,
        room=room if room is None or room <= _ROOM_SHOWN else None,
        at=at,
    )


def _undoable_since(document: OfficeDocument, now: datetime) -> datetime:
    return now - timedelta(seconds=document.rules.undo_seconds)


def _visits(connection: sqlite3.Connection, before: datetime) -> list[tuple[int, str, int]]:
    """(event, service, seconds) of reliable visits that ended before an instant and were not
    learned yet, oldest first. The service is the one that was waited for."""
    learned_seq = int(fact(connection, _LEARNED_SEQ) or 0)
    rows = connection.execute(
        """SELECT e.seq, coalesce(e.data ->> '$.before.service', t.service),
        e.data ->> '$.seconds' AS seconds FROM events e JOIN tickets t ON t.id = e.ticket
        WHERE e.seq > ? AND e.kind IN (?, ?) AND e.undone_by IS NULL AND e.at <= ?
        AND seconds >= ? AND t.time_reliable ORDER BY e.seq LIMIT ?""",
        (
            max(learned_seq, latest_seq(connection) - _LOOKED_BACK),
            Move.FINISHED.value,
            Move.TRANSFERRED.value,
            before.isoformat(timespec="milliseconds"),
            _SHORTEST_VISIT_SECONDS,
            _LEARNED_AT_ONCE,
        ),
    )
    return [(row[0], row[1], row[2]) for row in rows]
