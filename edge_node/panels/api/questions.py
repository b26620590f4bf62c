"""The bodies that the API takes, each checked strictly before anything is done.

Bounds are here because a number that SQLite cannot keep, or a text that fills the card, must be
refused before a transaction begins.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from edge_node.office.transferring import Place
from queue_core.web.api.contract import LARGEST_ID, WHOLE, Line, Name, Question, Words, example

Language = Literal["pl", "en", "uk"]
PriorityClass = Annotated[
    int, Field(ge=0, le=2, description="0 none, 1 first, 2 second class"), WHOLE
]
Services = Annotated[tuple[Name, ...], Field(max_length=20)]


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None or not 2000 <= moment.year <= 2200:
        raise ValueError("needs an offset, such as Z, and a year of this century")
    return moment.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]


class NewTicket(Question):
    """What a person asks for. `kiosk` prints the paper at that kiosk's printer."""

    model_config = example(service="id_cards", language="uk", priority=1, kiosk="1")

    service: Name
    language: Language = "pl"
    priority: PriorityClass = 0
    need: Name | None = None
    note: Line | None = None
    kiosk: Name | None = None
    more_services: Services = ()
    paper: bool = True


class Arrival(Question):
    """The six digits of a booking, what its QR code says, or its id; exactly one of them.

    At a `kiosk` paper comes out. `override` is the reason for letting somebody in whatever the
    hour; it goes with `booking` alone.
    """

    code: Name | None = None
    qr: Line | None = None
    booking: Name | None = None
    kiosk: Name | None = None
    override: Line = ""


class Cancellation(Question):
    """Why a ticket is void."""

    reason: Line = ""


class Restoring(Question):
    """Where a missed person goes back to; `within`: the old place while the rule allows it."""

    place: Literal["original", "last", "within"] = "original"


class Reprint(Question):
    """At which printer the copy comes out."""

    printer: Name


class Urgency(Question):
    """The class of a ticket."""

    priority: PriorityClass


class Note(Question):
    """What the clerk should know, and a need that routes the ticket.

    An empty text takes the old one away; a need that is null or left out stays as it is.
    """

    note: Line
    need: Annotated[Line, Field(max_length=64)] | None = None


class Transfer(Question):
    """Where a ticket goes: at least one of service, counter and clerk."""

    model_config = example(service="residence", place="first", note="ma już wniosek")

    service: Name | None = None
    counter: Name | None = None
    clerk: Name | None = None
    place: Place = "original"
    note: Line | None = None


class Break(Question):
    """Why a counter pauses."""

    reason: Words


class Chosen(Question):
    """A ticket by its id."""

    ticket: Name


class Pieces(Question):
    """How many of a matter that is counted."""

    service: Name
    quantity: Annotated[int, Field(ge=1, le=999), WHOLE]


class Given(Question):
    """The services really given; empty: the one of the ticket. Quantities of those counted."""

    model_config = example(
        services=["id_cards", "residence"], quantities=[{"service": "residence", "quantity": 3}]
    )

    services: Services = ()
    quantities: Annotated[tuple[Pieces, ...], Field(max_length=20)] = ()

    @property
    def counted(self) -> dict[str, int]:
        """The quantities by service."""
        return {one.service: one.quantity for one in self.quantities}


class Parking(Question):
    """What the clerk should remember of a parked ticket."""

    note: Line | None = None


class Visit(Question):
    """A visit without a ticket."""

    service: Name


class Blocking(Question):
    """What a blocked kiosk shows."""

    text: Words


class Alarm(Question):
    """Evacuation of the office, or the panic button of one counter."""

    model_config = example(kind="panic", counter="3")

    kind: Literal["evacuation", "panic"]
    counter: Name | None = None


class AlarmEnd(Question):
    """Whether the queue goes on after an evacuation."""

    then: Literal["keep", "close_day"] = "keep"


class Helper(Question):
    """The counter whose clerk goes to help."""

    counter: Name


class ConfirmedDay(Question):
    """The date that a person vouches for."""

    day: date


class PaperTicket(Question):
    """One line of the list that was written by hand while the box was dead."""

    model_config = example(
        service="id_cards",
        number=17,
        issued_at="2026-11-20T08:30:00+01:00",
        called_at="2026-11-20T08:41:00+01:00",
        ended_at="2026-11-20T08:52:00+01:00",
        counter="1",
    )

    service: Name
    number: Annotated[int, Field(ge=1, le=9999), WHOLE]
    issued_at: Instant
    called_at: Instant | None = None
    ended_at: Instant | None = None
    counter: Name | None = None
    came: bool = True


class Heartbeat(Question):
    """What a device says of itself."""

    state: Literal["ok", "trouble"]
    detail: Line = ""


class SpokenResult(Question):
    """What an announcer did with a job."""

    model_config = example(job=5, state="played", started_at="2026-11-20T08:00:01Z", seconds=2.7)

    job: Annotated[int, Field(ge=1, le=LARGEST_ID), WHOLE]
    state: Literal["played", "failed", "expired", "silent", "withdrawn"]
    detail: Line = ""
    started_at: Instant | None = None
    seconds: Annotated[float, Field(ge=0, le=3600)] | None = None
