"""What each record of the hub's own log meant, for a hub that has forgotten writing it."""

from collections.abc import Callable
from typing import Any

from cloud_hub.booking.conflicts import list_conflict
from cloud_hub.booking.recovering import (
    recover_booking,
    recover_cancellation,
    recover_lease,
    recover_recall,
)
from cloud_hub.store.offices import recover_document
from cloud_hub.store.unit import Unit
from queue_core.domain.errors import Refused
from queue_core.wire.records import (
    BookingCancelled,
    BookingPut,
    Configuration,
    LeaseGrant,
    LeaseRecall,
    Record,
)

_ENTER: dict[type[Record], Callable[[Unit, str, Any], None]] = {
    BookingPut: recover_booking,
    BookingCancelled: recover_cancellation,
    LeaseGrant: recover_lease,
    LeaseRecall: recover_recall,
    Configuration: recover_document,
}
"""Commands and answers are over by now, and keys are made once."""


def enter_lost(unit: Unit, office: str, record: Record) -> None:
    """Enter one record again, unless it is known; what cannot be is listed for the staff."""
    act = _ENTER.get(type(record))
    if act is None:
        return
    try:
        with unit.attempt():
            act(unit, office, record)
    except (Refused, ValueError) as error:
        kind = str(record.__struct_config__.tag)
        list_conflict(unit, office, "not_restored", record=kind, reason=type(error).__name__)
