"""What the hub's API tells, as plain values.

The names are a promise to other programs: they are added to, never changed. A name, a phone or an
address is told to nobody, not even to its owner.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from queue_core.domain.booking.bookings import BookingState
from queue_core.domain.tickets import State
from queue_core.web.api.contract import Answer, example

Texts = Annotated[dict[str, str], Field(description="By language: pl, en, uk.")]
Range = tuple[int, int]
"""Low and high, in minutes."""


class Office(Answer):
    """A place of the institution."""

    model_config = example(
        id="plaza", name="Punkt Informacyjny", address="ul. Broniewskiego 90, Toruń", example=True
    )

    id: str
    name: str
    address: str
    example: bool


class Offices(Answer):
    """All places."""

    offices: tuple[Office, ...]


class ServicePlace(Answer):
    """Where a service is booked, and how long a visit takes."""

    office: str
    minutes: int
    persons_at_most: int


class ServiceCard(Answer):
    """What to know before the visit."""

    documents: Texts
    fees: Texts
    forms: tuple[str, ...]
    remarks: Texts


class Service(Answer):
    """A matter that can be booked."""

    id: str
    names: Texts
    descriptions: Texts
    card: ServiceCard
    places: tuple[ServicePlace, ...]


class Services(Answer):
    """Everything that can be booked."""

    services: tuple[Service, ...]


class FreeTerm(Answer):
    """A term that can be held now; `free` visits may still run side by side in it."""

    start: datetime
    free: int


class DayOfTerms(Answer):
    """One day. `full` where all terms are taken, `closed` where there are none by rule."""

    day: date
    full: bool
    closed: bool
    reason: Texts
    terms: tuple[FreeTerm, ...]


class Terms(Answer):
    """Free terms by day."""

    office: str
    service: str
    days: tuple[DayOfTerms, ...]


class Hold(Answer):
    """A term that is held until `expires_at`. Its `id` is a secret: whoever knows it may go on."""

    model_config = example(
        id="6PEmjFTr1Ay_7yGYDjbTRtLq",
        state="held",
        office="plaza",
        service="residence",
        start="2026-11-24T09:00:00Z",
        minutes=15,
        persons=1,
        expires_at="2026-11-23T08:10:00Z",
        extended=False,
    )

    id: str
    state: Literal["held", "unconfirmed"]
    office: str
    service: str
    start: datetime
    minutes: int
    persons: int
    expires_at: datetime
    extended: bool


class CodeSent(Answer):
    """A code of six digits is on its way."""

    channel: Literal["sms", "email"]
    expires_at: datetime
    sends_left: int
    attempts_left: int


class Booking(Answer):
    """A visit, told to its holder alone; `code` is what the kiosk asks for."""

    token: str
    state: BookingState
    office: str
    service: str
    start: datetime
    minutes: int
    persons: int
    language: str
    ticket_number: str
    code: str
    can_cancel: bool
    can_move: bool


class Work(Answer):
    """A proof of work (ALTCHA) that is asked for while too many ask at once; null in calm times."""

    challenge: dict[str, object] | None


class ServiceQueue(Answer):
    """One matter of an office now. `waiting` counts nobody who is absent or not yet due."""

    id: str
    prefix: str
    names: Texts
    waiting: int
    wait_range_minutes: Range | None
    last_called: str | None
    now_served: tuple[str, ...]
    open_counters: tuple[str, ...]
    issuing: bool | None


class Queue(Answer):
    """An office's queue. `age_seconds` is null where it was never heard of; `silent` says that the
    numbers are no news any more."""

    office: str
    name: str
    day: date
    seen_at: datetime | None
    age_seconds: int | None
    silent: bool
    services: tuple[ServiceQueue, ...]


class Eticket(Answer):
    """Where a ticket stands. `state` is null while the hub has not heard of it; `over` says that
    its day has passed."""

    state: State | None
    over: bool
    number: str
    office: str | None
    service: str
    start: datetime | None
    counter: str | None
    people_before: int | None
    wait_range_minutes: Range | None
    delays_left: int
    may: tuple[Literal["cancel", "leave", "let_pass", "arrive"], ...]
    age_seconds: int | None
    silent: bool
