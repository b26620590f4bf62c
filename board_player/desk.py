"""Where the three threads of the announcer meet: orders come in, tasks and results go out.

Knows no network and no sound. The trap: every field is touched only under the one condition.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from board_player.announcements import (
    Alarm,
    Job,
    Key,
    Manner,
    Result,
    Script,
    script,
    still_wanted,
    verdict,
)
from board_player.node import Orders
from queue_core.speech.engine import Phrase

Item = TypeVar("Item")

_REMEMBERED = 2000


@dataclass(frozen=True)
class Announce:
    """Speak a job now."""

    job: Job
    script: Script
    volume_percent: int


@dataclass(frozen=True)
class SoundAlarm:
    """Speak one round of the evacuation now, at full volume."""

    script: Script


@dataclass(frozen=True)
class Prepare:
    """Render a phrase that will be needed soon."""

    phrase: Phrase


Task = Announce | SoundAlarm | Prepare


class Desk:
    """The announcer's state. Alarm before calls, calls before preparation."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._manner = Manner()
        self._waiting: tuple[Job, ...] = ()
        self._to_prepare: tuple[Phrase, ...] = ()
        self._tried: OrderedDict[Phrase, None] = OrderedDict()
        self._taken: OrderedDict[int, None] = OrderedDict()
        self._heard: OrderedDict[Key, None] = OrderedDict()
        self._unsent: deque[Result] = deque()
        self._alarm: Alarm | None = None
        self._alarm_waits = False
        self._next_round_at = 0.0

    def take(self, orders: Orders) -> None:
        """Put the node's orders on the desk."""
        with self._changed:
            if orders.alarm is None:
                self._alarm_waits = False
            elif self._alarm is None:
                self._alarm_waits, self._next_round_at = True, self._monotonic()
            known = {job.id: job for job in self._waiting}
            self._waiting = still_wanted(orders.jobs, self._taken, known)
            self._manner = orders.manner
            self._to_prepare = tuple(p for p in orders.prepare if p not in self._tried)
            self._alarm = orders.alarm
            self._changed.notify_all()

    def next_task(self, wait_seconds: float) -> Task | None:
        """The most urgent task, or None when nothing is to be done within the wait."""
        with self._changed:
            task = self._pick()
            if task is None:
                self._changed.wait(self._at_most_until_next_round(wait_seconds))
                task = self._pick()
            return task

    def cut_for_alarm(self, stop: Callable[[], None]) -> bool:
        """Stop what is heard while an evacuation waits for its first round; False when none does.

        Done under the lock, or the first round itself could be cut.
        """
        with self._changed:
            if self._alarm_waits:
                stop()
            return self._alarm_waits

    def finish(self, job: Job, result: Result) -> None:
        """Enter what became of an announced job."""
        with self._changed:
            self._end(job, result)

    def next_result(self, wait_seconds: float) -> Result | None:
        """The oldest result that the node does not know yet; it stays until `sent`."""
        with self._changed:
            if not self._unsent:
                self._changed.wait(wait_seconds)
            return self._unsent[0] if self._unsent else None

    def owes_results(self) -> bool:
        """Whether the node does not know every result yet."""
        with self._changed:
            return bool(self._unsent)

    def sent(self) -> None:
        """The node has the oldest result."""
        with self._changed:
            self._unsent.popleft()

    def _pick(self) -> Task | None:
        now = self._monotonic()
        if self._alarm is not None:
            return self._alarm_round(self._alarm, now)
        while self._waiting:
            job, self._waiting = self._waiting[0], self._waiting[1:]
            _remember(self._taken, job.id)  # the node sends it until it knows the result
            refused = verdict(job, self._manner, self._heard, now)
            if refused is None:
                spoken = script(job, self._manner, len(self._waiting))
                return Announce(job, spoken, self._manner.volume_percent)
            self._end(job, refused)
        if self._to_prepare:
            phrase, self._to_prepare = self._to_prepare[0], self._to_prepare[1:]
            _remember(self._tried, phrase)
            return Prepare(phrase)
        return None

    def _alarm_round(self, alarm: Alarm, now: float) -> Task | None:
        if now < self._next_round_at:
            return None
        self._next_round_at = now + alarm.repeat_seconds
        self._alarm_waits = False
        return SoundAlarm(Script(gong=True, phrases=alarm.phrases))

    def _at_most_until_next_round(self, wait_seconds: float) -> float:
        if self._alarm is None:
            return wait_seconds
        return min(wait_seconds, max(0.01, self._next_round_at - self._monotonic()))

    def _end(self, job: Job, result: Result) -> None:
        _remember(self._heard, job.key)
        self._unsent.append(result)
        self._changed.notify_all()


def _remember(memory: "OrderedDict[Item, None]", item: Item) -> None:
    memory[item] = None
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
