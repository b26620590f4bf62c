"""Which people wait in one line, and which lines share counters.

Pure; shapes the turns of `lineup` for `simulation`. People whom the same counters may call, with
the same preference, stand in one line in order of their turns. A person is named by his rank,
which is the place of his turn in the order of calls.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from queue_core.domain.calling import Desk, Queue, Step, offered
from queue_core.domain.lineup import Floor, Turn, expected_at
from queue_core.domain.tickets import Ticket

Reach = tuple[int | None, ...]
"""For each desk the place of a ticket's group in its profile, those who speak a language of the
desk before the others; None where it may not go."""
Lines = dict[Reach, list[int]]
"""Ranks in order, by where they may go."""


@dataclass(frozen=True)
class Arrival:
    """A booked person who is still to come: in how many minutes, and into which line."""

    at: float
    rank: int
    line: int


@dataclass(frozen=True)
class Hall:
    """Desks and lines that depend on each other, and on no others.

    `of_desk` names the lines of each desk, group by group. `lines` hold the ranks of those
    present; `coming` people, in order of time, have lines of their own, empty at first, whose
    numbers go on from there.
    """

    of_desk: dict[int, list[list[int]]]
    lines: list[list[int]]
    coming: list[Arrival]

    @property
    def all_lines(self) -> list[list[int]]:
        """Every line as it stands now, those of coming people included."""
        empty = 1 + max((a.line for a in self.coming), default=-1) - len(self.lines)
        return self.lines + [[] for _ in range(empty)]


def halls(floor: Floor, turns: Sequence[Turn]) -> list[Hall]:
    """Everybody who has a turn, in lines, the lines in halls."""
    reaches = _Reaches(floor)
    expected = {ticket.id: at for at, ticket in expected_at(floor)}
    minutes = {r: expected[t.ticket.id] for r, t in enumerate(turns) if t.ticket.id in expected}
    present: Lines = {}
    coming: Lines = {}
    for rank, turn in enumerate(turns):
        (coming if rank in minutes else present).setdefault(reaches.of(turn), []).append(rank)
    return [
        _hall(desks, _within(present, desks), _within(coming, desks), minutes)
        for desks in _connected([*present, *coming])
    ]


class _Reaches:
    """Where tickets may go; asked once for all that are alike."""

    def __init__(self, floor: Floor) -> None:
        self._queue = Queue((), floor.desks, floor.services, floor.now, floor.day, floor.rules)
        self._spoken = frozenset(id for desk in floor.desks for id in desk.languages)
        self._known: dict[tuple[object, ...], Reach] = {}

    def of(self, turn: Turn) -> Reach:
        """An aged ticket is called before the order of groups, from any of them."""
        ticket, aged = turn.ticket, turn.step is Step.AGED
        key = (
            *(ticket.service, ticket.sent_to_counter, ticket.sent_to_clerk, ticket.need, aged),
            ticket.language in self._spoken and ticket.language,
        )
        if key not in self._known:
            desks = self._queue.open_desks
            self._known[key] = tuple(self._position(ticket, desk, aged) for desk in desks)
        return self._known[key]

    def _position(self, ticket: Ticket, desk: Desk, aged: bool) -> int | None:
        if not offered(ticket, desk, self._queue):
            return None
        if aged:
            return 0
        group = next((i for i, group in enumerate(desk.groups) if ticket.service in group), 0)
        if not desk.languages:
            return group
        return 2 * group + (ticket.language not in desk.languages)


def _connected(reaches: Iterable[Reach]) -> list[frozenset[int]]:
    """Sets of desks that no line reaches across."""
    found: list[frozenset[int]] = []
    for reach in reaches:
        joined = frozenset(desk for desk, group in enumerate(reach) if group is not None)
        apart = [desks for desks in found if not desks & joined]
        found = [*apart, joined.union(*(desks for desks in found if desks & joined))]
    return found


def _within(lines: Lines, desks: frozenset[int]) -> Lines:
    return {r: line for r, line in lines.items() if any(r[d] is not None for d in desks)}


def _hall(desks: frozenset[int], present: Lines, coming: Lines, minutes: dict[int, float]) -> Hall:
    reaches = [*present, *coming]
    arrivals = [
        Arrival(minutes[rank], rank, line)
        for line, ranks in enumerate(coming.values(), start=len(present))
        for rank in ranks
    ]
    return Hall(
        {desk: _groups(reaches, desk) for desk in sorted(desks)},
        list(present.values()),
        sorted(arrivals, key=lambda arrival: (arrival.at, arrival.rank)),
    )


def _groups(reaches: Sequence[Reach], desk: int) -> list[list[int]]:
    """The lines of a desk by group; groups in which nobody waits are left out."""
    groups: dict[int, list[int]] = {}
    for line, reach in enumerate(reaches):
        group = reach[desk]
        if group is not None:
            groups.setdefault(group, []).append(line)
    return [groups[position] for position in sorted(groups)]
