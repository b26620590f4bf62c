"""Short words for what happens at the counters of the sample office, and what the file holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.office.calling import absent, call_next, came
from edge_node.office.serving import finish, park
from edge_node.store.events import Event, event_from
from edge_node.store.tickets import add, ticket
from edge_node.store.unit import Command, Office, transaction
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import Move, Origin, State, Ticket
from tests.edge_node.sample import SAMPLE, build_office, by


def office_with(folder: Path, **rules: object) -> Office:
    """The sample office with some of its rules changed."""
    return build_office(folder, replace(SAMPLE, rules=replace(SAMPLE.rules, **rules)))  # type: ignore[arg-type]


def clock(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock


def pass_time(office: Office, **amount: float) -> None:
    clock(office).advance(**amount)


def call(office: Office, counter: str = "1") -> Ticket:
    """The next ticket, called to this counter; there must be one."""
    called = call_next(office, by(counter), counter)
    assert called is not None
    return called


def serving(office: Office, counter: str = "1") -> Ticket:
    call(office, counter)
    return came(office, by(counter), counter)


def serve(office: Office, counter: str = "1") -> Ticket:
    """One whole visit at a counter."""
    serving(office, counter)
    return finish(office, by(counter), counter)


def miss(office: Office, counter: str = "1") -> Ticket:
    """One unanswered call at a counter."""
    call(office, counter)
    return absent(office, by(counter), counter)


def parked(office: Office, counter: str = "1") -> Ticket:
    serving(office, counter)
    return park(office, by(counter), counter)


def missed_three_times(office: Office, counter: str = "1") -> Ticket:
    """A ticket that is alone, so each of its calls comes five minutes after the last."""
    for _ in range(3):
        pass_time(office, minutes=5)
        gone = miss(office, counter)
    return gone


def booked(office: Office, day: str | None = None) -> Ticket:
    """A booked visit of half past nine, as the hub will send it."""
    with transaction(office, Command(route="hub")) as unit:
        at = unit.now.replace(hour=8, minute=30)
        return add(
            unit,
            Ticket(
                id=f"booked {day}",
                day=day or unit.day,
                number="AR01",
                service="id_cards",
                state=State.BOOKED,
                queue_time=at,
                ageing_from=at,
                issued_at=unit.now,
                token=f"token {day}",
                origin=Origin.BOOKING,
                booked_for=at,
            ),
            Move.BOOKED,
        )


def now(office: Office, before: Ticket) -> Ticket:
    """This ticket as it stands in the file."""
    return ticket(office.database.read(), before.id)


def waiting_numbers(office: Office, *counters: str) -> list[str]:
    """Serve everybody at these counters, one after the other; the numbers in order of call."""
    numbers: list[str] = []
    while True:
        for counter in counters:
            called = call_next(office, by(counter), counter)
            if called is None:
                return numbers
            numbers.append(called.number)
            came(office, by(counter), counter)
            finish(office, by(counter), counter)


def log(office: Office) -> list[Event]:
    """Every event so far, oldest first."""
    rows = office.database.read().execute("SELECT * FROM events ORDER BY seq")
    return [event_from(row) for row in rows]


def kinds(office: Office, of: Ticket) -> list[str]:
    """What happened to a ticket, oldest first, undone things too."""
    return [event.kind for event in log(office) if event.ticket == of.id]


def announcements(office: Office) -> list[tuple[str, int, int, str]]:
    """(counter, call, repeat, state) of everything that is to be said or was."""
    rows = office.database.read().execute(
        "SELECT counter, call_no, repeat_no, state FROM announcements ORDER BY id"
    )
    return [tuple(row) for row in rows]


def everything(office: Office) -> str:
    """The whole content of the file: two equal ones mean that nothing was changed."""
    return "\n".join(office.database.read().iterdump())


@contextmanager
def refused(office: Office, code: str) -> Iterator[None]:
    """What is done inside is refused with this code and changes nothing."""
    before = everything(office)
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
    assert everything(office) == before
