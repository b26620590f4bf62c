"""How many bookings one person may have: numbered places under a key, taken like seats (B-88).

Pure. Phone and e-mail are the identity; a booking with both stands under both. The trap: a count
followed by a save lets two confirmations at once pass, a numbered place does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from queue_core.domain.booking.settings import BookingRules


@dataclass(frozen=True)
class Limit:
    """`parts` name who and what is counted; the places are 1 to `places`."""

    parts: tuple[str, ...]
    places: int


def limits_of(
    rules: BookingRules, contacts: Iterable[str], *, office: str, service: str, day: date
) -> tuple[Limit, ...]:
    """The limits that one booking falls under, in an order that is the same for everybody."""
    found = []
    for contact in sorted(contacts):
        found.append(Limit((contact, "service", service), rules.per_person_and_service))
        found.append(Limit((contact, "day", office, day.isoformat()), rules.per_person_and_day))
    return tuple(found)
