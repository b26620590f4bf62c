"""What must be so when everything is healed; each check names what it found wrong.

The trap: both sides being equal is not enough, since both may have lost the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, text

from cloud_hub.store.dn_log import dn_head
from cloud_hub.store.tables.bookings import bookings, conflicts
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.tables.seats import leases, seats
from cloud_hub.store.tables.sync import quarantine, restores, up_cursors, up_records
from edge_node.store.hub_log import hub_cursor, set_aside_count
from edge_node.store.sync import up_head
from queue_core.domain.booking.bookings import GIVEN_UP, HOLDING
from queue_core.domain.booking.seats import cell_start, cells_of
from queue_core.wire.messages import Cursor, Epoch
from tests.sync.ledger import Ledger
from tests.sync.offices import SEATS_OF_A_SHARE
from tests.sync.world import Box, World

_NOT_STANDING = GIVEN_UP | HOLDING
_OVERSOLD = frozenset(
    {
        "leased_seat_gone",
        "restored_overbooked",
        "cancelled_too_late",
        "unknown_booking_seen",
    }
)
"""Conflicts that tell the staff of two people in one seat."""


def faults_of(world: World, ledger: Ledger, *, losses: int) -> list[str]:
    """Everything that is wrong."""
    known = _listed(world) if losses else frozenset[str]()
    found = list(_promises(world, ledger, listed=known))
    for office in world.offices:
        (box,) = world.of_office(office)
        found += _ends(world, box)
        found += _twice(world, box)
        found += _gaps(world, box)
        found += _tickets(world, box, losses=losses)
        found += _bookings(world, box, listed=known)
        found += _leases(world, box)
        found += _seats(world, office, losses=losses)
    return found


def _listed(world: World) -> frozenset[str]:
    """Visits that a restored hub had never told of: only the paper in a hand knew them, and the
    staff are told."""
    query = select(conflicts.c.booking).where(conflicts.c.kind == "unknown_booking_seen")
    with world.hub.database.read() as hub:
        return frozenset(hub.execute(query).scalars())


def standing(world: World) -> dict[str, Cursor | None]:
    """Where each office's log of the hub ends."""
    with world.hub.database.read() as connection:
        heads = {office: dn_head(connection, office) for office in world.offices}
    return {office: head and head.cursor for office, head in heads.items()}


def _ends(world: World, box: Box) -> Iterator[str]:
    """Both logs are applied to their ends, and nothing lies aside."""
    here = box.office.database.read()
    with world.hub.database.read() as hub:
        head = dn_head(hub, box.office_id)
        row = hub.execute(select(up_cursors).where(up_cursors.c.node == box.node.node)).first()
        aside = hub.execute(select(quarantine.c.reason, quarantine.c.body)).all()
        restoring = hub.execute(select(restores)).all()
    held = Cursor(Epoch(row.counter, row.epoch), row.seq, row.hash) if row else None
    if head is None or hub_cursor(here) != head.cursor:
        yield f"{box.name} has not taken the hub's log: {hub_cursor(here)}, not {head}"
    if held != up_head(here).cursor:
        yield f"the hub has not taken the log of {box.name}: {held}, {up_head(here).cursor}"
    if aside or set_aside_count(here):
        yield f"in quarantine: {aside}, {set_aside_count(here)} at {box.name}"
    if restoring:
        yield "the hub still takes back what it lost"


def _twice(world: World, box: Box) -> Iterator[str]:
    """No record took effect twice."""
    again = "SELECT id FROM sim_applied GROUP BY id HAVING count(*) > 1"
    for row in box.office.database.read().execute(again):
        yield f"{box.name} applied {row['id']} twice"
    with world.hub.database.read() as hub:
        for row in hub.execute(text(again.replace("id", "office, id"))):
            yield f"the hub applied {row.id} twice"


def _gaps(world: World, box: Box) -> Iterator[str]:
    """Every record up to a cursor has been taken."""
    here = box.office.database.read()
    at = hub_cursor(here)
    if at is not None:
        count = "SELECT count(*) FROM hub_records WHERE counter = ?"
        (taken,) = here.execute(count, (at.epoch.counter,)).fetchone()
        if taken != at.seq:
            yield f"{box.name} stands at {at.seq} of the hub's log and has taken {taken}"
    written = {row["id"] for row in here.execute("SELECT id FROM outgoing")}
    own = up_records.c.office == box.office_id
    with world.hub.database.read() as hub:
        heard = set(hub.execute(select(up_records.c.id).where(own)).scalars())
    if written - heard:
        yield f"the hub has not taken {len(written - heard)} records of {box.name}"


def _tickets(world: World, box: Box, *, losses: int) -> Iterator[str]:
    """Both sides hold the same tickets."""
    names = ("id", "number", "state", "version", "booking", "arrived")
    here = {
        row["id"]: tuple(row[name] for name in names)
        for row in box.office.database.read().execute(f"SELECT {', '.join(names)} FROM tickets")
    }
    query = select(*(hub_tickets.c[name] for name in names))
    with world.hub.database.read() as hub:
        there = {
            row.id: tuple(row)
            for row in hub.execute(query.where(hub_tickets.c.office == box.office_id))
        }
    numbers = {ticket[1] for ticket in here.values()}
    for id in sorted(here.keys() | there.keys()):
        if losses and id not in here and there[id][1] in numbers:
            continue  # the card gave its number to somebody else before it heard of it
        if here.get(id) != there.get(id):
            yield f"ticket at {box.name} {here.get(id)}, at the hub {there.get(id)}"


