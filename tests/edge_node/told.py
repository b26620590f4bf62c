"""What a node of a test was to tell its hub."""

from datetime import UTC, datetime

from edge_node.store.unit import Office, set_fact
from queue_core.wire.records import UP_RECORDS, Record


def linked(office: Office) -> Office:
    """The office, from now on with a hub."""
    with office.database.write() as connection:
        set_fact(connection, "linked", datetime(2026, 11, 20, tzinfo=UTC).isoformat())
    return office


def told(office: Office) -> list[Record]:
    """Every record of the log, in order."""
    rows = office.database.read().execute("SELECT body FROM outgoing ORDER BY seq")
    return [UP_RECORDS.decode(row["body"]) for row in rows]
