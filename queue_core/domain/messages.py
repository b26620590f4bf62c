"""What an office decides about messages to people: its own words, its tags, its hours of rest.

Knows no gateway and no default text. The trap: a tag stands in round brackets, as in `(kod)`, and
a wrong one must be found when the document is put in force, not when a person waits for a code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

Texts = dict[str, str]
"""A text by language code, as in `office`."""


class MessageKind(StrEnum):
    """Why somebody is written to."""

    CONFIRMATION_CODE = "confirmation_code"
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    EARLIER_TERM = "earlier_term"
    TURN_NEAR = "turn_near"
    REMOTE_CODE = "remote_code"


URGENT = frozenset({MessageKind.CONFIRMATION_CODE, MessageKind.REMOTE_CODE, MessageKind.TURN_NEAR})
"""Somebody waits for it at this moment."""
CAN_WAIT = frozenset({MessageKind.REMINDER})
"""Not sent while people sleep."""

TAGS = {
    "instytucja": "institution",
    "urzad": "office",
    "adres": "address",
    "sprawa": "matter",
    "data": "date",
    "godzina": "time",
    "numer": "number",
    "kod": "code",
    "link": "link",
    "osoby": "people",
    "minuty": "minutes",
    "do": "until",
}
"""Tags of an office's own text, and the facts they stand for."""

_VISIT = frozenset({"institution", "office", "address", "matter", "date", "time", "number"})
FACTS: Mapping[MessageKind, frozenset[str]] = {
    MessageKind.CONFIRMATION_CODE: frozenset({"institution", "code", "minutes"}),
    MessageKind.CONFIRMATION: _VISIT | {"code", "link"},
    MessageKind.REMINDER: _VISIT | {"code", "link"},
    MessageKind.CHANGE: _VISIT | {"code", "link"},
    MessageKind.CANCELLATION: _VISIT,
    MessageKind.EARLIER_TERM: (_VISIT - {"number"}) | {"link", "until"},
    MessageKind.TURN_NEAR: frozenset(
        {"institution", "office", "address", "number", "link", "people", "minutes"}
    ),
    MessageKind.REMOTE_CODE: frozenset({"institution", "office", "code", "minutes"}),
}
"""What a text of each kind may name."""
_NEEDED: Mapping[MessageKind, frozenset[str]] = {
    MessageKind.CONFIRMATION_CODE: frozenset({"code"}),
    MessageKind.CONFIRMATION: frozenset({"date", "time"}),
    MessageKind.REMINDER: frozenset({"date", "time"}),
    MessageKind.CHANGE: frozenset({"date", "time"}),
    MessageKind.CANCELLATION: frozenset({"date", "time"}),
    MessageKind.EARLIER_TERM: frozenset({"link"}),
    MessageKind.TURN_NEAR: frozenset({"number"}),
    MessageKind.REMOTE_CODE: frozenset({"code"}),
}

_TAG = re.compile(r"\(([a-ząćęłńóśźż_]+)\)")
_LONGEST = 1000
_MOST_ATTEMPTS = 5
_LANGUAGES = ("pl", "en", "uk")
_USELESS = timedelta(hours=1)
"""A reminder that comes so late helps nobody to change his plans."""


@dataclass(frozen=True)
class OwnText:
    """The office's own words for one kind and way, with tags such as `(godzina)`."""

    kind: MessageKind
    texts: Texts
    channel: Literal["sms", "email"] = "sms"


@dataclass(frozen=True)
class MessageRules:
    """How an office writes to people.

    `polish`: strip the marks of Polish letters from an SMS, which makes it cheaper, or keep them
    (C-44). Phone numbers beside those of `prefixes` are refused (C-48). Between `quiet_from` and
    `quiet_until` (local) nothing is sent that can wait. Contents are kept for `kept_days`.
    """

    polish: Literal["keep", "strip"] = "strip"
    attempts: int = _MOST_ATTEMPTS
    prefixes: tuple[str, ...] = ("+48",)
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    kept_days: int = 30
    own: tuple[OwnText, ...] = field(default_factory=tuple)

    def own_text(self, kind: MessageKind, channel: str, language: str) -> str | None:
        """The office's own words in this language, or None where it has none."""
        for each in self.own:
            if (each.kind, each.channel) == (kind, channel):
                return each.texts.get(language)
        return None

    def allows(self, phone: str) -> bool:
        """Whether an SMS may go to this number, such as `+48600700800` (C-48)."""
        return phone.startswith(self.prefixes)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The office's words with the facts in place of the tags."""
    return _TAG.sub(lambda tag: facts.get(TAGS.get(tag[1], ""), tag[0]), text)


def waking_hour(
    wished: datetime, rules: MessageRules, zone: ZoneInfo, *, now: datetime, latest: datetime | None
) -> datetime:
    """When something that can wait is sent: out of the quiet hours, and while it is of use.

    Rather the evening before than too late; where both are past or useless, as wished.
    """
    if not _quiet(wished.astimezone(zone).time(), rules):
        return wished
    local = wished.astimezone(zone)
    morning = local.replace(hour=rules.quiet_until.hour, minute=rules.quiet_until.minute, second=0)
    if morning < local:
        morning += timedelta(days=1)
    if latest is None or morning.astimezone(latest.tzinfo) <= latest - _USELESS:
        return morning.astimezone(wished.tzinfo)
    evening = local.replace(hour=rules.quiet_from.hour, minute=rules.quiet_from.minute, second=0)
    evening -= timedelta(days=0 if evening <= local else 1, minutes=1)
    return evening.astimezone(wished.tzinfo) if evening > now else wished


def _quiet(at: time, rules: MessageRules) -> bool:
    begin, end = rules.quiet_from, rules.quiet_until
    return begin <= at < end if begin <= end else at >= begin or at < end


def message_faults(rules: MessageRules) -> Iterator[str]:
    """Everything wrong with an office's rules of messages, one line each."""
    if not 1 <= rules.attempts <= _MOST_ATTEMPTS:
        yield f"messages, attempts: {rules.attempts} is not from 1 to {_MOST_ATTEMPTS}"
    if rules.kept_days < 1:
        yield "messages, kept_days: at least 1"
    for prefix in rules.prefixes:
        if not re.fullmatch(r"\+[1-9][0-9]{0,3}", prefix):
            yield f'messages, prefixes: "{prefix}" is no prefix such as +48'
    seen = set()
    for own in rules.own:
        if (own.kind, own.channel) in seen:
            yield f'messages, own text "{own.kind}" by {own.channel} is there twice'
        seen.add((own.kind, own.channel))
        for language, text in own.texts.items():
            for fault in _text_faults(own.kind, language, text):
                yield f'messages, own text "{own.kind}" by {own.channel}, {language}: {fault}'


def _text_faults(kind: MessageKind, language: str, text: str) -> Iterator[str]:
    if language not in _LANGUAGES:
        yield "no such language"
    if not text.strip() or len(text) > _LONGEST:
        yield f"has no words, or more than {_LONGEST} signs"
    named = set()
    for tag in _TAG.findall(text):
        fact = TAGS.get(tag)
        if fact is None or fact not in FACTS[kind]:
            yield f"there is no tag ({tag}) in this message"
        named.add(fact)
    words = {fact: tag for tag, fact in TAGS.items()}
    for missing in sorted(_NEEDED[kind] - named):
        yield f"the tag ({words[missing]}) is missing"
