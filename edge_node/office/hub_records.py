"""What the hub tells, by kind of record: the function that applies it in the unit of the cursor.

Each does nothing for what is known already, and raises nothing for a record of its kind.
"""

from collections.abc import Callable
from typing import Any

from edge_node.office.bookings import (
    cancel_booking,
    grant_lease,
    keep_office_keys,
    put_booking,
    recall_lease,
)
from edge_node.office.hub_commands import run_command
from edge_node.office.hub_configuration import take_configuration
from edge_node.office.rebooking import note_answer
from edge_node.office.resend import begin_resend, end_resend, take_back_ticket
from edge_node.store.unit import Unit
from edge_node.store.untold import told_again
from queue_core.wire.records import (
    BookingCancelled,
    BookingPut,
    Command,
    Configuration,
    LeaseGrant,
    LeaseRecall,
    OfficeKeys,
    Personal,
    Record,
    RequestAnswered,
    ResendBegun,
    ResendEnded,
    TicketBack,
)

Applier = Callable[[Unit, Any, Personal | None], None]


def _put_booking(unit: Unit, told: BookingPut, personal: Personal | None) -> None:
    told_again(unit, told.booking)
    put_booking(unit, told, personal)


def _cancel_booking(unit: Unit, told: BookingCancelled, _personal: Personal | None) -> None:
    told_again(unit, told.booking)
    cancel_booking(unit, told)


APPLIERS: dict[type[Record], Applier] = {
    BookingPut: _put_booking,
    BookingCancelled: _cancel_booking,
    OfficeKeys: lambda unit, told, _: keep_office_keys(unit, told),
    LeaseGrant: lambda unit, told, _: grant_lease(unit, told),
    LeaseRecall: lambda unit, told, _: recall_lease(unit, told),
    Command: lambda unit, told, _: run_command(unit, told),
    Configuration: lambda unit, told, _: take_configuration(unit, told),
    ResendBegun: lambda unit, told, _: begin_resend(unit, told),
    ResendEnded: lambda unit, told, _: end_resend(unit, told),
    RequestAnswered: lambda _unit, told, _: note_answer(told),
    TicketBack: lambda unit, told, _: take_back_ticket(unit, told),
}
"""Every kind that this node knows."""


def apply_record(unit: Unit, told: Record, personal: Personal | None = None) -> bool:
    """Apply one record; False for a kind without a function here."""
    applier = APPLIERS.get(type(told))
    if applier is None:
        return False
    unit.new_action()
    applier(unit, told, personal)
    return True
