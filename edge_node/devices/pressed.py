"""What a recognised press does: the same use cases as any panel (B-56, B-76).

The trap: the LED confirms only after the commit, so a refusal stays dark and is logged.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from edge_node.devices.button_lights import counter_view, has_target, lights
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.meaning import CounterPress, Verb, meaning
from edge_node.devices.buttons.pins import ButtonPress
from edge_node.devices.buttons.settings import ButtonPin, Kind
from edge_node.office.alarm import raise_evacuation, raise_panic
from edge_node.office.calling import absent, call_next, came, recall
from edge_node.office.counters import open_counter
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.serving import finish
from edge_node.store.counters import counter_state
from edge_node.store.devices import device, report_device
from edge_node.store.unit import Command, Office
from queue_core.domain.errors import Refused

log = logging.getLogger(__name__)

_VERBS: dict[Verb, Callable[[Office, Command, str], object]] = {
    Verb.CALL_NEXT: call_next,
    Verb.RECALL: recall,
    Verb.CAME: came,
    Verb.FINISH: finish,
    Verb.MARK_ABSENT: absent,
}


class Lamps(Protocol):
    """The LEDs of the buttons, by the button's id."""

    def show(self, led_id: str, state: LedState) -> None:
        """From now on this LED shows `state`."""

    def confirm(self, led_id: str) -> None:
        """A receipt: what the press asked for is done."""


class PressedButtons:
    """Carries out presses of this machine's buttons and keeps their LEDs true."""

    def __init__(self, office: Office, buttons: tuple[ButtonPin, ...], kiosk: str, leds: Lamps):
        self._office = office
        self._buttons = {button.id: button for button in buttons}
        self._kiosk = kiosk
        self._leds = leds

    def on_press(self, press: ButtonPress) -> None:
        """Run what the press means; a refusal changes nothing."""
        button = self._buttons[press.button_id]
        try:
            for act in self._acts(button, press):
                act()
                self._leds.confirm(button.id)
        except Refused as refused:
            log.info("press_refused", extra={"button": button.id, "code": refused.code})

    def on_stuck(self, button_id: str, stuck: bool) -> None:
        """Show the staff a button that is held for ever, or free again."""
        self._report(button_id, "stuck" if stuck else "ok")

    def check_targets(self) -> None:
        """Show the staff which buttons lead to nothing; the others work."""
        connection, document = self._office.database.read(), self._office.document
        for button in self._buttons.values():
            known = device(connection, f"button:{button.id}")
            if not has_target(document, button):
                log.error("button_without_target", extra={"button": button.id})
                self._report(button.id, "no_target", button.target)
            elif known is not None and known.state == "no_target":
                self._report(button.id, "ok")

    def show_all(self) -> None:
        """Set every LED by the present state of the queue."""
        for led_id, state in lights(self._office, self._buttons.values(), self._kiosk):
            self._leds.show(led_id, state)

    def _acts(self, button: ButtonPin, press: ButtonPress) -> Iterator[Callable[[], object]]:
        """The use cases to run, in order; each commits by itself."""
        office, target = self._office, button.target
        match button.kind:
            case Kind.KIOSK:
                order = Order(target, kiosk=self._kiosk)
                yield lambda: issue_ticket(office, Command(route="button"), order)
            case Kind.EVACUATION:
                yield lambda: raise_evacuation(office, Command(route="button"))
            case Kind.PANIC:
                yield lambda: raise_panic(office, Command(route="button", counter=target), target)
            case Kind.COUNTER:
                yield from self._at_counter(target, CounterPress(press.pattern.value))

    def _at_counter(self, counter: str, press: CounterPress) -> Iterator[Callable[[], object]]:
        office = self._office
        now = counter_state(office.database.read(), office.document, counter)
        command = Command(route="button", counter=counter, clerk=now.clerk or "")
        if now.state == "paused" or (now.state == "closed" and press is not CounterPress.SHORT):
            log.info("press_ignored", extra={"counter": counter, "state": now.state})
            return
        if now.state == "closed":
            yield lambda: open_counter(office, command, counter)
        limit = float(office.document.rules.button_no_show_seconds)
        for verb in meaning(press, counter_view(office, counter), absent_within_seconds=limit):
            yield partial(_VERBS[verb], office, command, counter)

    def _report(self, button_id: str, state: str, detail: str = "") -> None:
        name = f"button:{button_id}"
        report_device(self._office, Command(route="button"), name, "button", state, detail)
