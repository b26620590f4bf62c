"""What a recognised press does: the same use cases as any panel (B-56, B-76).

The trap: the LED confirms only after the commit, so a refusal stays dark and is logged.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from edge_node.devices.buttons.leds import Leds
from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.meaning import (
    CounterPress,
    CounterView,
    Verb,
    counter_led,
    meaning,
)
from edge_node.devices.buttons.pins import ButtonPress
from edge_node.devices.buttons.settings import ButtonPin, Kind
from edge_node.office.alarm import raise_evacuation, raise_panic
from edge_node.office.calling import absent, call_next, came, recall
from edge_node.office.counters import open_counter
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.serving import finish
from edge_node.store.counters import counter_state
from edge_node.store.devices import report_device
from edge_node.store.tickets import active_ticket, open_tickets
from edge_node.store.unit import Command, Office, fact
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import State

log = logging.getLogger(__name__)

_VERBS: dict[Verb, Callable[[Office, Command, str], object]] = {
    Verb.CALL_NEXT: call_next,
    Verb.RECALL: recall,
    Verb.CAME: came,
    Verb.FINISH: finish,
    Verb.MARK_ABSENT: absent,
}


class PressedButtons:
    """Carries out presses of this machine's buttons and keeps their LEDs true."""

    def __init__(self, office: Office, buttons: tuple[ButtonPin, ...], kiosk: str, leds: Leds):
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
        state = "stuck" if stuck else "ok"
        report_device(self._office, Command(route="button"), f"button:{button_id}", "button", state)

    def show_all(self) -> None:
        """Set every LED by the present state of the queue."""
        for button in self._buttons.values():
            if button.kind is Kind.COUNTER:
                view = self._view(button.target)
                self._leds.show(button.id, counter_led(view, self._waiting_for(button.target)))
            elif button.kind is Kind.KIOSK:
                self._leds.show(button.id, LedState.ON)

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
        if now.state == "closed":
            yield lambda: open_counter(office, command, counter)
        limit = float(office.document.rules.button_no_show_seconds)
        for verb in meaning(press, self._view(counter), absent_within_seconds=limit):
            yield partial(_VERBS[verb], office, command, counter)

    def _view(self, counter: str) -> CounterView:
        ticket = active_ticket(self._office.database.read(), counter)
        if ticket is None or ticket.called_at is None:
            return CounterView()
        return CounterView(
            ticket_state="called" if ticket.state is State.CALLED else "serving",
            seconds_since_call=(self._office.clock.now() - ticket.called_at).total_seconds(),
            came=ticket.state is State.SERVING and self._office.document.rules.confirm_arrival,
        )

    def _waiting_for(self, counter: str) -> int:
        known = self._office.document.counter(counter)
        connection = self._office.database.read()
        day = fact(connection, "day")
        if known is None or day is None:
            return 0
        waiting = open_tickets(connection, day, (State.WAITING,))
        return sum(ticket.service in known.services for ticket in waiting)
