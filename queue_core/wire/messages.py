"""The envelopes of the wire as strict structs, and the one way to read them.

An envelope knows its size limit and the schema version it accepts. The trap: the chain runs over
the stored bytes of a record, so they stay `Raw` here and are never encoded anew.
"""

from typing import Any, Literal, TypeVar

import msgspec

from queue_core.domain.errors import Refused

SCHEMA: Literal[1] = 1
MAX_BATCH_RECORDS = 100
MAX_BATCH_BYTES = 48 * 1024
MAX_PLAIN_RECORD_BYTES = 32 * 1024
PIECE_BYTES = 32 * 1024
MAX_RECORD_BYTES = 2 * 1024 * 1024
MAX_BYTES = {"log": 96 * 1024, "cur": 64 * 1024, "st": 1024}
"""By the last level of the topic; a longer payload is refused unread."""


NOTHING = msgspec.Raw(b"null")
"""In the place of personal fields, where there are none or they are erased."""


class BadMessage(Refused):
    """A message that is not taken, counted by its code: `message_too_large`, `malformed_message`,
    `unknown_schema`, `foreign_topic`, `forged_message`, `forged_batch`, `foreign_personal`.

    It comes from a machine, so no person ever reads it.
    """


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all messages have in common: `v`, the version of the schema."""

    v: Literal[1] = SCHEMA


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One life of a log: a counter that only grows, and an id that tells twins apart."""

    counter: int
    id: str


class Cursor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a log was applied: the last record and the chain's hash at it, in hex."""

    epoch: Epoch
    seq: int
    hash: str


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A record under way: its stored bytes, and the personal fields that lie beside them."""

    seq: int
    about: msgspec.Raw
    fact: msgspec.Raw
    personal: msgspec.Raw = NOTHING
    salt: str = ""


class Batch(Envelope, frozen=True, kw_only=True, tag_field="t", tag="batch"):
    """Records without a gap. `before` and `after` are the chain's hashes around them.

    `log` is the other direction's name where a node gives back what the hub lost.
    """

    log: Literal["up", "dn"]
    epoch: Epoch
    before: str
    after: str
    records: tuple[Sent, ...]


class Piece(Envelope, frozen=True, kw_only=True, tag_field="t", tag="piece"):
    """A part of a batch that is one large record; `digest` names the whole, parts count from 0."""

    digest: str
    part: int
    of: int
    data: bytes


class Sealed(Envelope, frozen=True, kw_only=True):
    """A message of `cur` with its MAC by the node's key (see `chain.seal`)."""

    mac: str
    what: msgspec.Raw


class ClockSample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Best guess of a boot: hub time in ms at `uptime_ms` 0, and the round trip it came from."""

    boot: int
    offset_ms: int
    round_trip_ms: int


class DayDigest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bookings of one day in two numbers (see `digests`)."""

    count: int
    xor: str


class Digests(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the node holds of each day, as of this position of the dn log."""

    at: Cursor
    days: dict[str, DayDigest]


class LiveService(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One matter now: who waits, where it is served, and the wait of a new ticket in minutes."""

    waiting: int
    counters: tuple[str, ...] = ()
    wait: tuple[int, int] | None = None
    last_called: str | None = None
    issuing: bool = True


class Live(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The queue now; an estimate that nobody needs to have later."""

    day: str
    at: str
    services: dict[str, LiveService]


class NodeCur(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`up/<node>/cur`: where the node stands. `asks` wants the hub's word at once."""

    dn: Cursor | None
    up: Cursor
    boot: int
    uptime_ms: int
    connection: int = 0
    asks: bool = False
    synced: bool = True
    clock: ClockSample | None = None
    versions: dict[str, str] = {}
    digests: Digests | None = None
    live: Live | None = None
    alarms: tuple[str, ...] = ()


class HubCur(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`dn/<node>/cur`: where the hub stands with this node.

    `echo` gives back boot and uptime of the `NodeCur` it answers, `hub_ms` is the hub's wall time.
    `lost_after` asks for the dn records after this one, which the hub no longer has.
    """

    up: Cursor | None
    dn: Cursor
    hub_ms: int
    asks: bool = False
    echo: tuple[int, int] | None = None
    lost_after: int | None = None


class Presence(Envelope, frozen=True, kw_only=True):
    """`st`: online or offline. A will of an earlier boot or connection says nothing any more."""

    online: bool
    boot: int = 0
    connection: int = 0

    def outdates(self, other: "Presence") -> bool:
        """Whether this word is about the same or a later connection."""
        return (self.boot, self.connection) >= (other.boot, other.connection)


Message = TypeVar("Message")


class _Version(msgspec.Struct):
    v: int


_LOG = msgspec.json.Decoder(Batch | Piece)
_BATCH = msgspec.json.Decoder(Batch)
_VERSION = msgspec.json.Decoder(_Version)
SEALED = msgspec.json.Decoder(Sealed)
NODE_CUR = msgspec.json.Decoder(NodeCur)
HUB_CUR = msgspec.json.Decoder(HubCur)
PRESENCE = msgspec.json.Decoder(Presence)


def read_log(payload: bytes) -> Batch | Piece:
    """A message of a `log` topic. Raises `BadMessage`: too_large, unknown_schema, malformed."""
    _check_size(payload, MAX_BYTES["log"])
    read: Batch | Piece = _strictly(_LOG, payload)
    return read


def read_joined(payload: bytes) -> Batch:
    """The batch that travelled in pieces. Raises `BadMessage` as `read_log`."""
    _check_size(payload, MAX_RECORD_BYTES)
    read: Batch = _strictly(_BATCH, payload)
    return read


def read_as(decoder: "msgspec.json.Decoder[Message]", payload: bytes, limit: int) -> Message:
    """A message of one struct. Raises `BadMessage` as `read_log`."""
    _check_size(payload, limit)
    read: Message = _strictly(decoder, payload)
    return read


def _check_size(payload: bytes, limit: int) -> None:
    if len(payload) > limit:
        raise BadMessage("message_too_large", bytes=len(payload))


def _strictly(decoder: "msgspec.json.Decoder[Any]", payload: bytes) -> Any:
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(_fault(payload)) from error


def _fault(payload: bytes) -> str:
    try:
        version = _VERSION.decode(payload).v
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "malformed_message"
    return "malformed_message" if version == SCHEMA else "unknown_schema"
