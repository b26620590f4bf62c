"""Who books: one browser, its answers so far, its held term, and which step it may see.

The trap: a step is never shown before the answers that it stands on, whatever address was typed.
"""

import secrets
from dataclasses import replace
from typing import Any

from flask import render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from cloud_hub.booking.answers import Held
from cloud_hub.booking.drafts import Draft, draft, forget_draft, keep_draft
from cloud_hub.booking.holding import held
from cloud_hub.booking.offer import Matter, Place, catalogue
from cloud_hub.booking.pages.catalogue import place_of
from cloud_hub.booking.pages.words import hold_shown
from cloud_hub.served import hub
from cloud_hub.store.unit import Command
from queue_core.domain.office import Texts, text
from queue_core.web.texts import language

_BROWSER = "booking"


class Away(Exception):
    """The step cannot be seen yet; `to` is where the person goes instead."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


def browser() -> str:
    """The id of this browser's way to a booking; it is no one's name."""
    known: str | None = session.get(_BROWSER)
    if known is None:
        known = session[_BROWSER] = secrets.token_urlsafe(16)
    return known


def command() -> Command:
    """The command of this request: the same form again changes nothing."""
    return Command(id=request.form.get("request_id") or None, session=browser())


def answers() -> Draft:
    """What this browser has answered so far."""
    return draft(hub(), browser())


def answer(**changed: Any) -> Draft:
    """Keep more answers."""
    now = replace(answers(), **changed)
    keep_draft(hub(), Command(session=browser()), now)
    return now


def forget_answers() -> None:
    """Forget them: the booking is made, or the person wants to begin anew."""
    forget_draft(hub(), Command(session=browser()))


def chosen_place(answered: Draft) -> Place:
    """The matter in the chosen office. Raises `Away` while one is not chosen."""
    matter = chosen_matter(answered)
    place = place_of(matter, answered.office)
    if place is None:
        raise Away(url_for("booking.place"))
    return place


def chosen_matter(answered: Draft) -> Matter:
    """The chosen matter. Raises `Away` while none is."""
    found = next((m for m in catalogue(hub()) if m.id == answered.service), None)
    if found is None:
        raise Away(url_for("booking.matters"))
    return found


def held_term() -> Held:
    """The term that this browser holds. Raises `Away` where it holds none."""
    found = held(hub(), browser())
    if found is None:
        raise Away(url_for("booking.day"))
    return found


def go_away(away: Away) -> Response:
    """Lead to the step that comes first."""
    return redirect(away.to)


def say(texts: Texts) -> str:
    """A text of the office in the language of the page."""
    return text(texts, language())


def page(template: str, step: int = 0, /, **known: Any) -> str:
    """A page of the wizard; `step` counts the five steps from 1, 0 is outside of them."""
    names = (_("Matter"), _("Place"), _("Day and hour"), _("Your details"), _("Confirmation"))
    hold = known.pop("hold", None)
    return render_template(
        template,
        step={"number": step, "names": names} if step else None,
        say=say,
        hold=hold_shown(hold, hub().clock.now()) if hold else None,
        **known,
    )
