"""Days on which nobody works: by law for the whole country, by decree of one institution.

The trap: a decree may also make a Saturday a working day, with another weekday's hours (B-95).
"""

from datetime import date
from functools import lru_cache

import holidays
from sqlalchemy import Connection, delete, insert, select

from cloud_hub.store.tables.offices import decreed_days
from cloud_hub.store.unit import Unit, use_case
from queue_core.domain.booking.schedule import DaysOff


def days_off(connection: Connection, institution: str, years: range) -> DaysOff:
    """What holds for the offices of an institution in these years."""
    rows = connection.execute(
        select(decreed_days.c.day, decreed_days.c.worked_like).where(
            decreed_days.c.institution == institution,
            decreed_days.c.day.between(date(years[0], 1, 1), date(years[-1], 12, 31)),
        )
    ).all()
    decreed = {row.day for row in rows if row.worked_like is None}
    worked = {row.day: row.worked_like for row in rows if row.worked_like is not None}
    by_law = frozenset[date]().union(*(holidays_by_law(year) for year in years))
    return DaysOff(by_law | decreed, worked)


@lru_cache
def holidays_by_law(year: int) -> frozenset[date]:
    """The Polish public holidays of a year, without Sundays as such."""
    return frozenset(holidays.country_holidays("PL", years=year))


@use_case
def decree(unit: Unit, institution: str, day: date, worked_like: int | None) -> None:
    """Make a date a day off, or one that is worked with the hours of a weekday (0 is Monday)."""
    unit.connection.execute(
        delete(decreed_days).where(
            decreed_days.c.institution == institution, decreed_days.c.day == day
        )
    )
    unit.connection.execute(
        insert(decreed_days).values(institution=institution, day=day, worked_like=worked_like)
    )
    unit.touch("offices")
