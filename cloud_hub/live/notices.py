"""Telling the holder of a ticket that the turn is near, by SMS or e-mail, once.

Asked for from the e-ticket, told by the work process, as the office's own words tell the queue.
The trap: a contact is personal, so it goes with the last word about its ticket.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select, update
from ulid import ULID

from cloud_hub.booking.contacts import email_address, phone_number
from cloud_hub.live.eticket import Eticket, read_eticket
from cloud_hub.live.queue_now import QueueReader
from cloud_hub.messages.outgoing import Message, queue_message
from cloud_hub.store.inserting import insert_if_absent
from cloud_hub.store.tables.live import turn_notices
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from queue_core.domain.errors import NotAllowedNow, Refused
from queue_core.domain.messages import MessageKind
from queue_core.domain.near import Nearness, is_near
from queue_core.domain.tickets import FINAL, State

_SENSE = timedelta(minutes=15)
"""A message that did not go out by then tells of a turn that has passed."""


class Outcome(StrEnum):
    """How a notice ended."""

    TOLD = "told"
    WITHDRAWN = "withdrawn"
    OVER = "over"


@dataclass(frozen=True)
class NoticeWish:
    """Where to write, and when: a phone number or an e-mail address as it was typed."""

    contact: str
    nearness: Nearness
    language: str = "pl"


@dataclass(frozen=True)
class Notice:
    """A notice that waits; `channel` is `sms` or `email`."""

    channel: str
    nearness: Nearness


def reached_by(contact: str) -> tuple[str, str]:
    """The channel and the clean contact of what was typed. Raises `invalid_fields`."""
    phone, email = phone_number(contact), email_address(contact)
    if phone is not None:
        return "sms", phone
    if email is not None:
        return "email", email
    raise Refused("invalid_fields", field="contact")


@use_case
def ask_notice(unit: Unit, office: str, token: str, wish: NoticeWish) -> str:
    """Tell this contact once when the turn of a ticket is near; the channel.

    Another wish by the same channel takes the place of the first. Raises `invalid_fields`.
    """
    channel, contact = reached_by(wish.contact)
    _end(unit, token, Outcome.WITHDRAWN, channel)
    insert_if_absent(
        unit.connection,
        turn_notices,
        {
            "id": str(ULID.from_datetime(unit.now)),
            "office": office,
            "token": token,
            "channel": channel,
            "contact": contact,
            "people": wish.nearness.people,
            "minutes": wish.nearness.minutes,
            "language": wish.language,
            "asked_at": unit.now,
        },
    )
    return channel


@use_case
def withdraw_notices(unit: Unit, token: str) -> None:
    """Tell nobody of this ticket; contacts are erased."""
    _end(unit, token, Outcome.WITHDRAWN)


def notices_of(hub: Hub, token: str) -> tuple[Notice, ...]:
    """Whoever waits to be told of a ticket."""
    open_ones = turn_notices.c.token == token, turn_notices.c.ended_at.is_(None)
    with hub.database.read() as connection:
        rows = connection.execute(
            select(turn_notices).where(*open_ones).order_by(turn_notices.c.channel)
        ).all()
    return tuple(Notice(row.channel, Nearness(row.people, row.minutes)) for row in rows)


def may_be_told(e: Eticket) -> bool:
    """Whether there is a turn to wait for."""
    return e.queue is not None and not e.over and e.state in (State.BOOKED, State.WAITING)


def tell_near(hub: Hub, reader: QueueReader, command: Command) -> int:
    """Write to everybody whose turn is near now, and forget whose ticket has ended; how many were
    written to. The work process asks again and again."""
    told = 0
    for row in _open(hub):
        e = read_eticket(hub, reader, row.token)
        if e.state in FINAL or e.over or (e.state is not None and e.state in _SERVED):
            end_notice(hub, command, row.id, Outcome.OVER)
        elif e.state is not None and is_near(_nearness(row), e.state, e.people_before, e.wait):
            told += tell_turn(hub, command, row.id, e.number, e.people_before or 0)
    return told


_SERVED = frozenset({State.SERVING, State.PARKED})


@use_case
def tell_turn(unit: Unit, notice: str, number: str, people: int) -> bool:
    """Write the message of one notice and end it; whether it was still open."""
    row = unit.connection.execute(
        select(turn_notices).where(turn_notices.c.id == notice, turn_notices.c.ended_at.is_(None))
    ).first()
    if row is None or row.contact is None:
        return False
    queue_message(
        unit,
        Message(
            kind=MessageKind.TURN_NEAR.value,
            office=row.office,
            language=row.language,
            to_phone=row.contact if row.channel == "sms" else None,
            to_email=row.contact if row.channel == "email" else None,
            facts={"number": number, "people": people, "eticket": row.token},
            not_after=unit.now + _SENSE,
            key=f"near {notice}",
        ),
    )
    _end_where(unit, Outcome.TOLD, turn_notices.c.id == notice)
    return True


@use_case
def end_notice(unit: Unit, notice: str, outcome: Outcome) -> None:
    """End one notice without a word."""
    _end_where(unit, outcome, turn_notices.c.id == notice)


def _end(unit: Unit, token: str, outcome: Outcome, channel: str | None = None) -> None:
    chosen = [turn_notices.c.token == token]
    if channel is not None:
        chosen.append(turn_notices.c.channel == channel)
    _end_where(unit, outcome, *chosen)


def _end_where(unit: Unit, outcome: Outcome, *chosen: Any) -> None:
    unit.connection.execute(
        update(turn_notices)
        .where(*chosen, turn_notices.c.ended_at.is_(None))
        .values(ended_at=unit.now, outcome=outcome.value, contact=None)
    )


def _open(hub: Hub) -> Iterable[Row[Any]]:
    with hub.database.read() as connection:
        return connection.execute(
            select(turn_notices)
            .where(turn_notices.c.ended_at.is_(None))
            .order_by(turn_notices.c.asked_at)
        ).all()


def _nearness(row: Row[Any]) -> Nearness:
    return Nearness(row.people, row.minutes)


def office_of(e: Eticket) -> str:
    """The office of a ticket that can be waited for. Raises `not_allowed_now`."""
    if e.queue is None or not may_be_told(e):
        raise NotAllowedNow()
    return e.queue.office.id
