"""Whether an office document makes sense as a whole; types were checked when it was read."""

from collections import Counter
from collections.abc import Iterable, Iterator

from queue_core.domain.office import OfficeDocument


def faults(office: OfficeDocument) -> list[str]:
    """Everything wrong with the document, one line each; empty when it may be put in force."""
    return [
        *_repeated("service", (s.id for s in office.services)),
        *_repeated("prefix", (s.prefix for s in office.services if not s.information_only)),
        *_repeated("counter", (c.id for c in office.counters)),
        *_repeated("kiosk", (k.id for k in office.kiosks)),
        *_repeated("board", (b.id for b in office.boards)),
        *_repeated("speaker", (s.id for s in office.speakers)),
        *_booked_prefixes(office),
        *_unknown_services(office),
        *_polish_names(office),
        *_hours(office),
        *_ratios(office),
        *_circles(office),
    ]


def _repeated(thing: str, ids: Iterable[str]) -> Iterator[str]:
    for id, count in Counter(ids).items():
        if count > 1:
            yield f'{thing} "{id}" is there {count} times'


def _booked_prefixes(office: OfficeDocument) -> Iterator[str]:
    """A booked visit's number has the service's prefix and an R, so no prefix may be that."""
    prefixes = {service.prefix for service in office.services}
    for prefix in prefixes:
        if not prefix.isalpha() or not prefix.isupper() or not prefix.isascii():
            yield f'prefix "{prefix}": only letters A to Z'
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
    ]
    for user, services in users:
        for service in services:
            if service not in known:
                yield f'{user}: there is no service "{service}"'


def _polish_names(office: OfficeDocument) -> Iterator[str]:
    for service in office.services:
        if not service.names.get("pl"):
            yield f'service "{service.id}": the Polish name is missing'


def _hours(office: OfficeDocument) -> Iterator[str]:
    weekly = [("office", h) for h in office.hours]
    weekly += [(f'service "{s.id}"', h) for s in office.services for h in s.hours]
    for owner, hours in weekly:
        if not 0 <= hours.weekday <= 6:
            yield f"{owner}: weekday {hours.weekday} is not 0 (Monday) to 6"
        if not hours.opens <= hours.last_ticket <= hours.serving_until:
            yield f"{owner}, weekday {hours.weekday}: hours are not in order"


def _ratios(office: OfficeDocument) -> Iterator[str]:
    for service in office.services:
        if min(service.booked_ratio) < 1:
            yield f'service "{service.id}": both parts of booked_ratio must be 1 or more'


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
