"""A demonstration in the terminal: runs until Ctrl-C or SIGTERM, and ends in order."""

import signal
import threading
from collections.abc import Callable
from typing import Protocol

from okienko.demo.machine import NotReady


class Running(Protocol):
    """What can be started as a whole."""

    @property
    def running(self) -> bool:
        """Whether it lives."""

    def start(self) -> float:
        """Start it; returns after how many seconds it was ready. Raises `NotReady`."""

    def stop(self) -> bool:
        """End it; whether all of it ended when asked to."""


def run_in_foreground(what: Running, welcome: Callable[[float], str]) -> int:
    """Run it, saying `welcome` (given the seconds of the start); 1 when it does not stay up."""
    ended = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: ended.set())
    try:
        print(welcome(what.start()), flush=True)
        while what.running and not ended.wait(0.5):
            pass
    except NotReady as trouble:
        print(f"It did not start: {trouble}", flush=True)
        return 1
    finally:
        what.stop()
    print("Stopped." if ended.is_set() else "A program ended by itself; see its log.", flush=True)
    return 0 if ended.is_set() else 1
