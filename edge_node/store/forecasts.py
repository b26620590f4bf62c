"""What the estimate found and what it learned, as rows.

A row is written only when it says something new, since the card wears with each write; so `at`
is when a forecast became so, not when it was last found true.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from edge_node.store.unit import Unit, fact, set_fact
from queue_core.domain.durations import Learned, come_share
from queue_core.domain.estimates import Forecast
from queue_core.domain.tickets import Origin, State

_DAYS_REMEMBERED = 28
_CAME = frozenset({State.DONE, State.UNSERVED, State.LEFT})
_SHARES = "come_shares"


def forecast(connection: sqlite3.Connection, service: str) -> Forecast | None:
    """The latest forecast of a service, or None before the first one."""
    row = connection.execute("SELECT * FROM forecasts WHERE service = ?", (service,)).fetchone()
    return _forecast_from(row) if row else None


def forecasts(connection: sqlite3.Connection) -> dict[str, Forecast]:
    """The latest forecast of every service that has one."""
    rows = connection.execute("SELECT * FROM forecasts")
    return {row["service"]: _forecast_from(row) for row in rows}


def differing(
    before: Mapping[str, Forecast], found: Mapping[str, Forecast]
) -> dict[str, Forecast | None]:
    """What is to be written: new and changed forecasts, and None for a service that is gone."""
    gone = {service: None for service in before.keys() - found.keys()}
    return gone | {
        s: f for s, f in found.items() if s not in before or _says(f) != _says(before[s])
    }


def save_forecasts(unit: Unit, found: Mapping[str, Forecast]) -> None:
    """Write the forecasts that changed; touches "queue" only if there were any."""
    for service, new in differing(forecasts(unit.connection), found).items():
        unit.touch("queue")
        if new is None:
            unit.connection.execute("DELETE FROM forecasts WHERE service = ?", (service,))
            continue
        unit.connection.execute(
            """INSERT INTO forecasts (service, low, high, stop, room, at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (service) DO UPDATE SET low = excluded.low, high = excluded.high,
            stop = excluded.stop, room = excluded.room, at = excluded.at""",
            (service, new.low, new.high, int(new.stop), new.room, unit.stamp),
        )


def learned(connection: sqlite3.Connection) -> dict[str, Learned]:
    """What is known of the length of each service that was ever given."""
    rows = connection.execute("SELECT service, minutes, weight FROM durations")
    return {row["service"]: Learned(row["minutes"], row["weight"]) for row in rows}


def learn_duration(unit: Unit, service: str, minutes: float) -> None:
    """Count one more visit, parked time left out; the caller sees to it that it is reliable."""
    before = learned(unit.connection).get(service, Learned())
    after = before.with_visit(minutes)
    unit.connection.execute(
        """INSERT INTO durations (service, minutes, weight) VALUES (?, ?, ?) ON CONFLICT (service)
        DO UPDATE SET minutes = excluded.minutes, weight = excluded.weight""",
        (service, after.minutes, after.weight),
    )


def come_shares(connection: sqlite3.Connection, day: str) -> dict[str, float]:
    """The share of booked people who come, by service, counted over the four weeks before."""
    since = (date.fromisoformat(day) - timedelta(days=_DAYS_REMEMBERED)).isoformat()
    rows = connection.execute(
        """SELECT service, state, count(*) FROM tickets WHERE day >= ? AND day < ? AND origin = ?
        GROUP BY service, state""",
        (since, day, Origin.BOOKING.value),
    ).fetchall()
    came = Counter({row[0]: 0 for row in rows})
    missed = Counter(came)
    for service, state, visits in rows:
        came[service] += visits if state in _CAME else 0
        missed[service] += visits if state == State.NO_SHOW else 0
    return {service: come_share(came[service], missed[service]) for service in came}


def kept_come_shares(connection: sqlite3.Connection, day: str) -> dict[str, float] | None:
    """The shares that were counted this day already, or None: they are counted once a day."""
    kept = json.loads(fact(connection, _SHARES) or "{}")
    return dict(kept["shares"]) if kept.get("day") == day else None


def keep_come_shares(unit: Unit, day: str, shares: Mapping[str, float]) -> None:
    """Keep the shares for the rest of the day."""
    set_fact(unit.connection, _SHARES, json.dumps({"day": day, "shares": dict(shares)}))


def _says(forecast: Forecast) -> tuple[object, ...]:
    return (forecast.low, forecast.high, forecast.stop, forecast.room)


def _forecast_from(row: sqlite3.Row) -> Forecast:
    return Forecast(
        row["low"],
        row["high"],
        bool(row["stop"]),
        row["room"],
        datetime.fromisoformat(row["at"]),
    )
