"""What is queued for the hub: with the command, in its order, and only where there is a hub."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from edge_node.store.sync import tell_hub
from edge_node.store.unit import Command, Office, set_fact, transaction
from queue_core.wire.records import CancelApplied, Personal


def told(office: Office) -> list[tuple[str, str, str | None]]:
    rows = office.database.read().execute(
        "SELECT kind, body, personal FROM outgoing ORDER BY rowid"
    )
    return [tuple(row) for row in rows]


def link(office: Office) -> None:
    with office.database.write() as connection:
        set_fact(connection, "linked", datetime(2026, 11, 20, tzinfo=UTC).isoformat())


def test_an_office_that_works_alone_keeps_nothing_for_a_hub(office: Office) -> None:
    with transaction(office, Command()) as unit:
        tell_hub(unit, CancelApplied(booking="b1", version=2))
    assert told(office) == []


def test_a_record_lies_beside_its_personal_data(office: Office) -> None:
    link(office)
    with transaction(office, Command()) as unit:
        tell_hub(unit, CancelApplied(booking="b1", version=2), Personal(name="Ola"))
    ((kind, body, personal),) = told(office)
    assert kind == "cancel_applied"
    assert msgspec.json.decode(body) == {"kind": "cancel_applied", "booking": "b1", "version": 2}
    assert msgspec.json.decode(personal or "") == {"name": "Ola"}


def test_a_command_that_fails_tells_nothing(office: Office) -> None:
    link(office)
    with suppress(RuntimeError), transaction(office, Command()) as unit:
        tell_hub(unit, CancelApplied(booking="b1", version=2))
        raise RuntimeError
    assert told(office) == []
