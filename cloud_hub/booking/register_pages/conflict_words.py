"""What the sync left over, in words: what happened, and what staff can do about it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cloud_hub.booking.conflicts import Conflict


@dataclass(frozen=True)
class Told:
    """Heading, story and advice of one kind of conflict."""

    title: Any
    story: Any
    advice: Any


_KINDS = {
    "cancelled_too_late": Told(
        _l("Cancelled, but the person was there already"),
        _l("The cancellation reached the office after the person had arrived. The visit counts."),
        _l(
            "Nothing has to be done for the person. If another visit was booked in its place, see "
            "whether it is still needed."
        ),
    ),
    "moved_and_arrived": Told(
        _l("Moved, but the person came at the old term"),
        _l(
            "The person had arrived at the old term before the office heard of the new one. The "
            "new term stands as well."
        ),
        _l("Ask the person whether the new term is still needed; if not, cancel it."),
    ),
    "leased_seat_gone": Told(
        _l("The kiosk sold a place that was gone"),
        _l(
            "The office sold a term while it was cut off, and its place had been taken back "
            "meanwhile. The visit stands beyond the capacity."
        ),
        _l("Expect one person more at this hour, or call the person and offer another term."),
    ),
    "unknown_booking_seen": Told(
        _l("The office honoured a booking that the hub does not know"),
        _l(
            "Somebody came with a valid QR code or ticket of a booking that is not in the register."
        ),
        _l(
            "Ask the office about the number. The person was served; only the register has no line."
        ),
    ),
    "restored_booking": Told(
        _l("A lost booking was put back"),
        _l(
            "The hub had lost this booking; the office still had it and gave it back. Name and "
            "contact are gone."
        ),
        _l("Enter the name and the contact when the person calls or comes."),
    ),
    "restored_overbooked": Told(
        _l("Two bookings hold one place"),
        _l("While a lost booking was put back, its place had been sold again. Both visits stand."),
        _l("Expect one person more at this hour, or call one of the two and offer another term."),
    ),
    "not_restored": Told(
        _l("Something that was lost could not be put back"),
        _l("A record of the office does not fit what the hub knows now, and was left out."),
        _l("Tell the administrator; the log has the details."),
    ),
    "not_entered": Told(
        _l("A fact of the office could not be entered"),
        _l(
            "The office reported something that the rules here refuse. It is true at the office "
            "all the same."
        ),
        _l("Open the booking and see whether it says what the office saw; correct it by hand."),
    ),
    "twin_node": Told(
        _l("Two boxes claim to be this office"),
        _l("Two machines speak with the same identity; one of them is a copy."),
        _l("Tell the administrator: one box must be switched off and enrolled anew."),
    ),
    "hub_restored": Told(
        _l("The hub was put back from a copy"),
        _l("The hub lost its latest records and asked the office for them."),
        _l(
            "Look through the visits of the next days; lines below tell what could not be put back."
        ),
    ),
}
"""Every kind that the rules list; another one is shown by its bare name."""


def told(conflict: Conflict) -> Told:
    """A conflict in words."""
    return _KINDS.get(conflict.kind, Told(conflict.kind, "", _("Tell the administrator.")))


def known_kinds() -> frozenset[str]:
    """The kinds that have words."""
    return frozenset(_KINDS)
