"""What the API tells: tickets, counters, services, jobs, as plain values.

The names are a promise to other programs (see the OpenAPI document): they are added to, never
changed. No person is named anywhere, a clerk is only present or not.
"""

from datetime import datetime
from typing import Literal

from edge_node.views.event_log import EventKind
from queue_core.domain.issuing import IssuingState
from queue_core.domain.printing import PrintState
from queue_core.domain.tickets import Origin, State
from queue_core.web.api.contract import Answer, example

Range = tuple[int, int]
"""Low and high, in minutes."""


class Ticket(Answer):
    """A ticket. `people_before` and `wait_range_minutes` are null unless it waits and somebody
    can know; `print` is null when no paper was asked for."""

    model_config = example(
        id="01M7VZGC00PMPSRK0VKJM72ABR",
        number="A015",
        day="2026-11-20",
        service="id_cards",
        more_services=[],
        served_services=[],
        state="waiting",
        priority=0,
        need=None,
        language="pl",
        origin="walk_in",
        booking=None,
        kiosk="1",
        queue_time="2026-11-20T08:00:00Z",
        issued_at="2026-11-20T08:00:00Z",
        called_at=None,
        serving_at=None,
        ended_at=None,
        counter=None,
        calls=0,
        people_before=4,
        wait_range_minutes=[15, 25],
        eticket_url=None,
        print="printed",
        note=None,
    )

    id: str
    number: str
    day: str
    service: str
    more_services: tuple[str, ...]
    served_services: tuple[str, ...]
    state: State
    priority: int
    need: str | None
    language: str
    origin: Origin
    booking: str | None
    kiosk: str | None
    queue_time: datetime
    issued_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None
    counter: str | None
    calls: int
    people_before: int | None
    wait_range_minutes: Range | None
    eticket_url: str | None
    print: PrintState | None
    note: str | None


class TicketPage(Answer):
    """Tickets in order of issue; `next_cursor` is null on the last page."""

    tickets: tuple[Ticket, ...]
    next_cursor: int | None


class Event(Answer):
    """A move or another happening of the office. `facts` hold ids and numbers, never a person.

    `undone` says that it was taken back later; the taking back is an event of its own.
    """

    seq: int
    kind: EventKind
    at: datetime
    day: str
    ticket: str | None
    number: str | None
    service: str | None
    counter: str | None
    undone: bool
    facts: dict[str, str | int | float | bool | tuple[str, ...] | None]


class EventPage(Answer):
    """Events in order; ask again with `after` = `next_after`."""

    events: tuple[Event, ...]
    next_after: int


class TicketTrace(Ticket):
    """A ticket with everything that happened to it, oldest first."""

    events: tuple[Event, ...]


class TicketBrief(Answer):
    """The ticket that a counter has."""

    id: str
    number: str
    service: str
    state: State


class Counter(Answer):
    """A counter (stanowisko). `profile` are groups of services in the order of serving.

    People who chose one of `languages` are called first of their class; with
    `auto_call_seconds` above 0 the counter calls by itself after so long a rest.
    """

    number: str
    room: str
    state: Literal["closed", "open", "paused"]
    since: datetime | None
    reason: str | None
    clerk_present: bool
    profile: tuple[tuple[str, ...], ...]
    languages: tuple[str, ...]
    auto_call_seconds: int
    ticket: TicketBrief | None


class OtherHours(Answer):
    """That today differs from the usual hours; `reason` is the office's own text by language."""

    closed: bool
    reason: dict[str, str]


class Issuing(Answer):
    """Whether tickets are issued. `remaining` is null where nothing limits them."""

    state: IssuingState
    remaining: int | None
    opens_at: datetime | None
    other_hours: OtherHours | None


class ServiceState(Answer):
    """A service now. `wait_range_minutes` is for a new ticket, null when nobody can know."""

    id: str
    prefix: str
    names: dict[str, str]
    waiting: int
    wait_range_minutes: Range | None
    last_called: str | None
    issuing: Issuing
    open_counters: tuple[str, ...]


class Kiosk(Answer):
    """A ticket machine; `blocked` is the text it shows while it is blocked."""

    id: str
    name: str
    blocked: str | None


class Office(Answer):
    """The office with everything its staff may see of the queue."""

    id: str
    name: str
    day: str
    open: bool
    example: bool
    services: tuple[ServiceState, ...]
    counters: tuple[Counter, ...]
    kiosks: tuple[Kiosk, ...]


class PublicQueue(Answer):
    """The queue as everybody may see it."""

    name: str
    day: str
    open: bool
    example: bool
    waiting: int
    services: tuple[ServiceState, ...]


class PrintJob(Answer):
    """A paper; `ticket` is null for a test print and for the confirmation of a booked visit."""

    id: int
    ticket: str | None
    printer: str
    kind: str
    state: PrintState
    copy_of_ticket: bool
    attempts: int
    created_at: datetime
    valid_until: datetime
    detail: str


class PrintJobs(Answer):
    """The newest jobs first; `next_cursor` is null on the last page."""

    jobs: tuple[PrintJob, ...]
    next_cursor: int | None


class Panic(Answer):
    """A counter that needs help; `accepted_by` is the counter whose clerk goes there."""

    id: int
    counter: str | None
    raised_at: datetime
    accepted_by: str | None


class AlarmState(Answer):
    """Alarms that have not ended."""

    evacuation_since: datetime | None
    panics: tuple[Panic, ...]


class Day(Answer):
    """The day in force."""

    day: str
