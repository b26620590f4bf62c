"""`make run`: the whole story of a booked visit on one machine, until Ctrl-C.

The hub and five offices; one of them is open with kiosk, clerk and voice, the others are pages
alone. All of them share one clock, and a later start goes on with the same bookings and queues.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from okienko.demo.city.hub import HubMachine, build_hub_machine
from okienko.demo.city.hub_place import HUB_PORT, SMS_PORT, HubPlace, last_time_shown
from okienko.demo.city.welcome import welcome
from okienko.demo.foreground import run_in_foreground
from okienko.demo.hours import later_clock
from okienko.demo.machine import Machine, build_bare_machine, build_machine
from okienko.demo.place import bare_place, kept_place
from okienko.demo.ports import free_ports
from okienko.demo.sample import OFFICES, office, office_file
from okienko.demo.start import USUAL_WEB_PORT, buttons_of, has_sound_card
from queue_core.clock import ScaledClock

_ETICKETS = "https://okienko.example/t/"
"""The address of e-tickets in the sample documents."""


class Part(Protocol):
    """A machine of the city."""

    @property
    def running(self) -> bool:
        """Whether it lives."""

    def begin(self) -> None:
        """Start it and do not wait."""

    def wait_until_ready(self) -> None:
        """Wait until it can be used. Raises `NotReady`."""

    def stop(self) -> bool:
        """End it; whether it ended when asked to."""


@dataclass(frozen=True)
class City:
    """Everything that runs. The first office is the open one."""

    hub: HubMachine
    offices: tuple[Machine, ...]

    @property
    def running(self) -> bool:
        """Whether every part lives."""
        return all(part.running for part in self._parts)

    def start(self) -> float:
        """Start all; returns after how many seconds everything was ready. Raises `NotReady`."""
        begun = time.monotonic()
        for part in self._parts:
            part.begin()
        for part in self._parts:
            part.wait_until_ready()
        return time.monotonic() - begun

    def stop(self) -> bool:
        """End all; whether each part ended when it was asked to."""
        return all([part.stop() for part in reversed(self._parts)])

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self.hub, *self.offices)


def run_city(folder: Path) -> int:
    """Serve the city in the foreground; 1 when it does not come up or runs already."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder) as alone:
        if not alone:
            print(f"A demonstration runs in {folder} already.", flush=True)
            return 1
        city = build_city(folder, datetime.now(UTC))
        return run_in_foreground(city, lambda seconds: welcome(city.hub, city.offices, seconds))


def build_city(folder: Path, now: datetime) -> City:
    """Write all files and make all databases ready; nothing runs yet."""
    clock = later_clock(office(OFFICES[0]), now, last_time_shown(folder / "hub", now))
    hub_port, sms_port = free_ports([HUB_PORT, SMS_PORT])
    hub_place = HubPlace(folder / "hub", hub_port, sms_port, clock)
    files = {name: folder / "documents" / f"{name}.toml" for name in OFFICES}
    for name, file in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        text = office_file(name).read_text("utf-8").replace(_ETICKETS, f"{hub_place.url}/t/")
        file.write_text(text, encoding="utf-8")
    hub = build_hub_machine(hub_place, files)
    open_office, *others = OFFICES
    machines = [_open_office(folder, open_office, files[open_office], clock)]
    for number, name in enumerate(others, start=1):
        place = bare_place(folder / name, time=clock, web_port=USUAL_WEB_PORT + number)
        machines.append(build_bare_machine(place, files[name]))
    return City(hub, tuple(machines))


def _open_office(folder: Path, name: str, file: Path, clock: ScaledClock | None) -> Machine:
    document = office(name)
    buttons = buttons_of(document)
    place = kept_place(folder / name, document, buttons, time=clock, web_port=USUAL_WEB_PORT)
    return build_machine(place, file, audible=has_sound_card())


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
