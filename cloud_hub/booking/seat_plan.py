"""Each place of each calendar through a day: taken, free, leased, kept, blocked.

Only reads. The trap: places are counted by the same rule as when they are sold, so that a place
shown as free can be booked; a number above the capacity may still be taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, and_, select

from cloud_hub.booking.days_off import days_off
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.tables.seats import leases, seats
from cloud_hub.store.unit import Hub
from queue_core.domain.booking.schedule import DaysOff, OpenPeriod, periods_on
from queue_core.domain.booking.seats import Share, cell_at, cell_start, numbers_to_try, room
from queue_core.domain.booking.settings import BookingCalendar, Capacity
from queue_core.domain.booking.terms import capacities
from queue_core.domain.calendar import day_start
from queue_core.domain.office import OfficeDocument

Lane = tuple[Share, int]
"""One place: whose share, and its number."""


class PlaceState(StrEnum):
    """What a place is at an instant."""

    TAKEN = "taken"
    FREE = "free"
    LEASED = "leased"
    BLOCKED = "blocked"
    COOLING = "cooling"
    NONE = "none"


@dataclass(frozen=True)
class Spell:
    """How long a place is the same thing; `booking` where it is taken."""

    begins: datetime
    ends: datetime
    state: PlaceState
    booking: str = ""


@dataclass(frozen=True)
class CalendarDay:
    """One calendar on one day: its places, each with its spells, in order and without gaps."""

    calendar: BookingCalendar
    day: date
    lanes: Mapping[Lane, tuple[Spell, ...]]
    starts: tuple[datetime, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is any place by the rules, or any that is taken all the same."""
        return bool(self.lanes)


def seat_plan(hub: Hub, office: str, first: date, days: int) -> tuple[CalendarDay, ...]:
    """The places of every calendar of an office, day by day. Raises `unknown_office`."""
    with hub.database.read() as connection:
        document = hub.documents.current(connection, office)
        off = _days_off(connection, office, first)
        dates = [first + timedelta(days=number) for number in range(days)]
        return tuple(
            _calendar_day(connection, document, calendar, day=day, off=off)
            for calendar in document.booking.calendars
            for day in dates
        )


def _days_off(connection: Connection, office: str, first: date) -> DaysOff:
    own = select(offices.c.institution).where(offices.c.id == office)
    institution = connection.execute(own).scalar_one()
    return days_off(connection, institution, range(first.year, first.year + 2))


def _calendar_day(
    connection: Connection,
    office: OfficeDocument,
    calendar: BookingCalendar,
    *,
    day: date,
    off: DaysOff,
) -> CalendarDay:
    periods = _periods(office, calendar, day, off)
    per_cell = capacities(periods)
    held = _held(connection, office, calendar, day)
    cells = sorted({*per_cell, *(cell for cell, _lane in held)})
    lanes = _lanes(per_cell, held)
    columns: dict[Lane, dict[int, tuple[PlaceState, str]]] = {lane: {} for lane in lanes}
    for cell in cells:
        for lane, what in _cell(per_cell.get(cell, Capacity()), held, cell, lanes):
            columns[lane][cell] = what
    spells = {lane: tuple(_spells(known, cells)) for lane, known in columns.items()}
    return CalendarDay(calendar, day, spells, tuple(_starts(periods)))


def _periods(
    office: OfficeDocument, calendar: BookingCalendar, day: date, off: DaysOff
) -> tuple[OpenPeriod, ...]:
    """None where the office itself is closed; an exception of the calendar beats that."""
    own = any(e.day == day for e in calendar.exceptions)
    if not own and any(e.day == day and e.closed for e in office.exceptions):
        return ()
    return periods_on(calendar, day, office.zone, days_off=off)


def _held(
    connection: Connection, office: OfficeDocument, calendar: BookingCalendar, day: date
) -> dict[tuple[int, Lane], tuple[PlaceState, str]]:
    first, last = day_start(day, office.zone), day_start(day + timedelta(days=1), office.zone)
    query = (
        select(seats, leases.c.blocked)
        .outerjoin(leases, leases.c.id == seats.c.lease)
        .where(
            and_(
                seats.c.office == office.id,
                seats.c.calendar == calendar.id,
                seats.c.cell >= cell_at(first),
                seats.c.cell < cell_at(last),
            )
        )
    )
    return {
        (row.cell, (Share(row.share), row.seat_no)): (_state(row), row.booking or "")
        for row in connection.execute(query)
    }


def _state(row: Row[tuple[object, ...]]) -> PlaceState:
    if row.booking is not None:
        return PlaceState.TAKEN
    if row.cooling_until is not None:
        return PlaceState.COOLING
    return PlaceState.BLOCKED if row.blocked else PlaceState.LEASED


def _lanes(
    per_cell: Mapping[int, Capacity], held: Mapping[tuple[int, Lane], object]
) -> tuple[Lane, ...]:
    """Every place of the day: by the rules, and beyond them where one is taken."""
    most = {
        share: max((getattr(capacity, share.value) for capacity in per_cell.values()), default=0)
        for share in (Share.INTERNET, Share.STAFF, Share.NODE)
    }
    by_rule = {(share, n) for share, count in most.items() for n in range(1, count + 1)}
    order = list(Share)
    found = by_rule | {lane for _cell, lane in held}
    return tuple(sorted(found, key=lambda lane: (order.index(lane[0]), lane[1])))


def _cell(
    capacity: Capacity,
    held: Mapping[tuple[int, Lane], tuple[PlaceState, str]],
    cell: int,
    lanes: tuple[Lane, ...],
) -> Iterator[tuple[Lane, tuple[PlaceState, str]]]:
    taken = {lane: held[cell, lane] for lane in lanes if (cell, lane) in held}
    counts = {share.value: sum(lane[0] is share for lane in taken) for share in Share}
    free: set[Lane] = set()
    for share in (Share.INTERNET, Share.STAFF, Share.NODE):
        numbers = {number for own, number in taken if own is share}
        free |= {(share, n) for n in numbers_to_try(room(capacity, counts, share), numbers)}
    for lane in lanes:
        nothing = PlaceState.FREE if lane in free else PlaceState.NONE
        yield lane, taken.get(lane, (nothing, ""))


def _spells(known: Mapping[int, tuple[PlaceState, str]], cells: list[int]) -> Iterator[Spell]:
    """Neighbouring cells that are the same thing become one spell."""
    begun = 0
    for number, cell in enumerate(cells, 1):
        follows = cells[number] if number < len(cells) else None
        if follows == cell + 1 and known[follows] == known[cell]:
            continue
        state, booking = known[cell]
        yield Spell(cell_start(cells[begun]), cell_start(cell + 1), state, booking)
        begun = number


def _starts(periods: tuple[OpenPeriod, ...]) -> Iterator[datetime]:
    """Every instant at which a line of the day begins by the rules, once each and in order."""
    found: set[datetime] = set()
    for period in periods:
        at = period.begins
        while at < period.ends:
            found.add(at)
            at += period.step
    yield from sorted(found)
