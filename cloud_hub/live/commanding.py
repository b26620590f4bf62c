"""Asking a node to do something, and what it answered. The node decides; the hub only asks.

Nobody waits here: who asked looks again. The trap: a node that was cut off may have done in time
what it answers much later, so a wish without an answer is unknown, never "not done".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update
from ulid import ULID

from cloud_hub.store.dn_log import tell_office
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.live import asked_commands
from cloud_hub.store.unit import Unit, use_case
from queue_core.wire.records import Command, CommandDone

VALID_FOR = timedelta(minutes=5)
LOOKED_FOR = timedelta(seconds=5)
"""So long a page looks for the answer before it says that the wish is on its way."""


class Stage(StrEnum):
    """How far a wish has come."""

    ASKED = "asked"
    SENT = "sent"
    DONE = "done"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    UNANSWERED = "unanswered"


_ANSWERS = frozenset({Stage.DONE, Stage.REFUSED, Stage.TOO_LATE})


@dataclass(frozen=True)
class Wish:
    """What a node shall do: `subject` is what it is about, such as the token of an e-ticket."""

    office: str
    name: str
    subject: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A wish on its way or answered; `answer` holds the code of a refusal and what it names."""

    id: str
    name: str
    stage: Stage
    asked_at: datetime
    answer: Mapping[str, Any] = field(default_factory=dict)


@use_case
def ask_office(unit: Unit, wish: Wish) -> str:
    """Ask a node, unless the same was asked and not yet answered; the id of the command."""
    same = (
        asked_commands.c.office == wish.office,
        asked_commands.c.name == wish.name,
        asked_commands.c.subject == wish.subject,
        asked_commands.c.outcome.is_(None),
    )
    unit.connection.execute(
        update(asked_commands)
        .where(*same, asked_commands.c.valid_until < unit.now)
        .values(outcome=Stage.UNANSWERED.value)
    )
    told = Command(
        command=str(ULID.from_datetime(unit.now)),
        name=wish.name,
        facts=wish.facts,
        valid_until=unit.now + VALID_FOR,
        asked_by=unit.command.actor,
    )
    row = {
        "id": told.command,
        "office": wish.office,
        "name": wish.name,
        "subject": wish.subject,
        "facts": wish.facts,
        "asked_by": unit.command.actor,
        "asked_at": unit.now,
        "valid_until": told.valid_until,
    }
    if not insert_if_absent(unit.connection, asked_commands, row):
        return str(unit.connection.execute(select(asked_commands.c.id).where(*same)).scalar_one())
    tell_office(unit, wish.office, told)
    unit.touch("live")
    return told.command


def apply_done(unit: Unit, office: str, record: CommandDone) -> None:
    """Enter a node's answer; called by the link. The first answer stays, a foreign office's or
    an unknown command's is nobody's. Touches `live`."""
    unit.connection.execute(
        update(asked_commands)
        .where(
            asked_commands.c.id == record.command,
            asked_commands.c.office == office,
            asked_commands.c.answered_at.is_(None),
        )
        .values(outcome=_outcome(record), answer=record.facts, answered_at=unit.now)
    )
    unit.touch("live")


def latest_wish(connection: Connection, subject: str, now: datetime) -> Asked | None:
    """The latest wish about something, or None."""
    row = connection.execute(
        select(asked_commands)
        .where(asked_commands.c.subject == subject)
        .order_by(asked_commands.c.asked_at.desc(), asked_commands.c.id.desc())
        .limit(1)
    ).first()
    return _asked(row, now) if row else None


def _outcome(record: CommandDone) -> str:
    known = record.outcome in {stage.value for stage in _ANSWERS}
    return record.outcome if known else Stage.REFUSED.value


def _asked(row: Row[Any], now: datetime) -> Asked:
    return Asked(row.id, row.name, _stage(row, now), row.asked_at, row.answer or {})


def _stage(row: Row[Any], now: datetime) -> Stage:
    if row.outcome is not None:
        return Stage(row.outcome)
    if now > row.valid_until:
        return Stage.UNANSWERED
    return Stage.ASKED if now - row.asked_at < LOOKED_FOR else Stage.SENT
