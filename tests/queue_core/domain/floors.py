"""Builders for tests of the estimate: an office at minute 60 and lines of waiting people."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from queue_core.domain.calling import Desk
from queue_core.domain.lineup import Floor, line_up
from queue_core.domain.office import Rules
from queue_core.domain.simulation import Outlook, simulate
from queue_core.domain.tickets import State, Ticket
from tests.queue_core.domain.builders import DAY, at, desk, service, ticket, visit

NOW = 60.0


def floor(
    tickets: Iterable[Ticket] = (),
    desks: Sequence[Desk] = (),
    *,
    minute: float = NOW,
    services: str = "ABC",
    minutes: float = 10.0,
    **fields: Any,
) -> Floor:
    """An office in which every service lasts `minutes` on average."""
    values: dict[str, Any] = {
        "now": at(minute),
        "day": DAY,
        "tickets": tuple(tickets),
        "desks": tuple(desks),
        "services": {s: service(s) for s in services},
        "rules": Rules(),
        "mean_minutes": dict.fromkeys(services, minutes),
    }
    return Floor(**(values | fields))


def line(count: int, service: str = "A", *, since: float = 30) -> list[Ticket]:
    """So many walk-ins for a service, one each six seconds."""
    return [
        ticket(f"{service}{n:03d}", since=since + n / 10, issue_seq=n) for n in range(1, count + 1)
    ]


def counters(count: int, *groups: str) -> list[Desk]:
    """So many open counters with one profile."""
    return [desk(str(n), *groups) for n in range(1, count + 1)]


def served(number: str, *, by: str, for_minutes: float, minute: float = NOW) -> Ticket:
    """A ticket that counter `by` has served for so long."""
    began = at(minute) - timedelta(minutes=for_minutes)
    return ticket(number, state=State.SERVING, counter=by, called_at=began, serving_at=began)


def expected(number: str, *, hour: float) -> Ticket:
    """A booked visit whose person has not come yet."""
    return visit(number, hour=hour, state=State.BOOKED, arrived=False)


def outlook(office: Floor) -> Outlook:
    """The simulated ranges of an office."""
    return simulate(office, line_up(office))
