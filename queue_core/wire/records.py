"""The facts that node and hub tell each other, one struct for each kind.

Fields are only added, with a default; a changed meaning is a new kind. No struct holds personal
data: name and contact travel beside the record (`Personal`) and can be erased everywhere while
the chain still verifies.
"""

from datetime import datetime
from typing import Any

import msgspec


class Record(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=False
):
    """A fact of one office; `tag` is its kind on the wire."""


class Personal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a person the node needs: kept 8 days ahead and until the day after."""

    name: str = ""
    phone_tail: str = ""
    phone: str = ""
    """Whole, only up: where a node booked a visit and the person asked for reminders."""
    email: str = ""


# dn: the hub tells the office


class BookingPut(Record, frozen=True, kw_only=True, tag="booking_put"):
    """A confirmed booking, new or changed; the highest `version` counts.

    `code_mac` proves the six digits without telling them: HMAC-SHA256 by the office's code key,
    the first 16 bytes in hex. `start` is UTC.
    """

    booking: str
    version: int
    service: str
    start: datetime
    minutes: int
    number: str
    code_mac: str
    more_services: tuple[str, ...] = ()
    persons: int = 1
    language: str = "pl"
    priority: int = 0
    need: str | None = None
    eticket: str = ""


class BookingCancelled(Record, frozen=True, kw_only=True, tag="booking_cancelled"):
    """A tombstone; answered with `CancelApplied` or `CancelTooLate`."""

    booking: str
    version: int
    reason: str = "cancelled"


class LeaseGrant(Record, frozen=True, kw_only=True, tag="lease_grant"):
    """Seats of one calendar and day that only the node sells from now on.

    `seats` are (cell, seat number); `cell` is the UTC start of five minutes, ISO 8601.
    `numbers` are ready ticket numbers with their codes, for bookings made in these seats.
    """

    lease: str
    calendar: str
    day: str
    seats: tuple[tuple[datetime, int], ...]
    numbers: tuple[tuple[str, str], ...]


class LeaseRecall(Record, frozen=True, kw_only=True, tag="lease_recall"):
    """The hub asks for seats back; they count as sold until `LeaseReturn`. Empty: all."""

    lease: str
    seats: tuple[tuple[datetime, int], ...] = ()


class Configuration(Record, frozen=True, kw_only=True, tag="configuration"):
    """The whole document of the office; answered by `ConfigurationTaken` or `…Refused`."""

    version: int
    digest: str
    document: msgspec.Raw


class OfficeKeys(Record, frozen=True, kw_only=True, tag="office_keys"):
    """Keys by which the node checks codes and QR codes; `qr` by key id, old ones included."""

    code: str
    qr: dict[str, str]


class Command(Record, frozen=True, kw_only=True, tag="command"):
    """Something that the node shall do once, and never after `valid_until`."""

    command: str
    name: str
    facts: dict[str, Any]
    valid_until: datetime
    asked_by: str = ""


class RequestAnswered(Record, frozen=True, kw_only=True, tag="request_answered"):
    """What the hub decided of a node's `BookingRequest`; a booking comes as `BookingPut`."""

    request: str
    outcome: str
    facts: dict[str, Any] = {}


class TicketFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket as it is after an event; no note, no person.

    `queue_time`, `issue_seq`, `priority` and `first_in_line` say where it stands: with them the
    hub counts who is before it by the rules of the node.
    """

    id: str
    number: str
    day: str
    service: str
    state: str
    version: int
    token: str
    queue_time: datetime
    issued_at: datetime
    origin: str
    language: str = "pl"
    priority: int = 0
    need: str | None = None
    issue_seq: int = 0
    first_in_line: bool = False
    booking: str | None = None
    booked_for: datetime | None = None
    arrived: bool = False
    kiosk: str | None = None
    counter: str | None = None
    clerk: str | None = None
    calls: int = 0
    more_services: tuple[str, ...] = ()
    served_services: tuple[str, ...] = ()
    called_at: datetime | None = None
    serving_at: datetime | None = None
    ended_at: datetime | None = None
    parked_seconds: int = 0
    time_reliable: bool = True
    people_before: int | None = None
    wait: tuple[int, int] | None = None


class ResendBegun(Record, frozen=True, kw_only=True, tag="resend_begun"):
    """From here to `ResendEnded` the hub tells everything anew that it knows.

    `days` are the first and the last day (ISO), None for all from today on with leases and keys.
    `applied_up` is how far (epoch counter, number) the hub had applied the node's log.
    """

    applied_up: tuple[int, int]
    days: tuple[str, str] | None = None


class ResendEnded(Record, frozen=True, kw_only=True, tag="resend_ended"):
    """What was not told since `ResendBegun` is no longer so, but for the node's own later words."""

    days: tuple[str, str] | None = None


