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

REASONS = {
    "asked": _l("The person asked for it"),
    "office": _l("The office cannot hold the visit"),
    "double": _l("The person has another visit for the same matter"),
    "mistake": _l("It was booked by mistake"),
}
"""Why staff cancel."""

_KINDS = {
    "confirmation_code": _l("Code for booking"),
    "confirmation": _l("Confirmation"),
    "reminder": _l("Reminder"),
    "change": _l("Change of the term"),
    "cancellation": _l("Cancellation"),
    "earlier_term": _l("Offer of an earlier term"),
    "turn_near": _l("Your turn is near"),
}
_WAYS = {"sms": _l("text message"), "email": _l("e-mail")}
_MESSAGE_STATES = {
    "planned": State(_l("planned"), "○", "coming"),
    "queued": State(_l("about to be sent"), "○", "coming"),
    "sending": State(_l("about to be sent"), "○", "coming"),
    "sent": State(_l("sent"), "→", "here"),
    "delivered": State(_l("delivered"), "✓", "done"),
    "undelivered": State(_l("not delivered"), "✕", "missed"),
    "failed": State(_l("not sent: refused"), "✕", "missed"),
    "cancelled": State(_l("not sent: it lost its sense"), "–", "over"),
    "unknown": State(_l("nobody knows whether it was sent"), "?", "missed"),
}

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
    "booked_again": _l("Cancellation taken back: booked again"),
    "person_changed": _l("Person or contact put right"),
    "contacts_marked": _l("Contact marked"),
    "note_changed": _l("Note changed"),
    "seen_by_qr": _l("Known at the office from the QR code"),
}

SHARES = {
    "internet": _l("Internet"),
    "staff": _l("Staff"),
    "node": _l("Office (kiosk)"),
    "over": _l("Beyond the capacity"),
}
"""Who sells a place."""

PLACES = {
    "taken": _l("taken"),
    "free": _l("free"),
    "leased": _l("with the office"),
    "blocked": _l("held back"),
    "cooling": _l("given back"),
    "none": "",
}
"""What a place is."""

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
    """What happened, in words, with the reason of a cancellation."""
    told = str(_EVENTS.get(happened.name, happened.name))
    reason = REASONS.get(str(happened.facts.get("reason")))
    return f"{told}: {reason}" if reason else told


def message(kind: str) -> str:
    """What a message says."""
    return str(_KINDS.get(kind, kind))


def way(channel: str) -> str:
    """How a message goes."""
    return str(_WAYS.get(channel, channel))


def message_state(name: str) -> State:
    """What became of a message."""
    return _MESSAGE_STATES[name]


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
