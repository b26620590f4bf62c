"""What a person does with a ticket from the phone; the node decides, the hub only asks.

The trap: whoever proved to be in the office can't cancel any more, he gives up his place
(`booking`, "Physical proof").
"""

from dataclasses import replace

from edge_node.office.reception import cancel
from edge_node.store.events import Happening, record
from edge_node.store.tickets import open_tickets, ticket
from edge_node.store.unit import Unit, use_case
from queue_core.domain.booking.arrival import cancellation_wins
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.letting_pass import time_behind
from queue_core.domain.tickets import State, Ticket

LET_PASS = "ticket_let_pass"


@use_case
def cancel_from_phone(unit: Unit, ticket_id: str) -> Ticket:
    """Void the own ticket. Raises `already_arrived` after a physical proof, `not_allowed_now`."""
    own = ticket(unit.connection, ticket_id)
    if own.booked and not cancellation_wins(own.state, own.arrived):
        raise Refused("already_arrived")
    return cancel.within(unit, ticket_id, "phone")


@use_case
def let_pass(unit: Unit, ticket_id: str) -> Ticket:
    """Stand directly behind the second person after this one, some times a day (B-38).

    Raises `not_allowed_now` unless it waits, `no_more_delays`, `nobody_behind`.
    """
    polite = ticket(unit.connection, ticket_id)
    if polite.state is not State.WAITING or polite.day != unit.day:
        raise NotAllowedNow(state=polite.state.value)
    if _times_let_pass(unit, ticket_id) >= unit.office.booking.rules.remote_delays:
        raise Refused("no_more_delays")
    behind = time_behind(polite, open_tickets(unit.connection, unit.day, (State.WAITING,)))
    if behind is None:
        raise Refused("nobody_behind")
    moved = replace(
        polite, queue_time=behind, ageing_from=max(polite.ageing_from, behind), first_in_line=False
    )
    return _stand(unit, moved)


def _times_let_pass(unit: Unit, ticket_id: str) -> int:
    row = unit.connection.execute(
        "SELECT count(*) FROM events WHERE ticket = ? AND kind = ?", (ticket_id, LET_PASS)
    ).fetchone()
    return int(row[0])


def _stand(unit: Unit, moved: Ticket) -> Ticket:
    """No state changes, so this is no move of the table."""
    saved = replace(moved, version=moved.version + 1)
    unit.connection.execute(
        """UPDATE tickets SET queue_time = ?, ageing_from = ?, first_in_line = 0, version = ?
        WHERE id = ?""",
        (
            saved.queue_time.isoformat(timespec="milliseconds"),
            saved.ageing_from.isoformat(timespec="milliseconds"),
            saved.version,
            saved.id,
        ),
    )
    record(unit, Happening(LET_PASS, saved.id))
    unit.touch("queue")
    return saved
