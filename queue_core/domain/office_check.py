"""Whether an office document makes sense as a whole; types were checked when it was read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from zoneinfo import ZoneInfo

from queue_core.domain.booking.settings_check import booking_faults
from queue_core.domain.errors import Refused
from queue_core.domain.messages import message_faults
from queue_core.domain.office import LANGUAGES, OfficeDocument, Retention, Texts
from queue_core.domain.series_check import series_faults, shared_prefixes

_ADDRESSABLE = re.compile(r"[A-Za-z0-9_-]+")
"""What an id may be made of: it becomes a part of addresses, topics and file names."""


def faults(office: OfficeDocument) -> list[str]:
    """Everything wrong with the document, one line each; empty when it may be put in force."""
    return [
        *_repeated("service", (s.id for s in office.services)),
        *_repeated("prefix", _own_prefixes(office)),
        *_repeated("series", (s.id for s in office.series)),
        *_repeated("counter", (c.id for c in office.counters)),
        *_repeated("kiosk", (k.id for k in office.kiosks)),
        *_repeated("board", (b.id for b in office.boards)),
        *_repeated("speaker", (s.id for s in office.speakers)),
        *_repeated("group", (g.id for g in office.groups)),
        *_repeated("exception", _exception_targets(office)),
        *_ids(office),
        *_booked_prefixes(office),
        *series_faults(office),
        *_unknown_services(office),
        *_unknown_groups(office),
        *_polish_texts(office),
        *_zone(office),
        *_hours(office),
        *_exceptions(office),
        *_durations(office),
        *_ratios(office),
        *_rests(office),
        *_languages(office),
        *_slip(office),
        *_retention(office.retention),
        *_circles(office),
        *message_faults(office.messages),
        *booking_faults(
            office.booking, frozenset(s.id for s in office.services if not s.information_only)
        ),
    ]


def _repeated(thing: str, ids: Iterable[str]) -> Iterator[str]:
    for id, count in Counter(ids).items():
        if count > 1:
            yield f'{thing} "{id}" is there {count} times'


def _own_prefixes(office: OfficeDocument) -> Iterator[str]:
    return (s.prefix for s in office.services if not s.information_only and not s.series)


def _booked_prefixes(office: OfficeDocument) -> Iterator[str]:
    """A booked visit's number has the service's prefix and an R, so no prefix may be that."""
    prefixes = {service.prefix for service in office.services}
    prefixes |= {series.prefix for series in office.series}
    for prefix in sorted(prefixes - shared_prefixes(office)):
        if not prefix.isalpha() or not prefix.isupper() or not prefix.isascii():
            yield f'prefix "{prefix}": only letters A to Z'
    for prefix in prefixes:
        if f"{prefix}R" in prefixes:
            yield f'prefix "{prefix}R" would clash with the booked visits of "{prefix}"'


def _unknown_services(office: OfficeDocument) -> Iterator[str]:
    known = {service.id for service in office.services}
    users = [
        *((f'counter "{c.id}"', c.services) for c in office.counters),
        *((f'kiosk "{k.id}"', k.services) for k in office.kiosks),
        *((f'board "{b.id}"', b.services) for b in office.boards),
        *((f'speaker "{s.id}"', s.services) for s in office.speakers),
        *((f'service "{s.id}"', (s.parent,) if s.parent else ()) for s in office.services),
        *((f"exception {e.day}", e.services) for e in office.exceptions),
    ]
    for user, services in users:
        for service in services:
            if service not in known:
                yield f'{user}: there is no service "{service}"'


def _ids(office: OfficeDocument) -> Iterator[str]:
    things = [
        *(("service", s.id) for s in office.services),
        *(("counter", c.id) for c in office.counters),
        *(("kiosk", k.id) for k in office.kiosks),
        *(("board", b.id) for b in office.boards),
        *(("speaker", s.id) for s in office.speakers),
    ]
    for thing, id in things:
        if not _ADDRESSABLE.fullmatch(id):
            yield f'{thing} "{id}": an id has only letters A to Z, digits, _ and -'


def _unknown_groups(office: OfficeDocument) -> Iterator[str]:
    known = {group.id for group in office.groups}
    for service in office.services:
        if service.group and service.group not in known:
            yield f'service "{service.id}": there is no group "{service.group}"'


def _polish_texts(office: OfficeDocument) -> Iterator[str]:
    """Polish stands in for a missing language, so a text without it could not be shown."""
    named = [
        *((f'service "{s.id}"', s.names) for s in office.services),
        *((f'group "{g.id}"', g.names) for g in office.groups),
    ]
    for owner, names in named:
        if not names.get("pl"):
            yield f"{owner}: the Polish name is missing"
    for owner, texts in _optional_texts(office):
        if texts and not texts.get("pl"):
            yield f"{owner}: the Polish text is missing"


def _optional_texts(office: OfficeDocument) -> Iterator[tuple[str, Texts]]:
    for service in office.services:
        yield f'service "{service.id}", description', service.descriptions
        yield f'service "{service.id}", note', service.note
    for board in office.boards:
        yield f'board "{board.id}", ticker', board.ticker
        for place, slide in enumerate(board.slides, start=1):
            yield f'board "{board.id}", slide {place}', slide.texts
    for exception in office.exceptions:
        yield f"exception {exception.day}, reason", exception.reason
    yield "slip, top_text", office.slip.top_text
    yield "slip, bottom_text", office.slip.bottom_text


def _zone(office: OfficeDocument) -> Iterator[str]:
    try:
        ZoneInfo(office.timezone)
    except (OSError, ValueError, KeyError):  # unknown, a folder, a path that leads elsewhere
        yield f'timezone: there is no "{office.timezone}"'


def _hours(office: OfficeDocument) -> Iterator[str]:
    weekly = [("office", h) for h in office.hours]
    weekly += [(f'service "{s.id}"', h) for s in office.services for h in s.hours]
    for owner, hours in weekly:
        if not 0 <= hours.weekday <= 6:
            yield f"{owner}: weekday {hours.weekday} is not 0 (Monday) to 6"
        if not hours.opens <= hours.last_ticket <= hours.serving_until:
            yield f"{owner}, weekday {hours.weekday}: hours are not in order"
    for (owner, weekday), count in Counter((o, h.weekday) for o, h in weekly).items():
        if count > 1:
            yield f"{owner}, weekday {weekday}: hours are there {count} times"


def _exception_targets(office: OfficeDocument) -> Iterator[str]:
    """What each exception is for: "2026-12-24", or "2026-12-24 for passports"."""
    for exception in office.exceptions:
        day = exception.day.isoformat()
        yield from (
            (f"{day} for {id}" for id in exception.services) if exception.services else (day,)
        )


def _exceptions(office: OfficeDocument) -> Iterator[str]:
    issues = {s.id for s in office.services if not s.information_only}
    silent = {s.id for s in office.services} - issues
    for exception in office.exceptions:
        for id in silent.intersection(exception.services):
            yield f'exception {exception.day}: service "{id}" issues no tickets'
        opens, last = exception.opens, exception.last_ticket
        if exception.closed:
            continue
        if opens is None or last is None:
            yield f"exception {exception.day}: opens and last_ticket are needed on an open day"
        elif not opens <= last <= (exception.serving_until or last):
            yield f"exception {exception.day}: hours are not in order"


def _durations(office: OfficeDocument) -> Iterator[str]:
    for service in office.services:
        if not 0 < service.mean_minutes < float("inf"):
            yield f'service "{service.id}": mean_minutes must be more than 0'


def _ratios(office: OfficeDocument) -> Iterator[str]:
    for service in office.services:
        if min(service.booked_ratio) < 1:
            yield f'service "{service.id}": both parts of booked_ratio must be 1 or more'


def _rests(office: OfficeDocument) -> Iterator[str]:
    for counter in office.counters:
        if counter.auto_call_seconds and not 5 <= counter.auto_call_seconds <= 600:
            yield f'counter "{counter.id}": auto_call_seconds must be 0 (off) or 5 to 600'


def _languages(office: OfficeDocument) -> Iterator[str]:
    for counter in office.counters:
        for language in counter.languages:
            if language not in LANGUAGES:
                yield f'counter "{counter.id}": there is no language "{language}"'


def _slip(office: OfficeDocument) -> Iterator[str]:
    try:
        _ = office.slip.layout
    except Refused as refused:
        yield f"slip: {refused.facts['reason']}; its blocks: {', '.join(office.slip.blocks)}"


def _retention(kept: Retention) -> Iterator[str]:
    for field in fields(kept):
        if getattr(kept, field.name) < 1:
            yield f"retention: {field.name} must be 1 or more"
    for name in ("notes_days", "print_jobs_days", "announcements_days", "clerks_days"):
        if getattr(kept, name) > kept.tickets_days:
            yield f"retention: {name} must not be more than tickets_days"


def _circles(office: OfficeDocument) -> Iterator[str]:
    """A service that is its own ancestor would hide itself and all below it at the kiosk."""
    parents = {service.id: service.parent for service in office.services}
    for service in parents:
        seen: set[str] = set()
        above = parents[service]
        while above is not None and above not in seen and above != service:
            seen.add(above)
            above = parents.get(above)
        if above == service:
            yield f'service "{service}" is its own parent, or a parent of its parents'
