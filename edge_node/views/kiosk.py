"""What a kiosk shows: its buttons page by page, or the one reason why it issues nothing.

Reads the public state of the queue; computes no rule. The trap: a service that other services
name as their parent is a folder, it has no tickets of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edge_node.office.alarm import evacuation
from edge_node.store.unit import Office
from edge_node.views.kiosks import kiosk_blocks
from edge_node.views.queue_state import QueueState, ServiceState, queue_state
from queue_core.domain.calendar import next_opening
from queue_core.domain.errors import Unknown
from queue_core.domain.issuing import BY_HOURS, Issuing, IssuingState
from queue_core.domain.office import DayException, Kiosk, OfficeDocument, Service

PER_PAGE = 6


class Kind(StrEnum):
    """What a button leads to."""

    TICKET = "ticket"
    FOLDER = "folder"
    INFORMATION = "information"


class Halt(StrEnum):
    """Why the whole kiosk issues nothing."""

    EVACUATION = "evacuation"
    BLOCKED = "blocked"
    NO_TICKETS = "no_tickets"


@dataclass(frozen=True)
class Button:
    """A matter. `waiting` is None where the office hides numbers or nobody can wait.

    `opens_at` is the next opening where no ticket is issued now, None when nobody knows;
    `differs` is what makes today's hours other than usual, where they are why it is closed.
    """

    service: Service
    kind: Kind
    waiting: int | None = None
    issuing: Issuing | None = None
    opens_at: datetime | None = None
    differs: DayException | None = None

    @property
    def open(self) -> bool:
        """Whether a press goes on: to a ticket, into a folder, to the information."""
        return self.issuing is None or self.issuing.open


@dataclass(frozen=True)
class Stop:
    """The whole screen says this. `state` is the reason that all matters share."""

    halt: Halt
    text: str = ""
    state: IssuingState | None = None
    opens_at: datetime | None = None
    differs: DayException | None = None


@dataclass(frozen=True)
class KioskView:
    """One page of one kiosk. `folder` is the service whose sub-level is shown."""

    office: OfficeDocument
    now: datetime
    kiosk: Kiosk
    stop: Stop | None
    folder: Service | None
    buttons: tuple[Button, ...]
    page: int
    pages: int
    needs: tuple[str, ...]

    @property
    def several(self) -> bool:
        """Whether the office has a rule for people with several matters."""
        return bool(self.office.groups)


def kiosk_view(office: Office, kiosk_id: str, folder: str = "", page: int = 1) -> KioskView:
    """One page of a kiosk's buttons. Raises `Unknown("kiosk")`.

    A folder that does not exist is the top level, a page that does not exist the nearest one.
    """
    state = queue_state(office)
    kiosk = kiosk_of(state.office, kiosk_id)
    shown = _Tree(state, kiosk)
    level = shown.level(folder)
    pages = max(1, -(-len(level) // PER_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * PER_PAGE
    return KioskView(
        office=state.office,
        now=state.now,
        kiosk=kiosk,
        stop=_halted(office, kiosk_id) or _no_tickets(shown),
        folder=shown.folder(folder),
        buttons=tuple(shown.button(service) for service in level[first : first + PER_PAGE]),
        page=page,
        pages=pages,
        needs=tuple(dict.fromkeys(n for c in state.office.counters for n in c.needs)),
    )


def kiosk_button(office: Office, kiosk_id: str, service_id: str) -> Button:
    """One matter of a kiosk. Raises `Unknown` for a kiosk or service that is not there."""
    state = queue_state(office)
    shown = _Tree(state, kiosk_of(state.office, kiosk_id))
    service = next((s for s in shown.services if s.id == service_id), None)
    if service is None:
        raise Unknown("service", service=service_id)
    return shown.button(service)


def kiosk_services(office: Office, kiosk_id: str) -> list[Service]:
    """The services that this kiosk shows. Raises `Unknown("kiosk")`."""
    state = queue_state(office)
    return _Tree(state, kiosk_of(state.office, kiosk_id)).services


def kiosk_of(office: OfficeDocument, kiosk_id: str) -> Kiosk:
    """The kiosk with this id. Raises `Unknown("kiosk")`."""
    found = next((kiosk for kiosk in office.kiosks if kiosk.id == kiosk_id), None)
    if found is None:
        raise Unknown("kiosk", kiosk=kiosk_id)
    return found


class _Tree:
    """The services of one kiosk, with their state."""

    def __init__(self, state: QueueState, kiosk: Kiosk) -> None:
        self._state = state
        self._document = state.office
        self._parents = {s.parent for s in self._document.services if s.parent}
        self.services = [s for s in self._document.services if self._belongs(s, kiosk)]

    def level(self, folder: str) -> list[Service]:
        """What stands on one level; a service whose folder is not shown stands at the top."""
        shown = {service.id for service in self.services}
        wanted = folder if self.folder(folder) else None
        return [s for s in self.services if (s.parent if s.parent in shown else None) == wanted]

    def folder(self, id: str) -> Service | None:
        return next((s for s in self.services if s.id == id and id in self._parents), None)

    def tickets(self) -> list[Button]:
        """Every matter for which tickets are issued."""
        buttons = (self.button(service) for service in self.services)
        return [button for button in buttons if button.kind is Kind.TICKET]

    def button(self, service: Service) -> Button:
        if service.id in self._parents:
            return Button(service, Kind.FOLDER, self._waiting_below(service.id))
        known = self._state.service(service.id)
        if known is None:
            return Button(service, Kind.INFORMATION)
        return Button(
            service,
            Kind.TICKET,
            self._shown([known]),
            known.issuing,
            self._opens_at(known),
            known.differs if known.issuing.state in BY_HOURS else None,
        )

    def _belongs(self, service: Service, kiosk: Kiosk) -> bool:
        """A chosen folder brings all that is in it, a chosen matter the folders above it."""
        if not service.at_kiosk or not kiosk.services:
            return service.at_kiosk
        above = {id for chosen in kiosk.services for id in self._line(chosen)}
        return service.id in above or not set(kiosk.services).isdisjoint(self._line(service.id))

    def _line(self, id: str | None) -> list[str]:
        """A service and everything above it; ends even where a document goes in a circle."""
        line: list[str] = []
        while id and id not in line:
            line.append(id)
            service = self._document.service(id)
            id = service.parent if service else None
        return line

    def _waiting_below(self, folder: str) -> int | None:
        states = (self._state.service(s.id) for s in self.services if s.parent == folder)
        return self._shown([state for state in states if state is not None])

    def _shown(self, states: Iterable[ServiceState]) -> int | None:
        if not self._document.rules.show_waiting_numbers:
            return None
        return sum(state.waiting for state in states)

    def _opens_at(self, known: ServiceState) -> datetime | None:
        if known.issuing.open or known.issuing.state is IssuingState.NO_COUNTER_OPEN:
            return None
        later = next_opening(self._document, known.service, self._state.now)
        return known.issuing.opens_at or later


def _halted(office: Office, kiosk_id: str) -> Stop | None:
    connection = office.database.read()
    if evacuation(connection) is not None:
        return Stop(Halt.EVACUATION)
    text = kiosk_blocks(connection).get(kiosk_id)
    return Stop(Halt.BLOCKED, text) if text is not None else None


def _no_tickets(shown: _Tree) -> Stop | None:
    """The reason why nothing is issued, where it is the same for every matter."""
    buttons = shown.tickets()
    states = {button.issuing.state for button in buttons if button.issuing}
    if len(states) != 1 or IssuingState.OPEN in states:
        return None
    openings = [button.opens_at for button in buttons if button.opens_at]
    first = buttons[0].differs
    shared = first if all(button.differs == first for button in buttons) else None
    return Stop(Halt.NO_TICKETS, "", states.pop(), min(openings, default=None), shared)
