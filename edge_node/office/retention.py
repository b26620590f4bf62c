"""Erasing what was kept long enough, once for each day, while the office may be at work (B-165).

Each step is one small transaction; between two of them others get their turn. Cut off, it goes on
where it stopped. The trap: the record of a day is kept before its first ticket goes.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from edge_node.store import retention as erasable
from edge_node.store.day_log import day_record, keep_day
from edge_node.store.retention import Rows
from edge_node.store.unit import Office, fact, set_fact
from queue_core.domain.calendar import day_start
from queue_core.domain.day_record import ERASED, pseudonyms

log = logging.getLogger(__name__)

Rest = Callable[[], bool]
"""Lets others write; whether to go on."""

_TIDIED = "tidied"
_ROWS = 50
_PAGES = 100
_SPARE_PAGES = 2000
"""What a busy day fills again: 8 MB that the file keeps."""


def tidying_is_due(office: Office) -> bool:
    """Whether a day was opened since the last tidying (a cheap question)."""
    connection = office.database.read()
    day = fact(connection, "day")
    return day is not None and fact(connection, _TIDIED) != day


def tidy(office: Office, rest: Rest) -> bool:
    """Erase all that is due. Returns whether it came to the end."""
    day = fact(office.database.read(), "day")
    if day is None:
        return False
    for _step in _Tidying(office, date.fromisoformat(day)).steps():
        if not rest():
            return False
    _note(office, _TIDIED, day)
    log.info("tidied", extra={"day": day})
    return True


def resting(stop: threading.Event, seconds: float) -> Rest:
    """A rest of so long, which ends at once with `stop`."""
    return lambda: not stop.wait(seconds)


class _Tidying:
    """One round, seen from the day in force."""

    def __init__(self, office: Office, today: date) -> None:
        self._office = office
        self._database = office.database
        self._kept = office.document.retention
        self._zone = office.document.zone
        self._today = today

    def steps(self) -> Iterator[None]:
        """Do everything, a transaction at a time."""
        yield from self._notes()
        yield from self._clerks()
        for table, days in (
            ("commands", self._kept.commands_days),
            ("print_jobs", self._kept.print_jobs_days),
            ("announcements", self._kept.announcements_days),
            ("devices", self._kept.devices_days),
            ("hub_commands", self._kept.commands_days),
        ):
            yield from self._aged(table, self._before(days))
        until = self._last_day(self._kept.tickets_days)
        yield from self._erase(erasable.visits_until(self._database.read(), until))
        yield from self._days()
        yield from self._shorten()

    def _aged(self, table: str, before: str) -> Iterator[None]:
        while (rows := erasable.aged(self._database.read(), table, before)).keys:
            yield from self._erase(rows)

    def _notes(self) -> Iterator[None]:
        for day in self._new_days("notes_erased", self._kept.notes_days):
            for rows in erasable.notes(self._database.read(), day):
                yield from self._erase(rows)
            _note(self._office, "notes_erased", day)

    def _clerks(self) -> Iterator[None]:
        for day in self._new_days("clerks_erased", self._kept.clerks_days):
            yield from self._rename(day)
            for rows in erasable.traces_of_clerks(self._database.read(), day):
                yield from self._erase(rows)
            _note(self._office, "clerks_erased", day)
        before = self._before(self._kept.clerks_days)
        yield from self._erase(erasable.clerks_of_alarms(self._database.read(), before))

    def _rename(self, day: str) -> Iterator[None]:
        """In no order that tells who is who."""
        known = erasable.clerks_of_day(self._database.read(), day)
        named = [clerk for clerk in known if not clerk.startswith(ERASED)]
        secrets.SystemRandom().shuffle(named)
        for clerk, name in pseudonyms(named, taken=len(known) - len(named)).items():
            with self._database.write() as connection:
                erasable.rename_clerk(connection, day, clerk, name)
            yield

    def _days(self) -> Iterator[None]:
        until = self._last_day(self._kept.tickets_days)
        for day in erasable.logged_days(self._database.read(), "", until):
            with self._database.snapshot() as connection:
                record = day_record(connection, day, self._office.clock.now(), zone=self._zone)
            with self._database.write() as connection:
                keep_day(connection, day, record, self._zone)
            for rows in erasable.log_of_day(self._database.read(), day):
                yield from self._erase(rows)

    def _shorten(self) -> Iterator[None]:
        while erasable.free_pages(self._database.read()) > _SPARE_PAGES:
            with self._database.write() as connection:
                erasable.give_back(connection, _PAGES)
            yield

    def _erase(self, rows: Rows) -> Iterator[None]:
        for first in range(0, len(rows.keys), _ROWS):
            with self._database.write() as connection:
                rows.erase(connection, first, _ROWS)
            yield

    def _new_days(self, name: str, days: int) -> Iterator[str]:
        """The days that became due since the last round."""
        connection = self._database.read()
        after = fact(connection, name) or ""
        return erasable.logged_days(connection, after, self._last_day(days))

    def _last_day(self, days: int) -> str:
        return (self._today - timedelta(days=days)).isoformat()

    def _before(self, days: int) -> str:
        """The instant that ends the last day that is due."""
        ends = day_start(self._today - timedelta(days=days - 1), self._zone)
        return ends.isoformat(timespec="milliseconds")


def _note(office: Office, name: str, value: str) -> None:
    with office.database.write() as connection:
        set_fact(connection, name, value)
