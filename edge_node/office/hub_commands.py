"""What the hub asks this node to do: each command once, never late, and always answered.

The ticket is named by its id or its booking's. The trap: a refusal undoes what the command had
begun, and nothing else of the transaction that brought it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from edge_node.office.arrivals import arrive_from_phone
from edge_node.office.from_phone import cancel_from_phone, let_pass
from edge_node.office.papers import print_test
from edge_node.office.reception import leave, reprint
from edge_node.office.trusted_time import vouched_for
from edge_node.store.bookings import ticket_of_booking
from edge_node.store.sync import tell_hub
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command as Asked
from edge_node.store.unit import Unit
from queue_core.domain.errors import Refused, Unknown
from queue_core.domain.tickets import Ticket
from queue_core.wire.records import Command, CommandDone

Facts = Mapping[str, Any]
Deed = Callable[[Unit, Facts], Facts]
"""Does what the facts name, and tells what came of it."""


def run_command(unit: Unit, told: Command) -> None:
    """Run it if it is new and in time; say how it ended, also to the hub that asks again."""
    row = unit.connection.execute(
        "SELECT outcome, facts FROM hub_commands WHERE id = ?", (told.command,)
    ).fetchone()
    if row is not None:
        done = CommandDone(
            command=told.command, outcome=row["outcome"], facts=msgspec.json.decode(row["facts"])
        )
    else:
        done = _run(unit, told)
        _remember(unit, told.name, done)
    tell_hub(unit, done)


def _run(unit: Unit, told: Command) -> CommandDone:
    if not (unit.synchronised or vouched_for(unit)):
        return _refusal(told, Refused("clock_not_synchronised"))
    if unit.now > told.valid_until:
        return CommandDone(command=told.command, outcome="too_late")
    deed = _DEEDS.get(told.name)
    if deed is None:
        return _refusal(told, Unknown("command"))
    unit.connection.execute("SAVEPOINT hub_command")
    try:
        facts = deed(replace(unit, command=Asked(route="hub"), action=0), told.facts)
    except Refused as refused:
        unit.connection.execute("ROLLBACK TO hub_command")
        return _refusal(told, refused)
    finally:
        unit.connection.execute("RELEASE hub_command")
    return CommandDone(command=told.command, outcome="done", facts=dict(facts))


def _refusal(told: Command, refused: Refused) -> CommandDone:
    facts = msgspec.to_builtins(refused.facts, enc_hook=str)
    return CommandDone(
        command=told.command, outcome="refused", facts={**facts, "code": refused.code}
    )


def _remember(unit: Unit, name: str, done: CommandDone) -> None:
    unit.connection.execute(
        "INSERT INTO hub_commands VALUES (?, ?, ?, ?, ?)",
        (done.command, name, done.outcome, msgspec.json.encode(done.facts).decode(), unit.stamp),
    )


def _named(unit: Unit, facts: Facts) -> Ticket:
    """Raises `unknown_ticket`, also for one of another day."""
    if facts.get("booking"):
        found = ticket_of_booking(unit.connection, str(facts["booking"]))
    else:
        found = ticket(unit.connection, str(facts.get("ticket", "")))
    if found is None or found.day != unit.day:
        raise Unknown("ticket")
    return found


def _told(changed: Ticket) -> Facts:
    return {"ticket": changed.id, "number": changed.number, "state": changed.state.value}


def _reprint(unit: Unit, facts: Facts) -> Facts:
    lost = _named(unit, facts)
    at_kiosk = next((k.printer for k in unit.office.kiosks if k.id == lost.kiosk), "")
    printer = str(facts.get("printer") or at_kiosk or _first_printer(unit))
    return _told(reprint.within(unit, lost.id, printer))


def _test_print(unit: Unit, facts: Facts) -> Facts:
    printer = str(facts.get("printer") or _first_printer(unit))
    return {"job": print_test.within(unit, printer).id}


def _first_printer(unit: Unit) -> str:
    return next(iter(unit.office.printers), "")


_DEEDS: dict[str, Deed] = {
    "cancel": lambda unit, facts: _told(cancel_from_phone.within(unit, _named(unit, facts).id)),
    "leave": lambda unit, facts: _told(leave.within(unit, _named(unit, facts).id)),
    "let_pass": lambda unit, facts: _told(let_pass.within(unit, _named(unit, facts).id)),
    "arrive": lambda unit, facts: _told(
        arrive_from_phone.within(unit, str(facts.get("booking", "")))
    ),
    "reprint": _reprint,
    "test_print": _test_print,
}
"""The commands by name."""
