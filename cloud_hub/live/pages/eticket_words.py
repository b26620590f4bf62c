"""What an e-ticket says: each state in a sentence, and what to do now, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cloud_hub.live.commanding import Asked, Stage
from cloud_hub.live.eticket import Deed, Eticket
from queue_core.domain.booking.arrival import window
from queue_core.domain.errors import Refused
from queue_core.domain.estimates import is_waiting
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import State, Ticket
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.problems import sentence
from queue_core.web.texts import language


@dataclass(frozen=True)
class Said:
    """A state in words: one sentence, and what to do now. `mood` is a class of the style sheet."""

    headline: str
    advice: tuple[str, ...] = ()
    mood: str = "calm"


def said(e: Eticket, now: datetime) -> Said:
    """The e-ticket in words."""
    if e.state is None or e.queue is None:
        return _not_heard_of()
    if e.over:
        return Said(_("The day of this ticket has passed."), mood="ended")
    if e.ticket is None or e.state in (State.BOOKED, State.CANCELLED):
        return _of_state(e, None, now)
    return _of_state(e, e.ticket, now)


def _of_state(e: Eticket, ticket: Ticket | None, now: datetime) -> Said:
    assert e.queue is not None
    if e.state is State.BOOKED:
        return _booked(e.queue.office, e.start)
    if e.state is State.CANCELLED or ticket is None:
        return Said(_("This ticket is cancelled."), mood="ended")
    return _SAID[ticket.state](e.queue.office, ticket, now)


def _not_heard_of() -> Said:
    return Said(
        _("We have not heard of this ticket yet."),
        (
            _("If it was printed a moment ago, its state will appear here by itself."),
            _("Your paper ticket is valid without this page. Please watch the board."),
        ),
        mood="unsure",
    )


def _booked(office: OfficeDocument, start: datetime | None) -> Said:
    if start is None:
        return Said(_("You have a place in the queue, but you are not in the office yet."))
    local = start.astimezone(office.zone)
    headline = _(
        "Your visit: %(day)s, %(hour)s.", day=long_date(local.date(), language()), hour=hour(local)
    )
    if office.rules.arrival == "not_required":
        low, high = office.booking.rules.come_earlier_minutes
        early = _("Please come %(low)s–%(high)s minutes early.", low=low, high=high)
        return Said(headline, (early, _("You will be put on the list at that hour by yourself.")))
    open_for = window(start, office.rules)
    return Said(
        headline,
        (
            _(
                "Confirm between %(opens)s and %(closes)s that you have come: with your code or QR "
                "code at the kiosk, or at the reception.",
                opens=hour(open_for.opens_at.astimezone(office.zone)),
                closes=hour(open_for.closes_at.astimezone(office.zone)),
            ),
        ),
    )


def _waiting(office: OfficeDocument, ticket: Ticket, now: datetime) -> Said:
    watch = _("Please watch the board. We will call your number to a counter.")
    if ticket.booked_for is not None and not is_waiting(ticket, now, office.rules):
        at = hour(ticket.booked_for.astimezone(office.zone))
        return Said(
            _("You are on the list. We will call you at about %(hour)s.", hour=at), (watch,)
        )
    return Said(_("You are waiting for your turn."), (watch,))


def _called(office: OfficeDocument, ticket: Ticket, _now: datetime) -> Said:
    advice = []
    if ticket.called_at is not None:
        at = hour(ticket.called_at.astimezone(office.zone))
        advice.append(_("Your number was called at %(hour)s.", hour=at))
    return Said(
        _("Please go to counter %(counter)s.", counter=place(office, ticket)), tuple(advice), "call"
    )


def _serving(office: OfficeDocument, ticket: Ticket, _now: datetime) -> Said:
    return Said(_("You are being served at counter %(counter)s.", counter=place(office, ticket)))


def _absent(office: OfficeDocument, ticket: Ticket, _now: datetime) -> Said:
    again = (
        _("Your number will be called again after the next person.")
        if ticket.calls < office.rules.calls
        else _("All calls have passed. Please ask at the reception.")
    )
    return Said(
        _("Your number was called, and nobody came."),
        (
            again,
            _("This was call %(n)s of %(all)s.", n=max(1, ticket.calls), all=office.rules.calls),
            _(
                "If you are in the office, stay near counter %(counter)s.",
                counter=place(office, ticket),
            ),
        ),
        "warn",
    )


def _parked(office: OfficeDocument, ticket: Ticket, _now: datetime) -> Said:
    return Said(
        _("Your matter was put aside for a moment."),
        (
            _(
                "The clerk will call you again. Please stay near counter %(counter)s.",
                counter=place(office, ticket),
            ),
        ),
    )


def _no_show(_office: OfficeDocument, ticket: Ticket, _now: datetime) -> Said:
    if ticket.calls == 0:
        return Said(
            _("Nobody confirmed that you had come, so this visit was given up."),
            (_("If you are in the office, please ask at the reception."),),
            "warn",
        )
    return Said(
        _("Your number was called several times, and nobody came."),
        (_("If you are in the office, please ask at the reception."),),
        "warn",
    )


def _ended(headline: Any, advice: Any = None) -> Callable[[OfficeDocument, Ticket, datetime], Said]:
    def ended(_office: OfficeDocument, _ticket: Ticket, _now: datetime) -> Said:
        return Said(str(headline), (str(advice),) if advice else (), "ended")

    return ended


_SAID: dict[State, Callable[[OfficeDocument, Ticket, datetime], Said]] = {
    State.WAITING: _waiting,
    State.CALLED: _called,
    State.SERVING: _serving,
    State.ABSENT: _absent,
    State.PARKED: _parked,
    State.NO_SHOW: _no_show,
    State.DONE: _ended(_l("Your matter has been dealt with."), _l("Thank you for your visit.")),
    State.LEFT: _ended(_l("You gave up your place in the queue.")),
    State.UNSERVED: _ended(
        _l("The office closed before your turn came."),
        _l("Please contact the office to arrange another day."),
    ),
}


def place(office: OfficeDocument, ticket: Ticket) -> str:
    """Where to go: the counter, and its room where it has one."""
    counter = office.counter(ticket.counter or "")
    if counter is None or not counter.room:
        return ticket.counter or "–"
    return str(_("%(counter)s (room %(room)s)", counter=counter.id, room=counter.room))


@dataclass(frozen=True)
class DeedWords:
    """A deed as a button, and as the question before it."""

    button: Any
    title: Any
    consequence: Any
    confirm: Any


DEEDS: dict[Deed, DeedWords] = {
    Deed.LET_PASS: DeedWords(
        _l("Let two people pass"),
        _l("Let two people pass?"),
        _l("You will stand directly behind the second person who waits after you now."),
        _l("Let them pass"),
    ),
    Deed.LEAVE: DeedWords(
        _l("Give up my place in the queue"),
        _l("Give up your place in the queue?"),
        _l("Your number will not be called any more. To come back you need a new ticket."),
        _l("Give up my place"),
    ),
    Deed.CANCEL: DeedWords(
        _l("Cancel the visit"),
        _l("Cancel this visit?"),
        _l("Your term will be free for others. To come another day you need a new booking."),
        _l("Cancel the visit"),
    ),
    Deed.ARRIVE: DeedWords(
        _l("I am here"),
        _l("Are you in the office already?"),
        _l("You will be put into the queue at your booked hour. Please do so only on site."),
        _l("I am here"),
    ),
}

_DONE: dict[str, Any] = {
    Deed.LET_PASS: _l("The office has confirmed: two people were let pass."),
    Deed.LEAVE: _l("The office has confirmed: you gave up your place."),
    Deed.CANCEL: _l("The office has confirmed: the ticket is cancelled."),
    Deed.ARRIVE: _l("The office has confirmed: you are in the queue."),
}


def wish_said(wish: Asked) -> str:
    """What became of the latest wish."""
    if wish.stage is Stage.ASKED:
        return str(_("Asking the office …"))
    if wish.stage is Stage.SENT:
        return str(_("Sent. The office will confirm."))
    if wish.stage is Stage.DONE:
        return str(_DONE.get(wish.name, _l("The office has confirmed your wish.")))
    if wish.stage is Stage.REFUSED:
        return sentence(_refusal(wish.answer))
    if wish.stage is Stage.TOO_LATE:
        return str(_("The office got your wish too late. Nothing was changed."))
    return str(_("The office has not answered. Please ask at the reception."))


def _refusal(answer: Mapping[str, Any]) -> Refused:
    facts = {name: _instant(value) for name, value in answer.items() if name != "code"}
    return Refused(str(answer.get("code", "not_allowed_now")), **facts)


def _instant(value: Any) -> Any:
    """Hours come over the wire as text."""
    if isinstance(value, str) and len(value) > len("2026-11-23T"):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
