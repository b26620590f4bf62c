"""What the register calls states, ways and events."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cloud_hub.booking.history import BookingEvent


@dataclass(frozen=True)
class State:
    """A state as the register shows it: word, sign and mood (a class of the sheet)."""

    word: Any
    sign: str
    mood: str


STATES = {
    "confirmed": State(_l("booked"), "○", "coming"),
    "arrived": State(_l("at the office"), "●", "here"),
    "served": State(_l("served"), "✓", "done"),
    "no_show": State(_l("did not come"), "✕", "missed"),
    "left": State(_l("gave up the wait"), "↩", "missed"),
    "cancelled": State(_l("cancelled"), "–", "over"),
    "moved": State(_l("moved to another term"), "→", "over"),
}
"""The states that a booking in the register can have."""

CHANNELS = {
    "web": _l("Internet"),
    "staff": _l("by staff"),
    "kiosk": _l("kiosk"),
    "reception": _l("reception"),
    "api": _l("another system"),
    "work": _l("waiting list"),
}
"""The ways on which a booking was made."""

_EVENTS = {
    "held": _l("Term held"),
    "code_sent": _l("Code sent"),
    "confirmed": _l("Booked"),
    "arrived": _l("Arrived"),
    "arrival_undone": _l("Arrival undone"),
    "served": _l("Visit served"),
    "service_undone": _l("End of the visit undone"),
    "no_show": _l("Did not come"),
    "left": _l("Gave up the wait"),
    "cancelled": _l("Cancelled"),
    "expired": _l("Not confirmed in time"),
    "taken_again": _l("Same term taken again"),
    "moved": _l("Moved to another term"),
    "overbooked": _l("Booked beyond the capacity, on purpose"),
    "seats_freed": _l("The office has taken note; the term is free again"),
    "released_by_staff": _l("Term freed by hand while the office was silent"),
    "seen_by_qr": _l("Known at the office from the QR code"),
}

_LANGUAGES = {"pl": "polski", "en": "English", "uk": "українська"}


def state(name: str) -> State:
    """How a state is shown."""
    return STATES.get(name, State(name, "", "over"))


def channel(name: str) -> str:
    """The way on which a booking was made."""
    return str(CHANNELS.get(name, name))


def language_name(code: str) -> str:
    """A language by its own name."""
    return _LANGUAGES.get(code, code)


def event(happened: BookingEvent) -> str:
    """What happened, in words."""
    return str(_EVENTS.get(happened.name, happened.name))


def doer(happened: BookingEvent) -> str:
    """Who or what did it."""
    if happened.actor:
        return happened.actor
    known = {
        "web": _("the person, on the Internet"),
        "eticket": _("the person, by the e-ticket"),
        "work": _("by itself"),
        "link": _("the office"),
    }
    return str(known.get(happened.route, _("by itself")))
