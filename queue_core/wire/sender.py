"""The sending end of a log: what goes out next, when it goes again, and when a log must fork.

No I/O: it reads the log through `SentLog`, is told what was heard and the time, and answers with
batches. The trap: it knows nothing until the peer's cursor comes, and again after each lost
connection; only the cursor acknowledges.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from queue_core.wire.chain import Line
from queue_core.wire.messages import (
    MAX_BATCH_BYTES,
    MAX_BATCH_RECORDS,
    NOTHING,
    Batch,
    Cursor,
    Sent,
)
from queue_core.wire.topics import Way

AHEAD = 8
"""So many batches may be under way at once."""
_LEAST_SECONDS = 1.0
_MOST_SECONDS = 60.0
_FRAME_BYTES = 64
"""About what the envelope adds to a record."""


class SentLog(Protocol):
    """The written log of the present epoch."""

    def head(self) -> Cursor:
        """The last record; number 0 with the genesis hash while there is none."""

    def first_kept(self) -> int:
        """The number of the oldest record that can still be sent, head + 1 when there is none."""

    def hash_at(self, seq: int) -> str | None:
        """The chain's hash at a number (0: genesis), None when it is not known here."""

    def after(self, seq: int, at_most: int) -> list[Line]:
        """The next records after a number, in order."""


@dataclass(frozen=True)
class Fork:
    """The peer's cursor does not fit: a new epoch with this counter must be opened."""

    counter: int
    reason: str
    """`restored`: the peer knows records that this log has not. `pruned`: it needs records that
    are no longer kept."""


@dataclass(frozen=True, slots=True)
class _Flight:
    last: int
    at: float


@dataclass
class Sender:
    """Sends one log to one peer."""

    log: SentLog
    way: Way
    acked: int | None = None
    """What the peer has applied of this epoch; None while that is not known."""
    _sent: int = 0
    _flights: deque[_Flight] = field(default_factory=deque)
    _round_trip: float | None = None
    _timeout: float = _LEAST_SECONDS
    _again_up_to: int = 0
    """Records up to here went out more than once: their answers measure nothing."""

    def hear(self, cursor: Cursor | None, now: float) -> Fork | None:
        """Take the peer's cursor; the fork that it calls for, if any."""
        head = self.log.head()
        found = judge(cursor, head, self.log)
        if isinstance(found, Fork):
            self.forget()
            return found
        if self.acked is None or found < self.acked or self._sent < found:
            self._go_back(found)
        elif found > self.acked:
            self._measure(found, now)
        self.acked = found
        return None

    def forget(self) -> None:
        """The connection is lost, or the epoch is new: the next cursor tells where to go on."""
        self.acked = None
        self._sent = 0
        self._flights.clear()

    def due(self, now: float) -> list[Batch]:
        """The batches to send now, as far as the window allows."""
        if self.acked is None:
            return []
        if self._flights and now - self._flights[0].at >= self._timeout:
            self._again_up_to = max(self._again_up_to, self._sent)
            self._go_back(self.acked)
            self._timeout = min(_MOST_SECONDS, self._timeout * 2)
        batches = []
        while len(self._flights) < AHEAD and (lines := self._next_lines()):
            batches.append(self._batch(lines))
            self._sent = lines[-1].seq
            self._flights.append(_Flight(self._sent, now))
        return batches

    def wake_at(self) -> float | None:
        """When `due` has to be asked again even if nothing is heard or written."""
        return self._flights[0].at + self._timeout if self._flights else None

    def _go_back(self, to: int) -> None:
        self._sent = to
        self._flights.clear()

    def _measure(self, acked: int, now: float) -> None:
        sample = None
        while self._flights and self._flights[0].last <= acked:
            flight = self._flights.popleft()
            sample = now - flight.at if flight.last > self._again_up_to else None
        if sample is not None:
            known = self._round_trip
            self._round_trip = sample if known is None else known + (sample - known) / 8
        self._timeout = max(_LEAST_SECONDS, 4 * (self._round_trip or 0.0))

    def _next_lines(self) -> list[Line]:
        lines = self.log.after(self._sent, MAX_BATCH_RECORDS)
        size = 0
        for count, line in enumerate(lines):
            size += len(line.about) + len(line.fact) + len(line.personal or b"") + _FRAME_BYTES
            if size > MAX_BATCH_BYTES and count:
                return lines[:count]
        return lines

    def _batch(self, lines: list[Line]) -> Batch:
        before = self.log.hash_at(lines[0].seq - 1)
        return batch_of(self.way, self.log.head(), before or "", lines)


def judge(cursor: Cursor | None, head: Cursor, log: SentLog) -> int | Fork:
    """The number after which the peer goes on, or the fork that its cursor calls for."""
    place = 0
    if cursor is not None and cursor.epoch.counter >= head.epoch.counter:
        if cursor.epoch != head.epoch:
            return Fork(cursor.epoch.counter + 1, "restored")
        if cursor.seq > head.seq:
            return Fork(head.epoch.counter + 1, "restored")
        place = cursor.seq
    if place < log.first_kept() - 1:
        return Fork(head.epoch.counter + 1, "pruned")
    known = log.hash_at(place)
    if cursor is not None and cursor.epoch == head.epoch and known != cursor.hash:
        return Fork(head.epoch.counter + 1, "restored")
    return place


def batch_of(way: Way, at: Cursor, before: str, lines: list[Line]) -> Batch:
    """Records without a gap as one message."""
    return Batch(
        log=way,
        epoch=at.epoch,
        before=before,
        after=lines[-1].hash,
        records=tuple(
            Sent(
                seq=line.seq,
                about=msgspec.Raw(line.about),
                fact=msgspec.Raw(line.fact),
                personal=NOTHING if line.personal is None else msgspec.Raw(line.personal),
                salt=line.salt,
            )
            for line in lines
        ),
    )
