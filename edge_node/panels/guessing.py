"""Slows down whoever tries codes: each wrong one makes the next try wait longer, never for good.

Counted by source (a kiosk, a caller of the API) in this one process. The trap: a right code
must not forgive the wrong ones, or one's own code would pay for guesses at others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock

from flask import current_app

from edge_node.panels.session import office
from queue_core.domain.errors import Refused

_FREE_TRIES = 3
_LONGEST_SECONDS = 5.0
_FORGOTTEN_SECONDS = 60.0
_WRONG = frozenset({"unknown_code", "several_visits"})


@dataclass(frozen=True)
class _Tries:
    wrong: int
    at: float

    @property
    def rest_seconds(self) -> float:
        """How long after the latest wrong try the next one has to wait."""
        beyond = self.wrong - _FREE_TRIES
        return min(_LONGEST_SECONDS, 2.0**beyond) if beyond >= 0 else 0.0


class Guesses:
    """Wrong tries of every source, forgotten a minute after the latest."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tries: dict[str, _Tries] = {}

    def check(self, source: str, now: float) -> None:
        """Raise `too_many_tries` with the `seconds` that are left to wait."""
        with self._lock:
            tries = self._tries.get(source)
        left = tries.at + tries.rest_seconds - now if tries else 0.0
        if left > 0:
            raise Refused("too_many_tries", seconds=ceil(left))

    def note_wrong(self, source: str, now: float) -> None:
        """Count one more wrong try."""
        with self._lock:
            recent = {s: t for s, t in self._tries.items() if now - t.at < _FORGOTTEN_SECONDS}
            known = recent.get(source)
            recent[source] = _Tries(known.wrong + 1 if known else 1, now)
            self._tries = recent


@contextmanager
def guessing_slowly(source: str) -> Iterator[None]:
    """What is tried inside counts against its source when it was wrong."""
    guesses: Guesses = current_app.extensions.setdefault("okienko_guesses", Guesses())
    guesses.check(source, office().clock.monotonic())
    try:
        yield
    except Refused as refused:
        if refused.code in _WRONG:
            guesses.note_wrong(source, office().clock.monotonic())
        raise
