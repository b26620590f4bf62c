"""What has been promised and seen for certain, and must hold on both sides once all is healed.

A fact that lies in no database any more, after a backup was put back or a card was lost, is no
longer asked for. The trap: it must be gone from everywhere; what one side still knows counts.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.live import hub_tickets
from edge_node.store.bookings import booking, ticket_of_booking
from queue_core.domain.booking.bookings import GIVEN_UP, HOLDING
from tests.sync.world import World

Fact = tuple[str, str, str]
"""What, at which office, and the id of the booking or ticket."""


@dataclass
class Ledger:
    """The facts of one run."""

    facts: set[Fact] = field(default_factory=set)
    ever: set[Fact] = field(default_factory=set)
    """Also those that were lost since."""

    def booked(self, office: str, booking: str) -> None:
        """A visit was promised, by the hub or in a leased seat."""
        self._note(("booked", office, booking))

    def given_up(self, office: str, booking: str) -> None:
        """The hub cancelled or moved a visit."""
        self._note(("given_up", office, booking))

    def may_be_given_up(self, office: str, booking: str) -> None:
        """Somebody asked from the phone; the node decides."""
        self.ever.add(("given_up", office, booking))

    def arrived(self, office: str, booking: str) -> None:
        """Somebody proved to be here."""
        self._note(("arrived", office, booking))

    def issued(self, office: str, ticket: str) -> None:
        """A ticket was printed."""
        self._note(("ticket", office, ticket))

    def forget_lost(self, world: World) -> None:
        """Databases were lost: what none of the others knows is asked for no more."""
        with world.hub.database.read() as connection:
            self.facts = {fact for fact in self.facts if _is_known(world, connection, fact)}

    def _note(self, fact: Fact) -> None:
        self.facts.add(fact)
        self.ever.add(fact)


def _is_known(world: World, hub: Connection, fact: Fact) -> bool:
    what, office, id = fact
    if _hub_knows(hub, what, id):
        return True
    return any(_box_knows(box.office.database.read(), what, id) for box in world.of_office(office))


def _hub_knows(hub: Connection, what: str, id: str) -> bool:
    if what == "ticket":
        return (
            hub.execute(select(hub_tickets.c.id).where(hub_tickets.c.id == id)).first() is not None
        )
    if what == "arrived":
        here = hub_tickets.c.booking == id, hub_tickets.c.arrived
        return hub.execute(select(hub_tickets.c.id).where(*here)).first() is not None
    state = hub.execute(select(bookings.c.state).where(bookings.c.id == id)).scalar()
    if what == "booked":
        return state is not None and state not in HOLDING
    return state in GIVEN_UP


def _box_knows(box, what: str, id: str) -> bool:  # type: ignore[no-untyped-def]
    if what == "ticket":
        return box.execute("SELECT 1 FROM tickets WHERE id = ?", (id,)).fetchone() is not None
    if what == "arrived":
        ticket = ticket_of_booking(box, id)
        return ticket is not None and ticket.arrived
    known = booking(box, id)
    if what == "booked":
        return known is not None
    return known is not None and known.cancelled
