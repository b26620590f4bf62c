"""Tickets a second through HTTP, beside the disk's limit and the server's limit.

Papers are queued and wait: the devices process has its own measurement (`paper`). Each round
begins with an empty queue, as a day does.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from bench.client import Load, message, run
from bench.figures import Row, spread_ms
from bench.place import SERVICES, node
from bench.web import DOORS, EMPTY
from edge_node.store.database import Database, connect
from edge_node.store.migration import migrate
from okienko.demo.machine import Machine

ISSUE = "/api/v1/tickets"
_TICKETS = 1000
_WARM_UP = 200


def rows() -> Iterator[Row]:
    """Issue with one client and with eight."""
    with node("web") as machine:
        run(machine.place.web_port, _wishes(machine, ISSUE, _WARM_UP), 1)
        raw = raw_per_second(machine.place.database, machine.place.folder / "raw.db")
        yield Row("disk: the same rows in `BEGIN IMMEDIATE`, `FULL`", f"{raw:.0f}/s")
        for clients in (1, 8):
            empty = run(machine.place.web_port, [message(EMPTY)] * (2 * _TICKETS), clients)
            doors = run(machine.place.web_port, _wishes(machine, DOORS, _TICKETS), clients)
            _empty_queue(machine.place.database)
            load = run(machine.place.web_port, _wishes(machine, ISSUE, _TICKETS), clients)
            limits = {
                "empty POST": empty.per_second,
                "through the API's doors": doors.per_second,
                "disk": raw,
            }
            yield from _rows(clients, load, limits)


def _rows(clients: int, load: Load, limits: dict[str, float]) -> Iterator[Row]:
    who = "1 client" if clients == 1 else f"{clients} clients"
    aims = ["≥ 0.5" if clients == 1 else "≥ 0.5, p99 < 25 ms", "", ""]
    wrong = sum(load.statuses.values()) - load.statuses[201]
    for (name, limit), aim in zip(limits.items(), aims, strict=True):
        yield Row(
            f"tickets through HTTP, {who}" + (f" ({wrong} REFUSED)" if wrong else ""),
            f"{load.per_second:.0f}/s, {spread_ms(load.milliseconds)}",
            f"{name} {limit:.0f}/s",
            load.per_second / limit,
            aim,
        )


def _wishes(machine: Machine, path: str, count: int) -> list[bytes]:
    services = islice(cycle(SERVICES), count)
    return [message(path, machine.key, {"service": id, "kiosk": "1"}) for id in services]


def _empty_queue(database: Path) -> None:
    """Everybody has gone home."""
    with closing(connect(database)) as connection:
        connection.execute("UPDATE tickets SET state = 'done' WHERE state = 'waiting'")


def raw_per_second(source: Path, target: Path) -> float:
    """Transactions a second of the rows that one ticket writes, by nothing but SQLite."""
    with closing(connect(source)) as connection:
        ticket = connection.execute("SELECT * FROM tickets ORDER BY issue_seq DESC").fetchone()
        event = connection.execute("SELECT * FROM events ORDER BY seq DESC").fetchone()
        command = connection.execute("SELECT * FROM commands ORDER BY at DESC").fetchone()
        job = connection.execute("SELECT * FROM print_jobs ORDER BY id DESC").fetchone()
    migrate(Database(target))
    with closing(connect(target)) as connection:
        begun = time.perf_counter()
        for number in range(_TICKETS):
            _write(connection, number, dict(ticket), dict(event), dict(command), dict(job))
        return _TICKETS / (time.perf_counter() - begun)


def _write(
    connection: sqlite3.Connection,
    number: int,
    *rows: dict[str, object],
) -> None:
    ticket, event, command, job = rows
    id = f"{number:026d}"
    ticket |= {"id": id, "number": str(number), "token": id}
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        """INSERT INTO series VALUES ('2026-01-01', 'A', 1)
        ON CONFLICT (day, prefix) DO UPDATE SET last = last + 1"""
    )
    _insert(connection, "tickets", ticket)
    _insert(connection, "events", event | {"seq": None, "ticket": id})
    _insert(connection, "print_jobs", job | {"id": None, "ticket": id})
    for topic in ("print", "queue", "voice"):
        connection.execute(
            "INSERT INTO changes VALUES (?, 1) ON CONFLICT (topic) DO UPDATE SET seq = seq + 1",
            (topic,),
        )
    _insert(connection, "commands", command | {"id": id})
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", list(row.values()))
