"""Which announcement is next and what is heard in it: pure order rules (B-74, B-75).

Knows no sound, no network and no clock: times are seconds of a clock that only grows.
The trap: the node may send a job again until it has our result, and must not be obeyed twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from queue_core.speech.engine import Phrase

LONG_BACKLOG = 3
"""More waiting than this: only the gong and the first language, so that the hall catches up."""

Key = tuple[str, str, int, int]


class Outcome(StrEnum):
    """What became of a job; each job gets exactly one."""

    PLAYED = "played"
    FAILED = "failed"
    EXPIRED = "expired"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Job:
    """One call to be announced. `expires_at` is a moment of the monotonic clock, in seconds."""

    id: int
    ticket: str
    counter: str
    call_no: int
    repeat_no: int
    expires_at: float
    phrases: tuple[Phrase, ...]

    @property
    def key(self) -> Key:
        """Two jobs with one key are the same announcement."""
        return (self.ticket, self.counter, self.call_no, self.repeat_no)


@dataclass(frozen=True)
class Manner:
    """How this location speaks at this hour. `repeats` are the times beyond the first."""

    on: bool = True
    volume_percent: int = 80
    gong: bool = True
    repeats: int = 0


@dataclass(frozen=True)
class Alarm:
    """An evacuation: a round begins every `repeat_seconds`, or at once where it takes longer."""

    phrases: tuple[Phrase, ...]
    repeat_seconds: float


@dataclass(frozen=True)
class Result:
    """What the node is told of a job. `started_at` is RFC 3339 or None."""

    job: int
    outcome: Outcome
    detail: str = ""
    started_at: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Script:
    """What is heard: the gong or not, then the phrases with a pause before each."""

    gong: bool
    phrases: tuple[Phrase, ...]


def still_wanted(
    jobs: Iterable[Job], taken: Collection[int], known: Mapping[int, Job]
) -> tuple[Job, ...]:
    """The node's jobs in its order, without those taken before; a known job keeps its expiry."""
    return tuple(known.get(job.id, job) for job in jobs if job.id not in taken)


def verdict(job: Job, manner: Manner, heard: Collection[Key], now: float) -> Result | None:
    """Why a job is not spoken, or None when its turn to be spoken has come."""
    if job.key in heard:
        return Result(job.id, Outcome.WITHDRAWN, "announced already")
    if now >= job.expires_at:
        return Result(job.id, Outcome.EXPIRED, "waited too long")
    if not manner.on:
        return Result(job.id, Outcome.SILENT, "voice is switched off")
    if manner.volume_percent <= 0:
        return Result(job.id, Outcome.SILENT, "volume is 0 at this hour")
    if not job.phrases and not manner.gong:
        return Result(job.id, Outcome.SILENT, "neither words nor gong")
    return None


def script(job: Job, manner: Manner, waiting: int) -> Script:
    """What is heard for a job while `waiting` others stand behind it."""
    if waiting > LONG_BACKLOG:
        return Script(manner.gong, job.phrases[:1])
    return Script(manner.gong, job.phrases * (1 + max(0, manner.repeats)))
