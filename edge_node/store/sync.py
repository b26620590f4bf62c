"""What the hub is to be told, kept in the transaction that has the reason for it.

An office without a hub keeps nothing: the fact `linked` says whether there is one.
"""

import msgspec
from ulid import ULID

from edge_node.store.unit import Unit, fact
from queue_core.wire.records import Personal, Record


def tell_hub(unit: Unit, record: Record, personal: Personal | None = None) -> None:
    """Queue a record for the hub; nothing at all where this office works alone."""
    if fact(unit.connection, "linked") is None:
        return
    unit.connection.execute(
        "INSERT INTO outgoing VALUES (?, ?, ?, ?, ?)",
        (
            str(ULID.from_datetime(unit.now)),
            str(record.__struct_config__.tag),
            msgspec.json.encode(record).decode(),
            msgspec.json.encode(personal).decode() if personal else None,
            unit.stamp,
        ),
    )
