"""The rest of the day played through a hundred times: how long each wait may be.

Pure. `lineup` says in which order people are called when every service lasts its mean; here only
the lengths are shaken (and whether booked people come), and each counter that gets free takes
whoever of its lines comes first in that order. So a run does not ask the law again: a visit that
lasts long changes who is served where and when, not who stands before whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from operator import add

from queue_core.domain.durations import RUNS, comes, service_minutes
from queue_core.domain.estimates import WaitRange, wait_range
from queue_core.domain.halls import Arrival, Hall, halls
from queue_core.domain.lineup import Floor, Turn, first_free_runs, is_newcomer, wait_or_leave

_NOBODY = 1 << 30
"""The rank at the end of every line."""
_NO_MINUTES = [0.0] * RUNS


@dataclass(frozen=True)
class Outlook:
    """Ranges of wait; whoever is missing cannot be called by any counter reckoned with."""

    services: Mapping[str, WaitRange]
    """For a new ticket of the service."""
    tickets: Mapping[str, WaitRange]
    """For each waiting ticket, by id."""


def simulate(floor: Floor, turns: Sequence[Turn]) -> Outlook:
    """Ranges of wait for all who wait now and for a new ticket of each service.

    `turns` are those of `line_up` for the same floor.
    """
    play = _Play(floor, turns)
    services: dict[str, WaitRange] = {}
    tickets: dict[str, WaitRange] = {}
    for hall in halls(floor, turns):
        play.play(hall)
        for rank in (rank for line in hall.lines for rank in line):
            ticket = turns[rank].ticket
            found = wait_range(play.starts[rank])
            if is_newcomer(ticket):
                services[ticket.service] = found
            else:
                tickets[ticket.id] = found
    return Outlook(services, tickets)


class _Play:
    """All runs of one floor. `starts` holds, by rank, the minute of the call in each run."""

    def __init__(self, floor: Floor, turns: Sequence[Turn]) -> None:
        self.starts: list[list[float]] = [[] for _ in turns]
        self._floor = floor
        self._turns = turns
        self._free = first_free_runs(floor)
        self._minutes = [self._service_minutes(turn) for turn in turns]
        self._of_run = list(zip(*self._minutes, strict=True))

    def play(self, hall: Hall) -> None:
        """Play every run of a hall."""
        if len(hall.lines) == 1 and not hall.coming:
            self._play_one_line(hall)
            return
        came = {a.rank: self._comes(a) for a in hall.coming}
        for run in range(RUNS):
            free = [(self._free[desk][run], desk) for desk in hall.of_desk]
            arrivals = [a for a in reversed(hall.coming) if came[a.rank][run]]
            self._play_run(hall, arrivals, free, self._of_run[run])

    def _play_one_line(self, hall: Hall) -> None:
        """All runs at once: whoever is next goes to the desk that is free first."""
        free = [self._free[desk] for desk in hall.of_desk]
        heaps = [list(desks) for desks in zip(*free, strict=True)]
        for heap in heaps:
            heapify(heap)
        for rank in hall.lines[0]:
            starts = self.starts[rank] = [heap[0] for heap in heaps]
            for heap, end in zip(heaps, map(add, starts, self._minutes[rank]), strict=True):
                heapreplace(heap, end)

    def _play_run(
        self,
        hall: Hall,
        arrivals: list[Arrival],
        free: list[tuple[float, int]],
        minutes: Sequence[float],
    ) -> None:
        """One run of a hall with several lines; it ends when all who wait now are served."""
        heapify(free)
        lines = [[_NOBODY, *reversed(line)] for line in hall.all_lines]
        first = [line[-1] for line in lines]
        present = len(hall.lines)
        left = sum(map(len, hall.lines))
        while left and free:
            at, desk = free[0]
            while arrivals and arrivals[-1].at <= at:
                came = arrivals.pop()
                lines[came.line].insert(1, came.rank)
                first[came.line] = lines[came.line][-1]
            for group in hall.of_desk[desk]:
                line = min(group, key=first.__getitem__)
                if first[line] != _NOBODY:
                    break
            else:
                wait_or_leave(free, arrivals[-1].at if arrivals else None)
                continue
            rank = lines[line].pop()
            first[line] = lines[line][-1]
            self.starts[rank].append(at)
            heapreplace(free, (at + minutes[rank], desk))
            left -= line < present

    def _service_minutes(self, turn: Turn) -> list[float]:
        if is_newcomer(turn.ticket):
            return _NO_MINUTES
        return service_minutes(turn.ticket.id, self._floor.mean(turn.ticket))

    def _comes(self, arrival: Arrival) -> list[bool]:
        booking = self._turns[arrival.rank].ticket
        return comes(booking.id, self._floor.share(booking))