class TicketBack(Record, frozen=True, kw_only=True, tag="ticket_back"):
    """A ticket of today as the hub had heard of it, for a node that may have lost it."""

    ticket: TicketFacts


# up: the office tells the hub


class OfficeEvent(Record, frozen=True, kw_only=True, tag="event"):
    """One event of the office's log, with its ticket as it is afterwards.

    `undone` are the sequence numbers of events that this one takes back.
    """

    seq: int
    action: int
    day: str
    name: str
    at: datetime
    boot: int
    uptime_ms: int
    clock_synced: bool
    ticket: TicketFacts | None = None
    counter: str | None = None
    clerk: str | None = None
    facts: dict[str, Any] = {}
    undone: tuple[int, ...] = ()


class LeasedSale(Record, frozen=True, kw_only=True, tag="leased_sale"):
    """A booking that the node made in leased seats: a fact, entered unconditionally."""

    booking: str
    version: int
    lease: str
    seats: tuple[tuple[datetime, int], ...]
    service: str
    start: datetime
    minutes: int
    number: str
    code_mac: str
    persons: int = 1
    language: str = "pl"
    made_at: str = "kiosk"


class LeaseReturn(Record, frozen=True, kw_only=True, tag="lease_return"):
    """Seats that the node gives back; the hub may sell them again."""

    lease: str
    seats: tuple[tuple[datetime, int], ...]


class BookingSeen(Record, frozen=True, kw_only=True, tag="booking_seen"):
    """A visit honoured from its QR code before the hub's record came: the facts of the code."""

    booking: str
    version: int
    service: str
    start: datetime
    number: str
    persons: int = 1


class CancelApplied(Record, frozen=True, kw_only=True, tag="cancel_applied"):
    """The node has taken the cancellation: the seats may be sold again."""

    booking: str
    version: int


class CancelTooLate(Record, frozen=True, kw_only=True, tag="cancel_too_late"):
    """The person had proved to be at the office before the cancellation came."""

    booking: str
    version: int


class BookingRequest(Record, frozen=True, kw_only=True, tag="booking_request"):
    """Staff at the node ask for a change of a booking that the hub owns."""

    request: str
    wish: str
    booking: str | None = None
    facts: dict[str, Any] = {}
    clerk: str = ""


class CommandDone(Record, frozen=True, kw_only=True, tag="command_done"):
    """What became of a command: `done`, `refused`, `too_late`; `facts` hold the code."""

    command: str
    outcome: str
    facts: dict[str, Any] = {}


class ConfigurationTaken(Record, frozen=True, kw_only=True, tag="configuration_taken"):
    """This version is in force at the office."""

    version: int
    digest: str


class ConfigurationRefused(Record, frozen=True, kw_only=True, tag="configuration_refused"):
    """This version cannot be used; the last good one stays in force."""

    version: int
    digest: str
    faults: tuple[str, ...]


DOWN = (
    BookingPut
    | BookingCancelled
    | LeaseGrant
    | LeaseRecall
    | Configuration
    | OfficeKeys
    | Command
    | RequestAnswered
    | ResendBegun
    | ResendEnded
    | TicketBack
)
UP = (
    OfficeEvent
    | LeasedSale
    | LeaseReturn
    | BookingSeen
    | CancelApplied
    | CancelTooLate
    | BookingRequest
    | CommandDone
    | ConfigurationTaken
    | ConfigurationRefused
)

Decoder = msgspec.json.Decoder[Record]
DOWN_RECORDS: Decoder = msgspec.json.Decoder(DOWN)
UP_RECORDS: Decoder = msgspec.json.Decoder(UP)
"""What each side reads; made at import, because a type must not be met first in a thread."""
