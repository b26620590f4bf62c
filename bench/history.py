"""What many years of past tickets cost: a call, and the start of the node.

The history is written with plain SQL, as copies of one day that the node wrote itself.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from bench.client import Load, Wire, message, run
from bench.figures import Row, percentile, spread_ms
from bench.place import COUNTERS, SERVICES, machine
from okienko.demo.machine import Machine

_SIZES = (0, 10_000, 1_000_000)
_TICKETS_A_DAY = 600
_WAITING = 60
_CALLS = 400
_FIRST_DAY = "2015-01-01"
_EVENTS = ("ticket_issued", "ticket_called", "ticket_came", "ticket_finished")


def rows() -> Iterator[Row]:
    """Call with each length of history."""
    without: float | None = None
    for size in _SIZES:
        with machine() as built:
            _sample_day(built)
            written = _write_history(built, size)
            begun = time.perf_counter()
            built.node.start()
            built.wait_until_ready()
            start_seconds = time.perf_counter() - begun
            load = _calls(built)
        median = percentile(load.milliseconds, 0.5)
        without = without or median
        yield Row(
            f"call-next, {size:,} tickets of history ({written / 1e6:.0f} MB)",
            f"{spread_ms(load.milliseconds)}; node answers {start_seconds:.1f} s after its start",
            f"without history p50 {without:.1f} ms",
            median / without,
            "flat within 20 %",
        )


def _sample_day(built: Machine) -> None:
    """Let the node itself write a ticket with all its moves, and people who wait."""
    built.node.start()
    built.wait_until_ready()
    wire = Wire(built.place.web_port)
    for counter in COUNTERS:
        wire.ask(message(f"/api/v1/counters/{counter}/open", built.key, {}))
    for number in range(_WAITING + 1):
        wish: dict[str, object] = {"service": SERVICES[number % 3]}
        wire.ask(message("/api/v1/tickets", built.key, wish))
    for deed in ("call-next", "came", "finish"):
        wire.ask(message(f"/api/v1/counters/1/{deed}", built.key, {}))
    wire.close()
    built.node.ask_to_end()
    built.node.wait(10)


def _write_history(built: Machine, size: int) -> int:
    """Multiply the finished ticket; returns the bytes of the database."""
    path = built.place.database
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=DELETE")
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")
        done = dict(connection.execute("SELECT * FROM tickets WHERE state = 'done'").fetchone())
        past = {
            "id": "printf('%026d', n)",
            "day": f"date('{_FIRST_DAY}', (n / {_TICKETS_A_DAY}) || ' days')",
            "number": f"printf('A%03d', n % {_TICKETS_A_DAY})",
            "token": "printf('past%018d', n)",
            "issue_seq": "n",
        }
        _multiply(connection, "tickets", done, past, size)
        for kind in _EVENTS if size else ():
            event = connection.execute(
                "SELECT * FROM events WHERE ticket = ? AND kind = ?", (done["id"], kind)
            ).fetchone()
            past_event = {"seq": "NULL", "ticket": past["id"], "day": past["day"]}
            _multiply(connection, "events", dict(event), past_event, size)
        connection.execute("PRAGMA journal_mode=WAL")
    return path.stat().st_size


def _multiply(
    connection: sqlite3.Connection,
    table: str,
    row: dict[str, object],
    changed: dict[str, str],
    count: int,
) -> None:
    columns = ", ".join(changed.get(name, f":{name}") for name in row)
    connection.execute(
        f"""WITH RECURSIVE past (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM past)
        INSERT INTO {table} SELECT {columns} FROM past LIMIT :count""",
        {**row, "count": count},
    )


def _calls(built: Machine) -> Load:
    """Calls at one counter after the other; each is finished and replaced by a newcomer."""
    key, calls = built.key, Load()
    wire = Wire(built.place.web_port)
    for number in range(_CALLS):
        counter = f"/api/v1/counters/{COUNTERS[number % len(COUNTERS)]}"
        one = run(built.place.web_port, [message(f"{counter}/call-next", key, {})], 1)
        calls.milliseconds += one.milliseconds
        for path in (f"{counter}/came", f"{counter}/finish"):
            wire.ask(message(path, key, {}))
        wish: dict[str, object] = {"service": SERVICES[number % 3]}
        wire.ask(message("/api/v1/tickets", key, wish))
    wire.close()
    return calls
