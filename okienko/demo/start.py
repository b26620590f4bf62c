"""`okienko demo --office`: one sample office alone, with its paper and its voice."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from edge_node.devices.buttons.settings import ButtonPin, Kind
from okienko.demo.accounts import STAFF
from okienko.demo.foreground import run_in_foreground
from okienko.demo.hours import open_now
from okienko.demo.machine import Machine, build_machine
from okienko.demo.place import new_place
from okienko.demo.sample import office, office_file
from queue_core.clock import ScaledClock
from queue_core.domain.office import OfficeDocument

USUAL_WEB_PORT = 8080
_KIOSK_PINS = ((5, 16), (6, 20), (13, 21))
_COUNTER_PINS = (17, 27)
_EVACUATION_PINS = (22, 23)


def run_office(name: str, folder: Path) -> int:
    """Serve a sample office in the foreground; 1 when it does not come up."""
    document = office(name)
    time = open_now(document, datetime.now(UTC))
    place = new_place(folder, document, buttons_of(document), time=time, web_port=USUAL_WEB_PORT)
    machine = build_machine(place, office_file(name), audible=has_sound_card())
    return run_in_foreground(machine, lambda seconds: welcome(machine, document, seconds))


def buttons_of(document: OfficeDocument) -> tuple[ButtonPin, ...]:
    """Push buttons of air: the first matters, one counter, and the evacuation."""
    matters = [s.id for s in document.services if not s.information_only]
    kiosk = (
        ButtonPin(f"matter-{id}", pin, led, target=id)
        for id, (pin, led) in zip(matters, _KIOSK_PINS, strict=False)
    )
    counter, evacuation = (
        document.counters[:3][-1].id,
        ButtonPin("evacuation", *_EVACUATION_PINS, kind=Kind.EVACUATION),
    )
    at_counter = ButtonPin(f"counter-{counter}", *_COUNTER_PINS, kind=Kind.COUNTER, target=counter)
    return (*kiosk, at_counter, evacuation)


def has_sound_card() -> bool:
    """Whether something could be heard here."""
    try:
        listed = subprocess.run(["aplay", "-l"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return listed.returncode == 0 and b"card" in listed.stdout


def welcome(machine: Machine, document: OfficeDocument, seconds: float) -> str:
    """What the terminal says: where to click, who to be."""
    place = machine.place
    clock = clock_shown(document, place.time)
    lines = [
        "",
        f"  {document.name}, {document.address} · przykład",
        f"  ready in {seconds:.1f} s · clock: {clock} · files: {place.folder}",
        "",
        *(f"  {what:<28} {place.url}{path}" for what, path in pages_of(document)),
        "",
        "  sign in (the password is the login): " + ", ".join(STAFF),
        f"  buttons of air: echo 'press 5' | nc 127.0.0.1 {place.pins_port}",
        *(
            f"  printer {p.id}: echo 'SET out' | nc 127.0.0.1 {p.control_port} (LOAD 400: new roll)"
            for p in place.printers
        ),
        "",
        "  Ctrl-C stops everything. The next start begins anew.",
    ]
    return "\n".join(lines)


def pages_of(document: OfficeDocument) -> list[tuple[str, str]]:
    """The pages of an office, each with its path, in the order of a visit."""
    first = document.counters[0].id
    return [
        *((f"kiosk {k.id} (biletomat)", f"/kiosk/{k.id}") for k in document.kiosks),
        ("clerk (Mój punkt obsługi)", "/clerk"),
        *((f"board {b.id} (tablica)", f"/board/{b.id}") for b in document.boards),
        (f"display of counter {first}", f"/counter/{first}/display"),
        ("the queue for everybody", "/queue"),
        ("reception (Recepcja)", "/reception"),
        ("the printed paper", "/paper"),
        ("the day's figures", "/reports/day"),
        ("status", "/status"),
        ("API", "/api/v1/docs"),
    ]


def clock_shown(document: OfficeDocument, time: ScaledClock | None) -> str:
    """What the clock of a demonstration says at its start."""
    if time is None:
        return "the real one"
    return f"shows {time.begin.astimezone(document.zone):%A %-d %B %Y, %H:%M}"
