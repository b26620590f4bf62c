"""`make run`: the whole story of a booked visit on one machine, until Ctrl-C.

The hub, the broker and five offices. A later start goes on with the same bookings and queues.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from okienko.demo.city.build import USUAL_PORTS, City, build_city
from okienko.demo.city.hub_place import last_time_shown
from okienko.demo.city.welcome import welcome
from okienko.demo.foreground import run_in_foreground
from okienko.demo.hours import later_clock
from okienko.demo.machine import NotReady
from okienko.demo.sample import OFFICES, office, office_file


def run_city(folder: Path) -> int:
    """Serve the city in the foreground; 1 when it does not come up or runs already."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder) as alone:
        if not alone:
            print(f"A demonstration runs in {folder} already.", flush=True)
            return 1
        try:
            city = sample_city(folder, datetime.now(UTC))
        except NotReady as trouble:
            print(f"It did not start: {trouble}", flush=True)
            return 1
        return run_in_foreground(city, lambda seconds: welcome(city, seconds))


def sample_city(folder: Path, now: datetime) -> City:
    """All five offices, on the usual ports; the clock never goes back."""
    clock = later_clock(office(OFFICES[0]), now, last_time_shown(folder / "hub", now))
    return build_city(folder, {name: office_file(name) for name in OFFICES}, clock, USUAL_PORTS)


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Whether nobody else demonstrates in this folder, until the end of the block."""
    with (folder / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
