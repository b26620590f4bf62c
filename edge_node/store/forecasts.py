"""The latest run of the estimate and the learned service times, as rows."""

import sqlite3
from datetime import datetime

from queue_core.domain.estimates import Forecast


def forecast(connection: sqlite3.Connection, service: str) -> Forecast | None:
    """What awaits a new ticket of this service, or None before the first run."""
    row = connection.execute("SELECT * FROM forecasts WHERE service = ?", (service,)).fetchone()
    return _forecast(row) if row else None


def forecasts(connection: sqlite3.Connection) -> dict[str, Forecast]:
    """The latest forecast of each service."""
    return {row["service"]: _forecast(row) for row in connection.execute("SELECT * FROM forecasts")}


def _forecast(row: sqlite3.Row) -> Forecast:
    return Forecast(
        row["low"], row["high"], bool(row["stop"]), row["room"], datetime.fromisoformat(row["at"])
    )
