"""The lines of a paper list as a form sends them: read, kept as typed, turned into entries.

Knows the form and the office's hours, no page. The trap: what a person typed is shown again
exactly as it was, so a line keeps its texts and is converted only when it is entered.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from edge_node.office.paper_day import PaperEntry
from queue_core.domain.calendar import instant
from queue_core.domain.errors import Refused
from queue_core.domain.office import Service

FIELDS = ("number", "issued", "called", "ended", "counter", "came")
MOST_ROWS = 100

_NUMBER = re.compile(r"([^\W\d_]*)\s*(\d{1,4})")
_HOUR = re.compile(r"(\d{1,2})[:. ]?(\d{2})")


@dataclass(frozen=True)
class PaperRow:
    """One line as typed; `came` is "" for a person who did not."""

    number: str = ""
    issued: str = ""
    called: str = ""
    ended: str = ""
    counter: str = ""
    came: str = "yes"
    error: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody wrote an hour: the number may be printed in advance."""
        return not (self.issued or self.called or self.ended)

    def entry(self, service: Service, day: date, zone: ZoneInfo) -> PaperEntry:
        """The line as the use case wants it. Raises `invalid_fields` with the field."""
        number = _NUMBER.fullmatch(self.number.upper())
        if number is None or number[1] not in ("", service.prefix.upper()):
            raise Refused("invalid_fields", field="number")
        issued = _instant("issued", self.issued or self.called, day, zone)
        if issued is None:
            raise Refused("invalid_fields", field="issued")
        return PaperEntry(
            service=service.id,
            number=int(number[2]),
            issued_at=issued,
            called_at=_instant("called", self.called, day, zone),
            ended_at=_instant("ended", self.ended, day, zone),
            counter=self.counter or None,
            came=bool(self.came),
            day=day,
        )


def rows_in(form: Mapping[str, str]) -> Iterator[PaperRow]:
    """The lines of the form that are not empty, in order."""
    for index in range(MOST_ROWS):
        if f"number-{index}" not in form:
            return
        typed = {name: form.get(f"{name}-{index}", "").strip()[:20] for name in FIELDS}
        row = PaperRow(**typed)
        if not row.empty:
            yield row


def _instant(field: str, typed: str, day: date, zone: ZoneInfo) -> datetime | None:
    if not typed:
        return None
    found = _HOUR.fullmatch(typed)
    try:
        hour = time(int(found[1]), int(found[2])) if found else None
    except ValueError:  # 25:00
        hour = None
    if hour is None:
        raise Refused("invalid_fields", field=field)
    return instant(day, hour, zone)
