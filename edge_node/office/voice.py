"""Announcements: put into the queue with the call, taken back with an undo, ended by the player.

Words are made when the announcer asks; here is only what must be said, for whom, until when.
"""

from datetime import datetime, timedelta

from edge_node.store.unit import Command, Office, Unit, use_case
from queue_core.domain.errors import Refused
from queue_core.domain.office import Speaker
from queue_core.domain.tickets import Ticket

_REPORT_WITHIN = timedelta(minutes=1)
"""So long after its time a call that was begun in time may still be reported as spoken."""

ENDED = frozenset({"played", "failed", "expired", "silent", "withdrawn"})


def announce(unit: Unit, called: Ticket) -> None:
    """Queue the announcement of a call at every speaker that speaks for its service (T-04)."""
    for speaker in unit.office.speakers:
        if speaks_for(speaker, called.service):
            _enqueue(unit, speaker, called)
            unit.touch("voice")


def withdraw(unit: Unit, ticket_id: str) -> None:
    """Drop announcements of a ticket that have not been spoken yet."""
    unit.connection.execute(
        "UPDATE announcements SET state = 'withdrawn' WHERE ticket = ? AND state = 'waiting'",
        (ticket_id,),
    )
    unit.touch("voice")


def speaks_for(speaker: Speaker, service: str) -> bool:
    """Whether a speaker is switched on (B-73) and speaks for this service."""
    return speaker.on and (not speaker.services or service in speaker.services)


@use_case
def report_announcement(
    unit: Unit, job: int, state: str, detail: str, started_at: str | None, seconds: float | None
) -> None:
    """Enter what the announcer did with a job; a job that has ended keeps its first result."""
    if state not in ENDED:
        raise Refused("invalid_fields", field="state")
    unit.connection.execute(
        """UPDATE announcements SET state = ?, detail = ?, started_at = ?, seconds = ?
        WHERE id = ? AND state = 'waiting'""",
        (state, detail[:200], started_at, seconds, job),
    )
    unit.touch("voice")


def close_expired(office: Office) -> None:
    """Close what no announcer said in its time; cheap while there is none."""
    late = office.clock.now() - _REPORT_WITHIN
    found = office.database.read().execute(
        "SELECT 1 FROM announcements WHERE state = 'waiting' AND expires_at <= ? LIMIT 1",
        (_stamp(late),),
    )
    if found.fetchone() is not None:
        expire_before(office, Command(route="announcer"), late)


@use_case
def expire_before(unit: Unit, late: datetime) -> int:
    """Close the announcements that wait and whose time passed before `late`; how many."""
    return unit.connection.execute(
        """UPDATE announcements SET state = 'expired', detail = 'nobody announced it'
        WHERE state = 'waiting' AND expires_at <= ?""",
        (_stamp(late),),
    ).rowcount


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _enqueue(unit: Unit, speaker: Speaker, called: Ticket) -> None:
    repeat_no = unit.connection.execute(
        "SELECT count(*) FROM announcements WHERE speaker = ? AND ticket = ? AND call_no = ?",
        (speaker.id, called.id, called.calls),
    ).fetchone()[0]
    expires = unit.now + timedelta(seconds=speaker.expiry_seconds)
    unit.connection.execute(
        """INSERT INTO announcements (speaker, ticket, counter, call_no, repeat_no, state,
        created_at, expires_at, detail) VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, '')""",
        (
            speaker.id,
            called.id,
            called.counter,
            called.calls,
            repeat_no,
            unit.stamp,
            _stamp(expires),
        ),
    )
