"""How a person finds the matter: by words that forgive diacritics, or under the offices' headings.

Knows the catalogue of matters and no request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cloud_hub.booking.offer import Matter, Place
from queue_core.domain.names import folded
from queue_core.domain.office import Texts, text


@dataclass(frozen=True)
class Group:
    """Matters under one heading; without names those that belong to no group."""

    names: Texts
    matters: tuple[Matter, ...]


def place_of(matter: Matter, office_id: str) -> Place | None:
    """The matter in this office, or None."""
    return next((p for p in matter.places if p.office.id == office_id), None)


def search(matters: Iterable[Matter], wanted: str) -> tuple[Matter, ...]:
    """The matters that have every word of `wanted` in their names or descriptions, whatever the
    case and the diacritics; all of them when nothing is wanted."""
    words = folded(wanted).split()
    return tuple(m for m in matters if all(word in words_of(m) for word in words))


def grouped(matters: Sequence[Matter]) -> tuple[Group, ...]:
    """The matters under the headings of their offices' trees, each heading once."""
    headings: dict[str, Texts] = {}
    below: dict[str, list[Matter]] = {}
    for matter in matters:
        names = _heading(matter)
        key = names.get("pl", "")
        headings[key] = names
        below.setdefault(key, []).append(matter)
    return tuple(Group(headings[key], tuple(found)) for key, found in below.items())


def words_of(matter: Matter) -> str:
    """Everything that a search looks at, in plain small letters."""
    texts = [
        *matter.service.names.values(),
        *matter.service.descriptions.values(),
        *_heading(matter).values(),
    ]
    return folded(" ".join(texts))


def lines(texts: Texts, language: str) -> tuple[str, ...]:
    """The lines of a text of the office, for a list; none where it was not given."""
    if not texts:
        return ()
    return tuple(line.strip() for line in text(texts, language).splitlines() if line.strip())


def _heading(matter: Matter) -> Texts:
    """The names of the folder or of the group that the matter lies in."""
    office, service = matter.places[0].office, matter.service
    parent = office.service(service.parent) if service.parent else None
    if parent is not None:
        return parent.names
    group = next((g for g in office.groups if g.id == service.group), None)
    return group.names if group is not None else {}
