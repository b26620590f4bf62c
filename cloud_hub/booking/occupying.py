"""Taking and freeing seats. The INSERT under the primary key of `seats` is the lock of booking.

The trap: free numbers are counted again after each conflict, and cells go in ascending order, or
two people could get one seat, or wait for each other for ever.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Unit
from queue_core.domain.booking.seats import Share, numbers_to_try, room
from queue_core.domain.booking.settings import Capacity


@dataclass(frozen=True)
class Places:
    """Cells of a calendar that a booking wants in one share; `capacities` by cell are the rules."""

    office: str
    calendar: str
    share: Share
    cells: range
    capacities: dict[int, Capacity]


def take_seats(unit: Unit, booking: str, places: Places) -> bool:
    """Give the booking one seat in every cell, or none at all; whether it got them.

    Cells that it holds already stay as they are: a booking is not in its own way.
    """
    while True:
        numbers = _choose(unit, booking, places)
        if numbers is None:
            return False
        with unit.connection.begin_nested() as term:
            if not numbers or _insert(unit, booking, places, numbers):
                return True
            term.rollback()


def force_seats(unit: Unit, booking: str, places: Places) -> None:
    """Seats beyond all capacity, for what is a fact or is wanted on purpose."""
    rules = dict.fromkeys(places.cells, Capacity())
    over = Places(places.office, places.calendar, Share.OVER, places.cells, rules)
    if not take_seats(unit, booking, over):
        raise AssertionError("there is always one more seat beyond the capacity")


def hand_over(unit: Unit, old: str, new: str, cells: range) -> None:
    """Give the seats that two bookings of one person share from the old to the new one."""
    unit.connection.execute(
        update(seats)
        .where(seats.c.booking == old, seats.c.cell.in_(list(cells)))
        .values(booking=new)
    )


def free_seats(unit: Unit, booking: str, *, cooling_minutes: int = 0) -> None:
    """Free every seat of a booking, at once or after some minutes (B-85)."""
    if not cooling_minutes:
        unit.connection.execute(delete(seats).where(seats.c.booking == booking))
        return
    until: datetime = unit.now + timedelta(minutes=cooling_minutes)
    unit.connection.execute(
        update(seats)
        .where(seats.c.booking == booking)
        .values(booking=None, lease=None, cooling_until=until)
    )


def _choose(unit: Unit, booking: str, places: Places) -> dict[int, int] | None:
    """A seat number for each cell not held yet; None where a cell is full."""
    own: set[int] = set()
    taken: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in unit.connection.execute(
        select(seats.c.cell, seats.c.share, seats.c.seat_no, seats.c.booking).where(
            seats.c.office == places.office,
            seats.c.calendar == places.calendar,
            seats.c.cell >= places.cells.start,
            seats.c.cell < places.cells.stop,
        )
    ):
        taken[row.cell][row.share].add(row.seat_no)
        if row.booking == booking:
            own.add(row.cell)
    chosen: dict[int, int] = {}
    for cell in places.cells:
        if cell in own:
            continue
        counts = {share: len(numbers) for share, numbers in taken[cell].items()}
        free = room(places.capacities.get(cell, Capacity()), counts, places.share)
        allowed = numbers_to_try(free, taken[cell][places.share.value])
        if not allowed:
            return None
        chosen[cell] = allowed[0]
    return chosen


def _insert(unit: Unit, booking: str, places: Places, numbers: dict[int, int]) -> bool:
    rows = [
        {
            "office": places.office,
            "calendar": places.calendar,
            "cell": cell,
            "share": places.share.value,
            "seat_no": number,
            "booking": booking,
        }
        for cell, number in numbers.items()
    ]
    dialect = sqlite if unit.hub.database.is_sqlite else postgresql
    insert = dialect.insert(seats).values(rows).on_conflict_do_nothing()
    inserted = unit.connection.execute(insert.returning(seats.c.cell)).all()
    return len(inserted) == len(rows)
