"""What is kept of a day when its tickets and events are erased: enough for its figures, and
nothing by which a person could be found.

Pure. The trap: whoever adds a figure adds what it is counted from here too, or old days lose it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from queue_core.domain.visits import Visit

ERASED = "~"
"""What stands before the number of a clerk whose name was erased: "~1", another one each day."""


@dataclass(frozen=True, slots=True)
class Break:
    """One break of a counter, with its reason (B-51)."""

    counter: str
    reason: str
    seconds: int


@dataclass(frozen=True)
class DayRecord:
    """A day as its figures need it; `evacuated_seconds` are left out of all its times."""

    visits: tuple[Visit, ...] = ()
    evacuated_seconds: int = 0
    breaks: tuple[Break, ...] = ()


def condensed(record: DayRecord, zone: ZoneInfo) -> DayRecord:
    """The record with hours in place of instants; `day_figures` says the same of both."""
    return replace(record, visits=tuple(_condensed(visit, zone) for visit in record.visits))


def pseudonyms(clerks: list[str], taken: int) -> Mapping[str, str]:
    """A new name for each clerk, in the order given; `taken` names were given before."""
    return {clerk: f"{ERASED}{number}" for number, clerk in enumerate(clerks, start=taken + 1)}


def _condensed(visit: Visit, zone: ZoneInfo) -> Visit:
    joined = visit.joined_at
    return replace(
        visit,
        card=replace(visit.card, booked_for=None),
        joined_at=_hour(joined.astimezone(zone)) if joined else None,
    )


def _hour(local: datetime) -> datetime:
    return local.replace(minute=0, second=0, microsecond=0)
