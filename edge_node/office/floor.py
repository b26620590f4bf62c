"""The office at one moment, read from one snapshot, as the estimate wants it.

Two sets of counters come out of it: those that make people wait now, and those that can still
serve somebody today.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge_node.store.counters import CounterState, counter_states, desk
from edge_node.store.forecasts import come_shares, forecasts, kept_come_shares, learned
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Office, fact
from queue_core.domain.calendar import DayHours, hours_on, local_day
from queue_core.domain.durations import Learned
from queue_core.domain.estimates import Forecast
from queue_core.domain.lineup import Floor
from queue_core.domain.office import Counter, OfficeDocument
from queue_core.domain.tickets import State, Ticket

_BEFORE_OPENING = timedelta(minutes=60)
"""Planned counters are reckoned with from then on; by night nobody asks for a wait."""
_LOGIN = timedelta(minutes=15)
"""How long after the opening a planned counter still counts without its clerk."""
_COUNTED = (State.BOOKED, State.WAITING, State.CALLED, State.SERVING)


@dataclass(frozen=True)
class Reading:
    """What one look at the database gives."""

    office: OfficeDocument
    now: datetime
    day: str
    tickets: list[Ticket]
    counters: Mapping[str, CounterState]
    opened_today: frozenset[str]
    durations: Mapping[str, Learned]
    forecasts: Mapping[str, Forecast]
    come_shares: Mapping[str, float]
    shares_are_new: bool

    def floor_now(self) -> Floor:
        """With the open counters; around the opening with the planned ones too, until their
        clerks have logged in (B-34)."""
        return self._floor([c for c in self.office.counters if self._serves_now(c)])

    def floor_today(self) -> Floor:
        """With every counter that is open, on a break or planned (B-25)."""
        return self._floor(
            [c for c in self.office.counters if c.planned or self.counters[c.id].state != "closed"]
        )

    def serving_until(self) -> dict[str, datetime]:
        """When counters stop serving each service today; none for a closed day."""
        return {id: hours.serving_until for id, hours in self._hours().items()}

    def _floor(self, counters: list[Counter]) -> Floor:
        opens = self._opens()
        closed = [c.id for c in counters if self.counters[c.id].state == "closed"]
        return Floor(
            now=self.now,
            day=self.day,
            tickets=self.tickets,
            desks=[desk(c, self.counters[c.id].clerk) for c in counters],
            services={s.id: s for s in self.office.services if not s.information_only},
            rules=self.office.rules,
            mean_minutes={
                s.id: self.durations.get(s.id, Learned()).mean_minutes(s.mean_minutes)
                for s in self.office.services
            },
            come_shares=self.come_shares,
            begins=dict.fromkeys(closed, opens) if opens else {},
        )

    def _serves_now(self, counter: Counter) -> bool:
        if self.counters[counter.id].state != "closed":
            return self.counters[counter.id].state == "open"
        opens = self._opens()
        if opens is None or not counter.planned or counter.id in self.opened_today:
            return False
        return opens - _BEFORE_OPENING <= self.now < opens + _LOGIN

    def _opens(self) -> datetime | None:
        return min((hours.opens for hours in self._hours().values()), default=None)

    def _hours(self) -> dict[str, DayHours]:
        today = local_day(self.now, self.office.zone)
        hours = {s.id: hours_on(self.office, s, today) for s in self.office.services}
        return {id: found for id, found in hours.items() if found is not None}


def read_floor(office: Office) -> Reading:
    """Read everything in one snapshot; nothing is computed while it is held."""
    document = office.document
    now = office.clock.now()
    with office.database.snapshot() as connection:
        day = fact(connection, "day") or local_day(now, document.zone).isoformat()
        kept = kept_come_shares(connection, day)
        return Reading(
            office=document,
            now=now,
            day=day,
            tickets=open_tickets(connection, day, _COUNTED),
            counters=counter_states(connection, document),
            opened_today=_opened(connection, day),
            durations=learned(connection),
            forecasts=forecasts(connection),
            come_shares=come_shares(connection, day) if kept is None else kept,
            shares_are_new=kept is None,
        )


def _opened(connection: sqlite3.Connection, day: str) -> frozenset[str]:
    rows = connection.execute(
        """SELECT DISTINCT counter FROM events WHERE day = ?
        AND kind IN ('counter_opened', 'counter_taken_over')""",
        (day,),
    )
    return frozenset(row[0] for row in rows)
