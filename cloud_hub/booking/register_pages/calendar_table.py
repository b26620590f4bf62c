"""A calendar's day as rows of a table, and its week as hours: what stands where.

Pure of the request; takes the seat plan and answers rows for a template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cloud_hub.booking.seat_plan import CalendarDay, Lane, PlaceState, Spell
from queue_core.domain.booking.seats import Share
from queue_core.domain.wording.shown import hour


@dataclass(frozen=True)
class Cell:
    """One cell: what the place is, over how many rows."""

    state: PlaceState
    booking: str
    rows: int


@dataclass(frozen=True)
class Line:
    """One row: its hour, and the cells that begin in it."""

    hour: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DayTable:
    """A calendar on a day. `groups` are the shares with the number of their places."""

    name: str
    groups: tuple[tuple[Share, int], ...]
    lanes: tuple[Lane, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class HourCount:
    """An hour of a day in the week: visits that begin in it, and places still free."""

    taken: int
    free: int
    open: bool


@dataclass(frozen=True)
class WeekTable:
    """A calendar's week; `lines` are (hour, one count for each day)."""

    name: str
    days: tuple[date, ...]
    lines: tuple[tuple[str, tuple[HourCount, ...]], ...]


def day_table(plan: CalendarDay, zone: ZoneInfo) -> DayTable:
    """The rows of a day: one at each start by the rules, and wherever something begins or ends."""
    starts = _row_starts(plan)
    shares = [share for share in Share if any(lane[0] is share for lane in plan.lanes)]
    return DayTable(
        name=plan.calendar.name,
        groups=tuple((s, sum(lane[0] is s for lane in plan.lanes)) for s in shares),
        lanes=tuple(plan.lanes),
        lines=tuple(
            Line(hour(start.astimezone(zone)), tuple(_cells_at(plan, start, starts)))
            for start in starts
        ),
    )


def week_table(plans: Sequence[CalendarDay], zone: ZoneInfo) -> WeekTable:
    """The hours of a week; `plans` are the days of one calendar."""
    counted = [_counted(plan, zone) for plan in plans]
    hours = sorted({h for day in counted for h in day})
    nothing = HourCount(0, 0, open=False)
    return WeekTable(
        name=plans[0].calendar.name,
        days=tuple(plan.day for plan in plans),
        lines=tuple((f"{h}:00", tuple(day.get(h, nothing) for day in counted)) for h in hours),
    )


def _row_starts(plan: CalendarDay) -> list[datetime]:
    spells = [spell for lane in plan.lanes.values() for spell in lane]
    told = [s for s in spells if s.state not in (PlaceState.FREE, PlaceState.NONE)]
    wanted = {*plan.starts, *(s.begins for s in spells)}
    wanted |= {s.begins for s in told} | {s.ends for s in told}
    return sorted(at for at in wanted if any(s.begins <= at < s.ends for s in spells))


def _cells_at(plan: CalendarDay, start: datetime, starts: Sequence[datetime]) -> list[Cell]:
    """The cells that begin in this row: a free place anew in each row, all else once."""
    found: list[Cell] = []
    for spells in plan.lanes.values():
        spell = next((s for s in spells if s.begins <= start < s.ends), None)
        if spell is None:
            found.append(Cell(PlaceState.NONE, "", 1))
        elif spell.state is PlaceState.FREE:
            found.append(Cell(spell.state, "", 1))
        elif spell.begins == start:
            rows = sum(spell.begins <= at < spell.ends for at in starts)
            found.append(Cell(spell.state, spell.booking, rows))
    return found


def _counted(plan: CalendarDay, zone: ZoneInfo) -> Mapping[int, HourCount]:
    found: dict[int, HourCount] = {}
    begun = _first_spells(plan)
    for start in _row_starts(plan):
        key = start.astimezone(zone).hour
        before = found.get(key, HourCount(0, 0, open=True))
        free = sum(_is_free(spells, start) for spells in plan.lanes.values())
        taken = sum(at == start for at in begun.values())
        counts = free if start in plan.starts else 0
        found[key] = HourCount(before.taken + taken, before.free + counts, open=True)
    return found


def _first_spells(plan: CalendarDay) -> dict[str, datetime]:
    """When each visit begins."""
    begun: dict[str, datetime] = {}
    for spells in plan.lanes.values():
        for spell in spells:
            if spell.booking:
                begun[spell.booking] = min(spell.begins, begun.get(spell.booking, spell.begins))
    return begun


def _is_free(spells: Sequence[Spell], start: datetime) -> bool:
    return any(s.state is PlaceState.FREE and s.begins <= start < s.ends for s in spells)
