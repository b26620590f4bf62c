"""What people do meanwhile, through the use cases of both sides: each act is one word of the
alphabet, and what it did for certain goes into the ledger.

The trap: an act that is refused is as good as none, so a run that seems busy may do little; the
trace names what was done.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.by_staff import book_by_phone, cancel_by_staff, move_by_staff
from cloud_hub.booking.leasing import grant_due, recall
from cloud_hub.booking.viewing import signed_visit
from cloud_hub.booking.wishes import Contact, MoveWish, StaffBooking
from cloud_hub.live.commanding import Wish as Asked
from cloud_hub.live.commanding import ask_office
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.tables.seats import leases
from edge_node.office.arrivals import Shown, arrive, arrive_at_reception
from edge_node.office.calling import absent, call_next, came
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.leased_sales import Desk, sell_leased
from edge_node.office.leased_sales import Wish as Sale
from edge_node.office.placing import place_due
from edge_node.office.serving import finish
from edge_node.store.bookings import bookings_of_day
from edge_node.store.tickets import active_ticket
from edge_node.store.unit import Command
from queue_core.domain.booking.arrival import Proof
from queue_core.domain.errors import Refused
from queue_core.domain.tickets import State
from tests.cloud_hub.sample import ADMIN
from tests.edge_node.sample import by
from tests.sync.ledger import Ledger
from tests.sync.offices import BOOKED, COUNTER, WALK_IN
from tests.sync.world import TEN, Box, World

STARTS = tuple(
    TEN + timedelta(days=day, hours=1, minutes=10 * place) for day in (0, 1) for place in range(3)
)
"""Every term that there is."""
_HERE = Command(clerk="reception")
_CALLER = Contact(name="Anna", accepted_rules=True)


class Traffic:
    """Acts of citizens, staff and administrators in one run."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger
        self._rng = world.rng
        self._papers: dict[str, list[str]] = {}
        """QR codes in people's hands, by office; also those that are no longer true."""
        self._of_hub: tuple[Callable[[str], object], ...] = (
            self._books,
            self._books,
            self._cancels,
            self._moves,
            self._grants,
            self._recalls,
            self._commands,
        )
        self._of_box: tuple[Callable[[Box], object], ...] = (
            self._takes,
            self._sells,
            self._sells,
            self._comes,
            self._comes_with_paper,
            self._works,
            self._works,
            self._places,
        )

    def act(self) -> None:
        """Somebody does something somewhere."""
        office = self._rng.choice(self._world.offices)
        boxes = self._world.of_office(office)
        if not boxes or self._rng.random() < 0.45:
            self._try(self._rng.choice(self._of_hub), office, f"hub, {office}")
        else:
            box = self._rng.choice(boxes)
            self._try(self._rng.choice(self._of_box), box, box.name)

    def _try(self, deed: Callable[..., object], who: object, where: str) -> None:
        try:
            done = deed(who)
        except Refused as refused:
            done = f"no: {refused.code}"
        self._world.trace.append(f"{where}: {deed.__name__.strip('_')} {done or ''}")

    def _books(self, office: str) -> str:
        start = self._rng.choice(STARTS)
        view = book_by_phone(self._world.hub, ADMIN, StaffBooking(office, BOOKED, start, _CALLER))
        return self._promised(office, view)

    def _promised(self, office: str, view: BookingView) -> str:
        self._ledger.booked(office, view.id)
        paper = signed_visit(self._world.hub, view)
        self._papers.setdefault(office, []).append(paper)
        return f"{view.number} {view.start:%d. %H:%M} {view.id[-5:]}"

    def _a_booking(self, office: str) -> str:
        query = select(bookings.c.id).where(
            bookings.c.office == office, bookings.c.state.in_(("confirmed", "arrived"))
        )
        with self._world.hub.database.read() as connection:
            known = sorted(connection.execute(query).scalars())
        if not known:
            raise Refused("nobody")
        return self._rng.choice(known)

    def _cancels(self, office: str) -> str:
        chosen = self._a_booking(office)
        cancel_by_staff(self._world.hub, ADMIN, chosen)
        self._ledger.given_up(office, chosen)
        return chosen[-5:]

    def _moves(self, office: str) -> str:
        chosen = self._a_booking(office)
        wish = MoveWish("", self._rng.choice(STARTS))
        view = move_by_staff(self._world.hub, ADMIN, chosen, wish)
        self._ledger.given_up(office, chosen)
        return f"{chosen[-5:]} to {self._promised(office, view)}"

    def _grants(self, office: str) -> int:
        return grant_due(self._world.hub, ADMIN, office)

    def _recalls(self, office: str) -> str:
        query = select(leases.c.id).where(leases.c.office == office)
        with self._world.hub.database.read() as connection:
            known = sorted(connection.execute(query).scalars())
        if not known or self._rng.random() < 0.5:
            raise Refused("nothing")
        chosen = self._rng.choice(known)
        recall(self._world.hub, ADMIN, chosen)
        return chosen[-5:]

    def _commands(self, office: str) -> str:
        query = select(hub_tickets).where(hub_tickets.c.office == office)
        with self._world.hub.database.read() as connection:
            known = sorted(connection.execute(query).all(), key=lambda row: str(row.id))
        if not known:
            raise Refused("nobody")
        row = self._rng.choice(known)
        name = self._rng.choice(("cancel", "leave", "arrive")) if row.booking else "cancel"
        facts = {"booking": row.booking} if row.booking else {"ticket": row.id}
        if row.booking and name != "arrive":
            self._ledger.may_be_given_up(office, row.booking)
        ask_office(self._world.hub, ADMIN, Asked(office, name, row.token, facts))
        return f"{name} {row.number}"

    def _takes(self, box: Box) -> str:
        ticket = issue_ticket(box.office, Command(), Order(WALK_IN, kiosk="1"))
        self._ledger.issued(box.office_id, ticket.id)
        return ticket.number

    def _sells(self, box: Box) -> str:
        wish = Sale(BOOKED, self._rng.choice(STARTS))
        visit = sell_leased(box.office, _HERE, wish, Desk("reception"))
        self._ledger.booked(box.office_id, visit.id)
        return f"{visit.number} {visit.start:%d. %H:%M} {visit.id[-5:]}"

    def _comes(self, box: Box) -> str:
        known = bookings_of_day(box.office.database.read(), _today(box))
        if not known:
            raise Refused("nobody")
        visit = self._rng.choice(known)
        arrived = arrive_at_reception(box.office, _HERE, visit.id)
        return self._has_come(box, arrived.ticket.booking, arrived.ticket.number)

    def _comes_with_paper(self, box: Box) -> str:
        papers = self._papers.get(box.office_id)
        if not papers:
            raise Refused("nobody")
        arrived = arrive(
            box.office, Command(), Shown(Proof.QR, self._rng.choice(papers), kiosk="1")
        )
        return self._has_come(box, arrived.ticket.booking, arrived.ticket.number)

    def _has_come(self, box: Box, booking: str | None, number: str) -> str:
        assert booking is not None
        self._ledger.arrived(box.office_id, booking)
        return f"{number} {booking[-5:]}"

    def _works(self, box: Box) -> str:
        active = active_ticket(box.office.database.read(), COUNTER)
        if active is None:
            called = call_next(box.office, by(COUNTER), COUNTER)
            return f"calls {called.number if called else 'nobody'}"
        if active.state is State.SERVING:
            finish(box.office, by(COUNTER), COUNTER)
            return f"finishes {active.number}"
        if self._rng.random() < 0.3:
            absent(box.office, by(COUNTER), COUNTER)
            return f"misses {active.number}"
        came(box.office, by(COUNTER), COUNTER)
        if active.booking is not None:
            self._ledger.arrived(box.office_id, active.booking)
        return f"meets {active.number}"

    def _places(self, box: Box) -> int:
        return place_due(box.office, Command())


def _today(box: Box) -> str:
    return box.clock.now().date().isoformat()
