"""What the reception needs to see: the whole floor, what went wrong with paper, who was missed.

Reads; computes no rule of the queue. One value for the page, one for a single ticket.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from edge_node.office.alarm import Alarm, evacuated_today, evacuation
from edge_node.office.trusted_time import clock_trusted
from edge_node.store.events import Event, events_of_ticket
from edge_node.store.hub_news import hub_silent_since
from edge_node.store.tickets import ticket, ticket_from
from edge_node.store.unit import Office, fact
from edge_node.views.attention import DeviceNow, devices_now, queue_concerns
from edge_node.views.desk_booking import UnprintedVisit, unprinted_visits
from edge_node.views.kiosks import kiosk_blocks
from edge_node.views.queue_state import QueueState, queue_state
from edge_node.views.seats import Seat, seats, staff_names
from edge_node.views.ticket_state import TicketState, ticket_states
from edge_node.views.visits import VisitsToday, visits_today
from queue_core.domain.attention import Concern
from queue_core.domain.calendar import local_day
from queue_core.domain.estimates import is_waiting
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import FINAL, MOVES, Move, State, Ticket

_MISSED_SHOWN = 30
_PRINTS_WITHIN = timedelta(seconds=20)
"""A paper that waits longer than this has a printer in trouble."""


@dataclass(frozen=True)
class Unprinted:
    """A paper of a ticket that did not come out, or may not have."""

    job: int
    ticket: Ticket
    state: PrintState
    detail: str


@dataclass(frozen=True)
class ReceptionView:
    """The floor as the reception sees it. `restored` is what was put back after damage.

    `unprinted` are people without paper, `lost_copies` papers that the office misses (B-11).
    """

    queue: QueueState
    posts: tuple[Seat, ...]
    concerns: tuple[Concern, ...]
    lost_devices: tuple[DeviceNow, ...]
    unprinted: tuple[Unprinted, ...]
    lost_copies: tuple[Unprinted, ...]
    unprinted_visits: tuple[UnprintedVisit, ...]
    waiting: tuple[Ticket, ...]
    parked: tuple[Ticket, ...]
    missed: tuple[Ticket, ...]
    kiosk_blocks: dict[str, str]
    evacuation: Alarm | None
    clock_trusted: bool
    restored: str | None
    visits: VisitsToday
    offline_since: datetime | None
    """When the last news of the hub came, where that is long ago."""


@dataclass(frozen=True)
class TicketPage:
    """One ticket with its trace; `moves` are those that its state allows (B-130)."""

    state: TicketState
    trace: tuple[Event, ...]
    names: dict[str, str]
    """Names of the staff by login."""
    moves: frozenset[Move]
    is_open: bool
    of_today: bool
    anyone_may_return: bool
    """After an evacuation nobody loses the old place."""

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        return self.state.ticket


def reception_view(office: Office) -> ReceptionView:
    """The floor now."""
    queue = queue_state(office)
    with office.database.snapshot() as connection:
        unprinted = _unprinted(connection, queue.day, queue.now)
        lost_copies = _lost_copies(connection, queue.day, queue.now)
        without_paper = unprinted_visits(connection, _late(queue.now))
        missed = _missed(connection, queue.day)
        known = devices_now(connection, queue.office, queue.now)
        blocks = kiosk_blocks(connection)
        alarm = evacuation(connection)
        restored = restored_today(connection, queue.office.zone, queue.day)
        offline_since = hub_silent_since(connection, queue.now)
    return ReceptionView(
        queue=queue,
        posts=seats(office.database.read(), queue),
        concerns=queue_concerns(office, queue),
        lost_devices=tuple(d for d in known if d.lost or d.state == "paper_low"),
        unprinted=unprinted,
        lost_copies=lost_copies,
        unprinted_visits=without_paper,
        waiting=_waiting(queue),
        parked=tuple(t for t in queue.tickets if t.state is State.PARKED),
        missed=missed,
        kiosk_blocks=blocks,
        evacuation=alarm,
        clock_trusted=clock_trusted(office),
        restored=restored,
        visits=visits_today(office),
        offline_since=offline_since,
    )


def ticket_page(office: Office, id: str) -> TicketPage:
    """One ticket of any day. Raises `unknown_ticket`."""
    connection = office.database.read()
    found = ticket(connection, id)
    state = ticket_states(office, [found])[0]
    return TicketPage(
        state=state,
        trace=tuple(events_of_ticket(connection, id)),
        names=staff_names(connection),
        moves=frozenset(
            move for move, ways in MOVES.items() if any(b is found.state for b, _ in ways)
        ),
        is_open=found.state not in FINAL,
        of_today=found.day == fact(connection, "day"),
        anyone_may_return=evacuated_today(connection, found.day),
    )


def restored_today(connection: sqlite3.Connection, zone: ZoneInfo, day: str) -> str | None:
    """The name of the backup that replaced a damaged database today, or None."""
    at, _, backup = (fact(connection, "restored") or "").partition(" ")
    if not at or local_day(datetime.fromisoformat(at), zone).isoformat() != day:
        return None
    return backup


def _unprinted(connection: sqlite3.Connection, day: str, now: datetime) -> tuple[Unprinted, ...]:
    """Open tickets whose newest paper ended badly, or has waited long for its printer."""
    rows = connection.execute(
        """SELECT jobs.* FROM tickets JOIN print_jobs AS jobs ON jobs.id =
            (SELECT max(id) FROM print_jobs WHERE ticket = tickets.id AND kind <> 'staff')
        WHERE tickets.day = ? AND tickets.state IN ('booked', 'waiting', 'called', 'absent')
        AND (jobs.state IN ('unknown', 'failed', 'dropped')
            OR jobs.state = 'queued' AND jobs.changed_at < ?)
        ORDER BY issue_seq""",
        (day, _late(now)),
    )
    return tuple(_paper(connection, row) for row in rows)


def _lost_copies(connection: sqlite3.Connection, day: str, now: datetime) -> tuple[Unprinted, ...]:
    """The office's own copies that did not come out, until somebody prints or gives them up; it
    wants them also of a person who was served since."""
    rows = connection.execute(
        """SELECT jobs.* FROM tickets JOIN print_jobs AS jobs ON jobs.ticket = tickets.id
        WHERE tickets.day = ? AND tickets.state <> 'cancelled' AND jobs.kind = 'staff'
        AND (jobs.state IN ('unknown', 'failed')
            OR jobs.state = 'dropped' AND jobs.detail = 'too_old'
            OR jobs.state = 'queued' AND jobs.changed_at < ?)
        ORDER BY jobs.id""",
        (day, _late(now)),
    )
    return tuple(_paper(connection, row) for row in rows)


def _late(now: datetime) -> str:
    return (now - _PRINTS_WITHIN).isoformat(timespec="milliseconds")


def _paper(connection: sqlite3.Connection, row: sqlite3.Row) -> Unprinted:
    state = PrintState(row["state"])
    return Unprinted(row["id"], ticket(connection, row["ticket"]), state, row["detail"])


def _missed(connection: sqlite3.Connection, day: str) -> tuple[Ticket, ...]:
    rows = connection.execute(
        """SELECT * FROM tickets WHERE day = ? AND state IN ('absent', 'no_show')
        ORDER BY coalesce(absent_at, ended_at) DESC LIMIT ?""",
        (day, _MISSED_SHOWN),
    )
    return tuple(ticket_from(row) for row in rows)


def _waiting(queue: QueueState) -> tuple[Ticket, ...]:
    waiting = [t for t in queue.tickets if is_waiting(t, queue.now, queue.office.rules)]
    return tuple(sorted(waiting, key=lambda t: (t.queue_time, t.issue_seq)))
