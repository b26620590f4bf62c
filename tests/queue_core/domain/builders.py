"""Values for tests of the rules, with defaults that make an ordinary ticket of an ordinary day.

Minutes count from 8:00 UTC of that day; a test names only what it is about.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_core.domain.calling import Choice, Desk, History, Queue, Step, next_ticket
from queue_core.domain.office import Rules, Service
from queue_core.domain.tickets import Origin, State, Ticket

DAY = "2026-03-16"
OPENING = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """The instant this many minutes after the opening."""
    return OPENING + timedelta(minutes=minutes)


def ticket(number: str = "A001", *, since: float = 0, **fields: Any) -> Ticket:
    """A walk-in for service A (the letter of its number) that waits `since` that minute."""
    values: dict[str, Any] = {
        "id": number,
        "day": DAY,
        "number": number,
        "service": number[0],
        "state": State.WAITING,
        "queue_time": at(since),
        "ageing_from": at(since),
        "issued_at": at(since),
        "token": f"token-{number}",
    }
    return Ticket(**(values | fields))


def visit(number: str = "AR01", *, hour: float, **fields: Any) -> Ticket:
    """A booked visit that has arrived and waits; its hour is minute `hour`."""
    booked: dict[str, Any] = {"booked_for": at(hour), "origin": Origin.BOOKING, "arrived": True}
    return ticket(number, since=hour, **(booked | fields))


def absent(
    number: str = "A001", *, by: str = "1", seq: int = 1, marked: float = 0, **fields: Any
) -> Ticket:
    """A ticket that counter `by` marked absent with event `seq` at minute `marked`."""
    mark: dict[str, Any] = {"counter": by, "calls": 1, "absent_at": at(marked), "absent_seq": seq}
    return ticket(number, **({"state": State.ABSENT} | mark | fields))


def desk(
    id: str = "1",
    *groups: str,
    needs: Iterable[str] = (),
    clerk: str | None = None,
    languages: Iterable[str] = (),
) -> Desk:
    """A counter; each group is a string of one-letter services: `desk("1", "AB", "C")`."""
    profile = tuple(frozenset(group) for group in groups or ("ABC",))
    return Desk(id, profile, clerk, frozenset(needs), frozenset(languages))


def service(id: str = "A", **fields: Any) -> Service:
    """A matter whose prefix is its id."""
    return Service(**({"id": id, "prefix": id, "names": {"pl": id}} | fields))


def queue(
    *tickets: Ticket,
    minute: float = 10,
    desks: Iterable[Desk] = (),
    services: Iterable[Service] = (),
    rules: Rules | None = None,
) -> Queue:
    """The office at minute `minute`; unless told otherwise one counter is open."""
    return Queue(
        tickets=tickets,
        open_desks=tuple(desks) or (desk(),),
        services={s.id: s for s in tuple(services) or (service("A"), service("B"), service("C"))},
        now=at(minute),
        day=DAY,
        rules=rules or Rules(),
    )


def after(*calls: Step, booked: Iterable[bool] = ()) -> History:
    """A counter that made these calls, the latest one last."""
    return History(calls=calls, booked_calls=tuple(booked))


def turn(office: Queue, asking: Desk | None = None, history: History | None = None) -> str | None:
    """The number of the ticket that is called now, or None."""
    choice = choose(office, asking, history)
    return choice.ticket.number if choice else None


def choose(
    office: Queue, asking: Desk | None = None, history: History | None = None
) -> Choice | None:
    """Whom the asking counter (the first open one by default) calls now, and why."""
    return next_ticket(office, asking or office.open_desks[0], history or History())
