"""The texts of messages: one for each kind, way and language, or the office's own words.

Knows neither database nor gateway: facts in, words out. The trap: an SMS and a subject are seen
by whoever looks at the phone, so they name the institution and a neutral matter only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

import queue_core
from queue_core.domain.messages import MessageKind, MessageRules, filled

_LOCALES = Path(queue_core.__file__).parent / "locale"
_AREA = "messages"


def _l(text: str) -> str:
    """Marks a text for the catalogues; it is translated when a message is written."""
    return text


SMS: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMATION_CODE: _l(
        "%(institution)s: your code is %(code)s. It is valid for %(minutes)s min."
        " Do not give it to anybody."
    ),
    MessageKind.CONFIRMATION: _l(
        "%(institution)s: visit %(date)s at %(time)s, %(address)s."
        " Number %(number)s, code %(code)s. Change or cancel: %(link)s"
    ),
    MessageKind.REMINDER: _l(
        "%(institution)s: reminder of your visit %(date)s at %(time)s, %(address)s."
        " Number %(number)s, code %(code)s. If you cannot come: %(link)s"
    ),
    MessageKind.CHANGE: _l(
        "%(institution)s: your visit has been moved to %(date)s at %(time)s, %(address)s."
        " Number %(number)s, code %(code)s. %(link)s"
    ),
    MessageKind.CANCELLATION: _l(
        "%(institution)s: your visit %(date)s at %(time)s has been cancelled."
    ),
    MessageKind.EARLIER_TERM: _l(
        "%(institution)s: an earlier term is free: %(date)s at %(time)s."
        " You can take it until %(until)s: %(link)s"
    ),
    MessageKind.TURN_NEAR: _l(
        "%(institution)s: your turn is near, number %(number)s. Please come: %(address)s. %(link)s"
    ),
    MessageKind.REMOTE_CODE: _l(
        "%(institution)s: code %(code)s for your ticket. It is valid for %(minutes)s min."
    ),
}
SUBJECTS: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMATION_CODE: _l("%(institution)s: code to confirm"),
    MessageKind.CONFIRMATION: _l("%(institution)s: your visit is confirmed"),
    MessageKind.REMINDER: _l("%(institution)s: reminder of your visit"),
    MessageKind.CHANGE: _l("%(institution)s: your visit has been moved"),
    MessageKind.CANCELLATION: _l("%(institution)s: your visit has been cancelled"),
    MessageKind.EARLIER_TERM: _l("%(institution)s: an earlier term is free"),
    MessageKind.TURN_NEAR: _l("%(institution)s: your turn is near"),
    MessageKind.REMOTE_CODE: _l("%(institution)s: code for your ticket"),
}
LETTERS: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMATION_CODE: _l(
        "your code is %(code)s. It is valid for %(minutes)s minutes."
        " Please type it on the page on which you book.\n\n"
        "If you did not book a visit, you need not do anything."
    ),
    MessageKind.CONFIRMATION: _l(
        "your visit is confirmed.\n\n%(visit)s\n\n"
        "At the office, please type the code at the ticket machine or show it at the reception.\n\n"
        "To change or cancel the visit:\n%(link)s"
    ),
    MessageKind.REMINDER: _l(
        "we remind you of your visit.\n\n%(visit)s\n\n"
        "If you cannot come, please cancel the visit, so that somebody else can use the term:\n"
        "%(link)s"
    ),
    MessageKind.CHANGE: _l(
        "your visit has been moved. This is the new term:\n\n%(visit)s\n\n"
        "To change or cancel the visit:\n%(link)s"
    ),
    MessageKind.CANCELLATION: _l("this visit has been cancelled:\n\n%(visit)s"),
    MessageKind.EARLIER_TERM: _l(
        "an earlier term is free: %(date)s at %(time)s, %(office)s, %(address)s.\n\n"
        "You can take it until %(until)s:\n%(link)s\n\n"
        "If you do not, your present term stays as it is."
    ),
    MessageKind.TURN_NEAR: _l(
        "your turn is near. Your number is %(number)s."
        " Please come to %(office)s, %(address)s.\n\nThe queue now:\n%(link)s"
    ),
    MessageKind.REMOTE_CODE: _l(
        "your code is %(code)s. It is valid for %(minutes)s minutes."
        " Please type it on the page on which you take the ticket."
    ),
}
_VISIT = (
    ("when", _l("When: %(date)s at %(time)s")),
    ("office", _l("Where: %(office)s, %(address)s")),
    ("matter", _l("Matter: %(matter)s")),
    ("number", _l("Number: %(number)s")),
    ("code", _l("Code: %(code)s")),
)
_GREETING = _l("Good morning,")
_SIGNATURE = _l("This message was written by a machine. Please do not answer it.")


@dataclass(frozen=True)
class Text:
    """A message in words; an SMS has no subject."""

    body: str
    subject: str = ""


def sms_text(
    kind: MessageKind, language: str, facts: Mapping[str, str], rules: MessageRules
) -> Text:
    """The SMS, in the office's words where it has its own."""
    own = rules.own_text(kind, "sms", language)
    if own is not None:
        return Text(filled(own, facts))
    return Text(_said(SMS[kind], language) % facts)


def letter(kind: MessageKind, language: str, facts: Mapping[str, str], rules: MessageRules) -> Text:
    """The e-mail, in the office's words where it has its own; the subject is always ours."""
    subject = _said(SUBJECTS[kind], language) % facts
    own = rules.own_text(kind, "email", language)
    body = filled(own, facts) if own is not None else _body(kind, language, facts)
    note = facts.get("instructions", "") if own is None else ""
    parts = [_said(_GREETING, language), body, note, facts["institution_name"]]
    signed = "\n\n".join(part for part in parts if part)
    return Text(f"{signed}\n\n-- \n{_said(_SIGNATURE, language)}\n", subject)


def _body(kind: MessageKind, language: str, facts: Mapping[str, str]) -> str:
    lines = [
        _said(line, language) % facts for fact, line in _VISIT if fact == "when" or facts.get(fact)
    ]
    return _said(LETTERS[kind], language) % {**facts, "visit": "\n".join(lines)}


def _said(text: str, language: str) -> str:
    return _catalogue(language).gettext(text)


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    """English where there is none."""
    return Translations.load(_LOCALES, [language], domain=_AREA)
