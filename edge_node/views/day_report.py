"""The figures of one day, also of one whose tickets were erased long ago.

Reads what the day's log says; computes no figure.
"""

from dataclasses import dataclass
from datetime import date

from edge_node.store.day_log import day_record, first_day
from edge_node.store.operators import operators
from edge_node.store.unit import Office, fact
from queue_core.domain.calendar import local_day
from queue_core.domain.day_figures import DayFigures, day_figures
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument


@dataclass(frozen=True)
class DayReport:
    """A day with what its page names: the office, the limit, the clerks by login, and for how
    many seconds evacuations interrupted it. `first_day` is the oldest day that has figures."""

    office: OfficeDocument
    day: str
    limit_minutes: int
    figures: DayFigures
    names: dict[str, str]
    evacuated_seconds: int
    first_day: str
    in_force: str


def day_report(
    office: Office, day: str | None = None, limit_minutes: int | None = None
) -> DayReport:
    """The report of a day, the present one if none is given; the limit is the office's own alarm
    if none is given. Raises `invalid_fields` for what is no date."""
    document = office.document
    with office.database.snapshot() as connection:
        in_force = fact(connection, "day") or _today(office)
        wanted = _checked(day) if day else in_force
        record = day_record(connection, wanted, office.clock.now(), zone=document.zone)
        names = {operator.login: operator.name for operator in operators(connection)}
        first = first_day(connection)
    limit = limit_minutes or document.rules.wait_alarm_minutes
    return DayReport(
        office=document,
        day=wanted,
        limit_minutes=limit,
        figures=day_figures(record, limit, document.zone),
        names=names,
        evacuated_seconds=record.evacuated_seconds,
        first_day=first or in_force,
        in_force=in_force,
    )


def _today(office: Office) -> str:
    return local_day(office.clock.now(), office.document.zone).isoformat()


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Refused("invalid_fields", field="date") from None
