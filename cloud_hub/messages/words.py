"""The facts of one message as the words that its text needs, in the reader's language.

Values in, words out. The trap: hours are the office's, not the machine's.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_date

from cloud_hub.messages.calendar_file import Visit
from cloud_hub.store.offices import Institution
from queue_core.domain.messages import MessageKind
from queue_core.domain.office import OfficeDocument, text

_SHORT_DATES = {"pl": "EEE d.MM.y", "en": "EEE d MMM y", "uk": "EEE d.MM.y"}
_LONG_DATE = "EEEE, d MMMM y"
_NONE = "-"
"""What an SMS says where there is no number or code."""
_WITH_CALENDAR = frozenset({MessageKind.CONFIRMATION, MessageKind.CHANGE})


def words_for(
    facts: Mapping[str, Any],
    office: OfficeDocument,
    institution: Institution,
    *,
    channel: str,
    language: str,
    site: str,
) -> dict[str, str]:
    """Every fact in words; `site` is the address of the hub, without a slash at its end.

    The matter of an SMS is the neutral short name, that of an e-mail the service's own name.
    """
    said = {name: str(value) for name, value in facts.items() if value not in (None, "")}
    words = {
        "institution": institution.short_name,
        "institution_name": institution.name,
        "office": office.name,
        "address": office.address,
        "matter": _matter(str(facts.get("service", "")), office, channel, language),
        "instructions": office.booking.instructions.get(language, ""),
        "link": _link(facts, site),
        **{name: said.get(name, "") for name in ("number", "code", "minutes", "people")},
        **_term(facts, office, channel, language),
    }
    if channel == "sms":
        words |= {name: words[name] or _NONE for name in ("number", "code")}
    return words


def visit_for(
    kind: MessageKind, facts: Mapping[str, Any], booking: str | None, words: Mapping[str, str]
) -> Visit | None:
    """What goes into the calendar of the person, None where nothing does."""
    if kind not in _WITH_CALENDAR or booking is None:
        return None
    return Visit(
        booking=booking,
        start=datetime.fromisoformat(facts["start"]),
        minutes=int(facts["minutes"]),
        title=words["institution"],
        place=f"{words['office']}, {words['address']}",
        note=words["number"],
    )


def _matter(service_id: str, office: OfficeDocument, channel: str, language: str) -> str:
    booked = office.booking.service(service_id)
    service = office.service(service_id)
    if channel == "email" and service is not None:
        return text(service.names, language)
    short = booked.short_names if booked is not None else {}
    return short.get(language) or short.get("pl") or office.name


def _link(facts: Mapping[str, Any], site: str) -> str:
    if facts.get("token"):
        return f"{site}/b/{facts['token']}"
    return f"{site}/t/{facts['eticket']}" if facts.get("eticket") else site


def _term(
    facts: Mapping[str, Any], office: OfficeDocument, channel: str, language: str
) -> dict[str, str]:
    words = {"date": "", "time": "", "until": ""}
    if facts.get("start"):
        start = datetime.fromisoformat(facts["start"]).astimezone(office.zone)
        pattern = _SHORT_DATES[language] if channel == "sms" else _LONG_DATE
        words["date"] = format_date(start, pattern, locale=language)
        words["time"] = f"{start.hour}:{start:%M}"
    if facts.get("until"):
        until = datetime.fromisoformat(facts["until"]).astimezone(office.zone)
        words["until"] = f"{until.hour}:{until:%M}"
    return words
