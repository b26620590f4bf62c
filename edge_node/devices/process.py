"""The devices process: one thread for each printer, one for the buttons, one that notices.

It never shares a process with gunicorn (threads and forks break drivers); it meets the panels
only in the database.
"""

import logging
import signal
import threading

from edge_node.config import NodeConfig, PrinterWiring
from edge_node.damage import end_if_damaged
from edge_node.devices.buttons.gpio import PinsUnavailable, open_pin_factory
from edge_node.devices.buttons.leds import Leds
from edge_node.devices.buttons.mock_bench import BenchServer, PinBench
from edge_node.devices.buttons.pins import Buttons
from edge_node.devices.pressed import PressedButtons
from edge_node.devices.print_table import PrintTable
from edge_node.devices.printer.spooler import Spooler, SpoolerThread
from edge_node.devices.wiring import build_printer, slip_renderer
from edge_node.store.devices import report_device
from edge_node.store.unit import Command, Office
from edge_node.store.watch import Watcher
from edge_node.wiring import build_office

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.01
_LIGHT_SECONDS = 5.0
"""The hour alone changes the lights too: doors open, the last ticket is given."""


def run_devices(config: NodeConfig) -> None:
    """Serve printers and buttons until SIGTERM."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    office = build_office(config)
    spoolers = _start_printers(office, config.printers)
    pressed = _start_buttons(office, config) if config.buttons else None

    def changed(_seq: int, topics: frozenset[str]) -> None:
        if "print" in topics:
            for spooler in spoolers:
                spooler.wake()
        if pressed is not None and topics & {"queue", "calls", "counters", "alarm", "config"}:
            pressed.show_all()
        if pressed is not None and "config" in topics:
            pressed.check_targets()

    if pressed is not None:
        threading.Thread(target=_keep_lights, args=(pressed, stop), daemon=True).start()
    Watcher(office.database.path).follow(changed, stop, _LOOK_SECONDS)
    for spooler in spoolers:
        spooler.stop()


def _keep_lights(pressed: PressedButtons, stop: threading.Event) -> None:
    while not stop.wait(_LIGHT_SECONDS):
        try:
            pressed.show_all()
        except Exception as error:  # the top of a thread: light is never worth a stop
            end_if_damaged(error)
            log.exception("lights_not_shown")


def _start_printers(office: Office, wirings: tuple[PrinterWiring, ...]) -> list[SpoolerThread]:
    table = PrintTable(office, {wiring.id: wiring.profile for wiring in wirings})
    threads = []
    for wiring in wirings:
        spooler = Spooler(
            wiring.id,
            build_printer(wiring),
            jobs=table,
            to_bytes=slip_renderer(office, wiring),
            clock=office.clock,
        )
        threads.append(SpoolerThread(spooler))
        threads[-1].start()
    return threads


def _start_buttons(office: Office, config: NodeConfig) -> PressedButtons | None:
    """Open the pins; without them the printers go on, and the staff are told."""
    try:
        factory = open_pin_factory(config.pins.backend)
    except PinsUnavailable as unavailable:
        log.error("pins_unavailable", extra={"reason": str(unavailable)})
        report_device(office, Command(route="button"), "buttons", "button", "unavailable")
        return None
    leds = Leds(config.buttons, factory)
    pressed = PressedButtons(office, config.buttons, config.kiosk, leds)
    buttons = Buttons(config.buttons, pressed.on_press, factory, on_stuck=pressed.on_stuck)
    leds.start()
    buttons.start()
    pressed.check_targets()
    pressed.show_all()
    if config.pins.backend == "mock" and config.pins.control_port:
        BenchServer(PinBench(factory, config.buttons), config.pins.control_port).start()
    return pressed
