"""The bookings of a day in two numbers, so that node and hub can tell whether they agree.

Each booking counts as a hash of id and version; their exclusive or does not depend on order.
"""

import hashlib
from collections.abc import Mapping

from queue_core.wire.messages import DayDigest


def digest_of(versions: Mapping[str, int]) -> DayDigest:
    """The digest of one day; `versions` are the confirmed bookings and their versions."""
    mixed = 0
    for booking, version in versions.items():
        text = f"{booking} {version}".encode()
        mixed ^= int.from_bytes(hashlib.sha256(text).digest()[:8])
    return DayDigest(len(versions), f"{mixed:016x}")


def differing(held: Mapping[str, DayDigest], true: Mapping[str, DayDigest]) -> tuple[str, ...]:
    """The days on which `held` is not as `true` says; a day that is missing counts as empty."""
    empty = digest_of({})
    days = sorted({*held, *true})
    return tuple(d for d in days if held.get(d, empty) != true.get(d, empty))
