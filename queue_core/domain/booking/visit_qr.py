"""The QR code of a booked visit: signed, so that a node believes it before the hub has spoken.

Compact text, made of `*`-separated fields; an id with another sign is percent-coded. The trap:
an old key must stay known for as long as bookings may be made ahead, or their papers die.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, unquote

_MARK = "V1"
_TIME = "%Y%m%dT%H%M"
_FIELDS = 10
_MAC_BYTES = 8
LONGEST = 200
"""A longer text is no visit's code; a scanner and a form take so many signs."""


@dataclass(frozen=True)
class SignedVisit:
    """What the code says. `start` is UTC, to the minute; `version` is that of the booking."""

    office: str
    service: str
    start: datetime
    number: str
    booking: str
    version: int = 1
    persons: int = 1


def sign_visit(visit: SignedVisit, key_id: str, key: str) -> str:
    """The text of the QR code, signed with this key (64 bits of HMAC-SHA256)."""
    body = "*".join(
        (
            _MARK,
            _coded(visit.office),
            _coded(visit.service),
            visit.start.astimezone(UTC).strftime(_TIME),
            _coded(visit.number),
            str(visit.persons),
            _coded(visit.booking),
            str(visit.version),
            _coded(key_id),
        )
    )
    return f"{body}*{_mac(key, body)}"


def read_visit(text: str, keys: Mapping[str, str]) -> SignedVisit | None:
    """The visit of a code signed with one of these keys (key id → key); None for any other
    text: forged, damaged, of a key that is not known, or no visit at all."""
    body, _, mac = text.strip().rpartition("*")
    parts = body.split("*")
    if len(parts) != _FIELDS - 1 or len(text) > LONGEST:
        return None
    key = keys.get(unquote(parts[-1]))
    if key is None or not hmac.compare_digest(_mac(key, body).encode(), mac.encode()):
        return None
    return _visit(parts)


def claimed_visit(text: str) -> SignedVisit | None:
    """What an unproven code says of itself: good for telling where the visit is, for no more."""
    parts = text.strip().rpartition("*")[0].split("*")
    return _visit(parts) if len(parts) == _FIELDS - 1 and len(text) <= LONGEST else None


def looks_like_visit(text: str) -> bool:
    """Whether a scanned text is meant to be a visit's code at all."""
    return text.strip().startswith(f"{_MARK}*")


def _visit(parts: list[str]) -> SignedVisit | None:
    mark, office, service, start, number, persons, booking, version, _key_id = parts
    if mark != _MARK:
        return None
    try:
        return SignedVisit(
            office=unquote(office),
            service=unquote(service),
            start=datetime.strptime(start, _TIME).replace(tzinfo=UTC),
            number=unquote(number),
            booking=unquote(booking),
            version=int(version),
            persons=int(persons),
        )
    except ValueError:  # signed by somebody who has the key, yet no visit
        return None


def _coded(text: str) -> str:
    return quote(text, safe="")


def _mac(key: str, body: str) -> str:
    return hmac.digest(key.encode(), body.encode(), sha256)[:_MAC_BYTES].hex().upper()
