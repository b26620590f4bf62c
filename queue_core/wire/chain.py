"""The HMAC chain over a log's stored bytes, the seal of single messages, and bound personal fields.

A hash is an HMAC-SHA256 by the node's key, the first 16 bytes in hex. The trap: personal fields are
bound by a salted hash that lies in the record, the salt lies with the fields, and both go together:
what remains after erasing tells nothing and still verifies.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

import msgspec

from queue_core.wire.messages import BadMessage, Epoch, Sealed
from queue_core.wire.records import Personal, Record
from queue_core.wire.topics import Topic, Way

_HEX = 32
_PERSONAL = msgspec.json.Decoder(Personal)


class About(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a record says besides its fact: its id (a ULID), when by which clock, and `seen`,
    the position (epoch counter, number) of the other log that its writer knew."""

    id: str
    seen: tuple[int, int] = (0, 0)
    at: str = ""
    boot: int = 0
    uptime_ms: int = 0
    personal: str = ""
    """The hash that binds the personal fields; empty where there are none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log as it is stored; `personal` is None where there is none or it is erased."""

    seq: int
    about: bytes
    fact: bytes
    hash: str = ""
    personal: bytes | None = None
    salt: str = ""


@dataclass(frozen=True)
class Chain:
    """The chain of one log of one node."""

    key: bytes
    way: Way
    node: str

    def genesis(self, epoch: Epoch) -> str:
        """The hash before the first record of an epoch."""
        words = f"okienko/1 {self.way} {self.node} {epoch.counter} {epoch.id}"
        return _mac(self.key, words.encode())

    def link(self, before: str, line: Line) -> str:
        """The hash at a record, from the one before it."""
        head = b"%s %d\n" % (before.encode(), line.seq)
        return _mac(self.key, b"%s%s\n%s" % (head, line.about, line.fact))


def write_line(seq: int, about: About, fact: Record, personal: Personal | None) -> Line:
    """A new record and its personal fields, if it has any, as bytes; still without its hash."""
    beside = None if personal is None or personal == Personal() else msgspec.json.encode(personal)
    salt = "" if beside is None else secrets.token_hex(16)
    bound = "" if beside is None else _bind(salt, beside)
    return Line(
        seq=seq,
        about=msgspec.json.encode(msgspec.structs.replace(about, personal=bound)),
        fact=msgspec.json.encode(fact),
        personal=beside,
        salt=salt,
    )


def read_personal(about: About, line: Line) -> Personal | None:
    """The personal fields of a record, None when erased. Raises `BadMessage("foreign_personal")`
    when they are not the ones that the record was written with."""
    if line.personal is None:
        return None
    if not hmac.compare_digest(_bind(line.salt, line.personal), about.personal):
        raise BadMessage("foreign_personal")
    return _PERSONAL.decode(line.personal)


def seal(key: bytes, topic: Topic, what: msgspec.Struct) -> bytes:
    """A message of `cur` that only a holder of the key can have written."""
    inner = msgspec.json.encode(what)
    mac = _mac(key, str(topic).encode() + b" " + inner)
    return msgspec.json.encode(Sealed(mac=mac, what=msgspec.Raw(inner)))


def unseal(key: bytes, topic: Topic, sealed: Sealed) -> msgspec.Raw:
    """The sealed message. Raises `BadMessage("forged_message")`."""
    mac = _mac(key, str(topic).encode() + b" " + bytes(sealed.what))
    if not hmac.compare_digest(mac, sealed.mac):
        raise BadMessage("forged_message")
    return sealed.what


def _mac(key: bytes, text: bytes) -> str:
    return hmac.digest(key, text, "sha256").hex()[:_HEX]


def _bind(salt: str, beside: bytes) -> str:
    return hashlib.sha256(salt.encode() + beside).hexdigest()[:_HEX]
