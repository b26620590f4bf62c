"""What the LED of each button shows by the present state of the queue; reads only.

The trap: a button may lead to what the office's document no longer has; it is dark then.
"""

from collections.abc import Iterable, Iterator

from edge_node.devices.buttons.lights import LedState
from edge_node.devices.buttons.meaning import CounterView, counter_led
from edge_node.devices.buttons.settings import ButtonPin, Kind
from edge_node.office.alarm import evacuation
from edge_node.store.tickets import active_ticket
from edge_node.store.unit import Office
from edge_node.views.kiosks import kiosk_blocks
from edge_node.views.queue_state import QueueState, queue_state
from edge_node.views.waiting import waiting_before
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import State


def lights(
    office: Office, buttons: Iterable[ButtonPin], kiosk: str
) -> Iterator[tuple[str, LedState]]:
    """The id of each button that has a meaningful light, and what it shows."""
    queue = queue_state(office)
    halted = _halted(office, kiosk)
    for button in buttons:
        if button.kind is Kind.COUNTER:
            waiting = _waiting_for(queue, button.target)
            yield button.id, counter_led(counter_view(office, button.target), waiting)
        elif button.kind is Kind.KIOSK:
            service = queue.service(button.target)
            issued = service is not None and service.issuing.open and not halted
            yield button.id, LedState.ON if issued else LedState.OFF


def counter_view(office: Office, counter: str) -> CounterView:
    """The counter as its button sees it."""
    ticket = active_ticket(office.database.read(), counter)
    if ticket is None or ticket.called_at is None:
        return CounterView()
    return CounterView(
        ticket_state="called" if ticket.state is State.CALLED else "serving",
        seconds_since_call=(office.clock.now() - ticket.called_at).total_seconds(),
        came=ticket.state is State.SERVING and office.document.rules.confirm_arrival,
    )


def has_target(document: OfficeDocument, button: ButtonPin) -> bool:
    """Whether the office has the matter or the counter that a button leads to."""
    match button.kind:
        case Kind.KIOSK:
            service = document.service(button.target)
            return service is not None and not service.information_only
        case Kind.COUNTER | Kind.PANIC:
            return document.counter(button.target) is not None
        case Kind.EVACUATION:
            return True


def _halted(office: Office, kiosk: str) -> bool:
    connection = office.database.read()
    return evacuation(connection) is not None or kiosk in kiosk_blocks(connection)


def _waiting_for(queue: QueueState, counter: str) -> int:
    known = queue.office.counter(counter)
    return len(waiting_before(queue, known)[0]) if known else 0
