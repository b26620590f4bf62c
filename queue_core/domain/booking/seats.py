"""Seats on a grid of five minutes that never changes: which cells, how many free, which numbers.

Pure. A cell is the number of five minutes since 1970 in UTC. The trap: after a cut of capacity
high numbers may be taken, so free ones are counted, not compared with the capacity.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from queue_core.domain.booking.settings import Capacity

CELL_MINUTES = 5
_CELL_SECONDS = CELL_MINUTES * 60


class Share(StrEnum):
    """Who sells a seat; each share counts its own numbers. `OVER` is beyond all capacity."""

    INTERNET = "internet"
    STAFF = "staff"
    NODE = "node"
    OVER = "over"


def cell_at(at: datetime) -> int:
    """The cell in which an instant lies."""
    return int(at.timestamp()) // _CELL_SECONDS


def cell_start(cell: int) -> datetime:
    """When a cell begins."""
    return datetime.fromtimestamp(cell * _CELL_SECONDS, UTC)


def cells_of(start: datetime, minutes: int) -> range:
    """Every cell that a visit touches, in ascending order."""
    last = int(start.timestamp()) + minutes * 60
    return range(cell_at(start), -(-last // _CELL_SECONDS))


def room(capacity: Capacity, taken: Mapping[str, int], share: Share) -> int:
    """How many seats of a share are free in a cell, by the rules in force.

    What another share holds beyond its own capacity, sold or leased before a change of rules,
    is missing here: all shares together never exceed all capacities together.
    """
    if share is Share.OVER:
        return 1
    internet, staff, node = taken.get("internet", 0), taken.get("staff", 0), taken.get("node", 0)
    everybody = capacity.internet + capacity.staff + capacity.node - internet - staff - node
    if share is Share.INTERNET:
        own = capacity.internet - internet
    elif share is Share.STAFF:
        own = capacity.staff - staff
    else:
        own = capacity.node - node
    return max(0, min(own, everybody))  # spelt out: every look at a calendar runs through here


def numbers_to_try(free: int, taken: Collection[int]) -> tuple[int, ...]:
    """The lowest `free` numbers that nobody has; no other may be tried."""
    found: list[int] = []
    number = 1
    while len(found) < free:
        if number not in taken:
            found.append(number)
        number += 1
    return tuple(found)
