"""What the hub has not told again yet, while it tells everything anew (`resend`), and what it
cannot have heard of."""

import sqlite3

from edge_node.store.sync import up_head
from edge_node.store.unit import Unit

_HEARD_OF = """(source = 'hub' OR source = 'node' AND NOT EXISTS (SELECT 1 FROM outgoing
    WHERE kind = 'leased_sale' AND seq > ? AND json_extract(body, '$.booking') = bookings.id))"""
"""Bookings that the hub told, or that it has heard of in this node's log up to a number."""


def versions_by_day(
    connection: sqlite3.Connection, since: str, applied: int
) -> dict[str, dict[str, int]]:
    """The versions of live bookings by day and id, as far as the hub knows of them when it has
    applied this node's log up to a number."""
    rows = connection.execute(
        f"""SELECT id, version, day FROM bookings
        WHERE day >= ? AND state = 'confirmed' AND {_HEARD_OF}""",
        (since, applied),
    )
    days: dict[str, dict[str, int]] = {}
    for row in rows:
        days.setdefault(row["day"], {})[row["id"]] = row["version"]
    return days


def expect_again(unit: Unit, first: str, last: str, *, applied_up: tuple[int, int]) -> None:
    """Expect every booking of these days anew, but for sales of this node that come after the
    place (epoch counter, number) of its log which the hub had applied."""
    counter, seq = applied_up
    applied = seq if up_head(unit.connection).cursor.epoch.counter == counter else 0
    unit.connection.execute("DELETE FROM untold_bookings")
    unit.connection.execute(
        f"""INSERT INTO untold_bookings SELECT id FROM bookings
        WHERE day BETWEEN ? AND ? AND state = 'confirmed' AND {_HEARD_OF}""",
        (first, last, applied),
    )


def told_again(unit: Unit, booking: str) -> None:
    """The hub has spoken of this booking."""
    unit.connection.execute("DELETE FROM untold_bookings WHERE booking = ?", (booking,))


def untold(unit: Unit) -> list[str]:
    """Take the list of those that it has not spoken of."""
    rows = unit.connection.execute("DELETE FROM untold_bookings RETURNING booking").fetchall()
    return [row["booking"] for row in rows]