def _bookings(world: World, box: Box, *, listed: frozenset[str]) -> Iterator[str]:
    """Both sides hold the same bookings, and each cancellation was answered."""
    here = {
        row["id"]: row["version"]
        for row in box.office.database.read().execute(
            "SELECT id, version FROM bookings WHERE state = 'confirmed' AND day <> ''"
        )
    }
    query = select(bookings).where(bookings.c.office == box.office_id)
    with world.hub.database.read() as hub:
        rows = hub.execute(query).all()
    there = {row.id: row.version for row in rows if row.state not in _NOT_STANDING}
    for id in sorted((here.keys() | there.keys()) - listed):
        if here.get(id) != there.get(id):
            state = next((row.state for row in rows if row.id == id), None)
            yield f"booking {id} {box.name} v{here.get(id)}, hub v{there.get(id)} {state}"
    for row in rows:
        if row.state in GIVEN_UP and row.confirmed_at is not None and row.freed_at is None:
            yield f"nobody answered that {row.id} is {row.state}"


def _leases(world: World, box: Box) -> Iterator[str]:
    """What the box may sell is exactly what the hub has leased to it."""
    here = {
        (row["lease"], row["cell"], row["seat"])
        for row in box.office.database.read().execute(
            "SELECT lease, cell, seat FROM leased_seats WHERE state = 'free'"
        )
    }
    query = (
        select(seats.c.lease, seats.c.cell, seats.c.seat_no)
        .join(leases, leases.c.id == seats.c.lease)
        .where(
            leases.c.office == box.office_id,
            leases.c.blocked.is_(False),
            seats.c.booking.is_(None),
        )
    )
    with world.hub.database.read() as hub:
        there = {(row.lease, _cell(row.cell), row.seat_no) for row in hub.execute(query)}
    if here - there:
        yield f"{box.name} may sell what the hub has not leased: {sorted(here - there)}"
    if there - here:
        yield f"leased seats that {box.name} does not know: {sorted(there - here)}"


def _cell(number: int) -> str:
    return cell_start(number).isoformat(timespec="seconds")


def _seats(world: World, office: str, *, losses: int) -> Iterator[str]:
    """No seat is sold twice, unless a database was lost and the staff are told."""
    with world.hub.database.read() as hub:
        rows = hub.execute(select(bookings).where(bookings.c.office == office)).all()
        listed = hub.execute(select(conflicts).where(conflicts.c.office == office)).all()
    told = {row.booking for row in listed if row.kind in _OVERSOLD}
    moved = {row.id for row in rows if row.moved_to is not None}
    one_person_twice = {row.booking for row in listed if row.kind == "moved_and_arrived"}
    one_person_twice |= told & moved  # his seat went along with the booking that he left
    sold: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows:
        if row.state not in _NOT_STANDING and row.id not in one_person_twice:
            for cell in cells_of(row.start, row.minutes):
                sold[row.share, cell].append(row.id)
    for (share, cell), ids in sorted(sold.items()):
        over = len(ids) - SEATS_OF_A_SHARE
        if over > 0 and not losses:
            yield f"{share} {cell} of {office} is sold {len(ids)} times: {sorted(ids)}"
        elif over > len(told & set(ids)):
            yield f"nobody is told that {share} {cell} of {office} is sold to {sorted(ids)}"
    for number, count in Counter((row.day, row.number) for row in rows if row.number).items():
        if count > 1 and not losses:
            yield f"number {number} was given {count} times"


def _promises(world: World, ledger: Ledger, *, listed: frozenset[str]) -> Iterator[str]:
    """Nothing is lost, nobody who was here is cancelled, and nothing cancelled comes back."""
    with world.hub.database.read() as hub:
        states = {row.id: row.state for row in hub.execute(select(bookings.c.id, bookings.c.state))}
        tickets = {row.id: row for row in hub.execute(select(hub_tickets))}
    ticket_of = {row.booking: row.state for row in tickets.values() if row.booking}
    ever = {fact[::2] for fact in ledger.ever}
    for what, office, id in sorted(ledger.facts):
        known = tickets if what == "ticket" else states
        if id in listed and id not in known:
            continue
        if id not in known:
            yield f"the {'ticket' if what == 'ticket' else 'booking'} {id} of {office} is lost"
        elif _is_broken(what, states.get(id), ticket_of.get(id), _Ever(id, ever)):
            yield f"{what} {id}, and now it is {states.get(id)}, its ticket {ticket_of.get(id)}"


@dataclass(frozen=True)
class _Ever:
    """What was ever true of a booking."""

    id: str
    facts: set[tuple[str, ...]]

    def was(self, what: str) -> bool:
        return (what, self.id) in self.facts


def _is_broken(what: str, state: str | None, ticket: str | None, ever: _Ever) -> bool:
    given_up = state in GIVEN_UP
    if what == "arrived":
        return given_up or ticket == "cancelled"
    if what == "given_up":
        return not given_up and not ever.was("arrived")
    return what == "booked" and given_up and not ever.was("given_up")
