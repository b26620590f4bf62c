"""A real node and the real hub, each on its own file: what is said on one side holds on the other,
whatever happens to the wire and to the processes between them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import read_booking
from cloud_hub.booking.changing import by_token, cancel
from cloud_hub.booking.conflicts import open_conflicts
from cloud_hub.booking.leasing import grant_due
from cloud_hub.booking.wishes import Contact
from cloud_hub.live.commanding import Stage, Wish, ask_office, latest_wish
from cloud_hub.store.database import Database
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.live import hub_tickets, live_queue
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.unit import Hub
from edge_node.office.arrivals import arrive_at_reception
from edge_node.office.calling import call_next, came
from edge_node.office.serving import finish
from edge_node.store.bookings import booking as node_booking
from edge_node.store.bookings import bookings_of_day, person_of
from edge_node.store.hub_log import hub_cursor, set_aside_count
from edge_node.store.tickets import tickets_of_day
from edge_node.store.unit import Command
from queue_core.domain.errors import Refused
from tests.cloud_hub.booking.story import JAN, booked, browser, held, starts
from tests.cloud_hub.sample import ADMIN, clock, new_hub
from tests.cloud_hub.sync.real import Wire
from tests.cloud_hub.sync.story import OFFICE, enrolled
from tests.cloud_hub.sync.test_hub_end import dn_cursor
from tests.edge_node.office.desk import clock as clock_of
from tests.edge_node.sample import by, opened, take

RECEPTION = Command(clerk="reception")


@pytest.fixture
def wire(hub: Hub, tmp_path: Path) -> Wire:
    """The office in the shopping centre and its hub, connected."""
    wire = Wire(hub, tmp_path / "node", enrolled(hub))
    wire.plug()
    return wire


def soon(hub: Hub) -> BookingView:
    """A visit booked for the next free term of today."""
    return booked(hub, "soon", starts(hub)[0])


def to_its_hour(wire: Wire, view: BookingView) -> None:
    """Both clocks show the hour of a visit."""
    for one in (clock(wire.hub), clock_of(wire.office)):
        one.at = view.start - timedelta(minutes=2)


def told_tickets(hub: Hub) -> dict[str, tuple[str, str, int]]:
    """The tickets as the hub knows them."""
    with hub.database.read() as connection:
        rows = connection.execute(select(hub_tickets)).all()
    return {row.id: (row.number, row.state, row.version) for row in rows}


def agrees(wire: Wire) -> None:
    """Both logs are applied to their ends, and nothing lies aside on either side."""
    connection = wire.office.database.read()
    assert hub_cursor(connection) == dn_cursor(wire.hub)
    held = {
        row["id"]: (row["number"], row["state"], row["version"])
        for row in connection.execute("SELECT id, number, state, version FROM tickets")
    }
    assert told_tickets(wire.hub) == held
    assert set_aside_count(connection) == 0


def test_a_booking_arrives_is_served_and_both_know(hub: Hub, wire: Wire) -> None:
    view = soon(hub)
    wire.talk()
    known = node_booking(wire.office.database.read(), view.id)
    assert known is not None
    assert (known.number, known.start) == (view.number, view.start)
    person = person_of(wire.office.database.read(), view.id)
    assert person is not None
    assert (person.name, person.phone_tail) == ("Anna Żółć", "00800")
    to_its_hour(wire, view)
    opened(wire.office, "1", "2", "3")
    arrive_at_reception(wire.office, RECEPTION, view.id)
    wire.talk()
    assert by_token(hub, view.token).state == "arrived"
    counter = next(c for c in ("1", "2", "3") if call_next(wire.office, by(c), c) is not None)
    came(wire.office, by(counter), counter)
    finish(wire.office, by(counter), counter)
    wire.talk()
    assert by_token(hub, view.token).state == "served"
    agrees(wire)


def test_a_cut_wire_delays_and_loses_nothing(hub: Hub, wire: Wire) -> None:
    wire.lose = lambda _topic: True
    view = soon(hub)
    tickets = [take(wire.office, "residence") for _ in range(3)]
    wire.talk()
    wire.lose = lambda _topic: False
    assert node_booking(wire.office.database.read(), view.id) is None
    wire.plug()
    assert node_booking(wire.office.database.read(), view.id) is not None
    assert {t.id for t in tickets} <= told_tickets(hub).keys()
    agrees(wire)


def test_everything_twice_is_everything_once(hub: Hub, wire: Wire) -> None:
    wire.doubles = True
    soon(hub)
    for _ in range(5):
        take(wire.office, "residence")
    wire.talk()
    agrees(wire)


def test_either_process_may_start_anew_at_any_moment(hub: Hub, wire: Wire) -> None:
    soon(hub)
    take(wire.office, "residence")
    said = wire.node_end.due(wire.now)
    wire.hub_starts()
    wire.plug()
    wire.talk(said)
    take(wire.office, "residence")
    wire.hub_end.hear(wire._arrives(wire.node_end.due(wire.now)), wire.now)
    wire.both_start()
    wire.plug()
    agrees(wire)


def test_a_cancelled_visit_is_answered_and_its_seats_are_free(hub: Hub, wire: Wire) -> None:
    view = booked(hub, "a", starts(hub)[9])
    wire.talk()
    cancel(hub, browser("a"), view.token)
    wire.talk()
    known = node_booking(wire.office.database.read(), view.id)
    assert known is not None
    assert known.cancelled
    with hub.database.read() as connection:
        freed = connection.execute(
            select(bookings.c.freed_at).where(bookings.c.id == view.id)
        ).scalar_one()
    assert freed == hub.clock.now()


def test_a_person_who_came_before_the_cancellation_counts(hub: Hub, wire: Wire) -> None:
    view = soon(hub)
    wire.talk()
    wire.lose = lambda _topic: True
    cancel(hub, browser("soon"), view.token)
    to_its_hour(wire, view)
    arrive_at_reception(wire.office, RECEPTION, view.id)
    wire.talk()
    wire.lose = lambda _topic: False
    wire.plug()
    assert by_token(hub, view.token).state == "arrived"
    assert {c.kind for c in open_conflicts(hub, OFFICE)} == {"cancelled_too_late"}


def test_a_command_is_done_at_the_office_and_answered(hub: Hub, wire: Wire) -> None:
    ticket = take(wire.office, "residence")
    wire.talk()
    asked = Wish(OFFICE, "cancel", ticket.token, {"ticket": ticket.id})
    ask_office(hub, ADMIN, asked)
    wire.talk()
    with hub.database.read() as connection:
        answer = latest_wish(connection, ticket.token, hub.clock.now())
    assert answer is not None
    assert answer.stage is Stage.DONE


def test_the_configuration_is_taken_and_the_queue_is_told(hub: Hub, wire: Wire) -> None:
    take(wire.office, "residence")
    wire.later(40.0)
    with hub.database.read() as connection:
        row = connection.execute(select(offices).where(offices.c.id == OFFICE)).one()
        queue = connection.execute(select(live_queue.c.services)).scalar_one()
    assert row.taken_version == row.version
    assert queue["residence"]["waiting"] == 1


def test_a_replaced_card_goes_on_with_the_tickets_of_today(
    hub: Hub, wire: Wire, tmp_path: Path
) -> None:
    tickets = [take(wire.office, "residence") for _ in range(3)]
    view = soon(hub)
    wire.talk()
    new = Wire(hub, tmp_path / "card", enrolled(hub))
    new.plug()
    there = tickets_of_day(new.office.database.read(), "2026-11-23")
    assert {t.number for t in tickets} <= {t.number for t in there}
    assert take(new.office, "residence").number not in {t.number for t in tickets}
    assert node_booking(new.office.database.read(), view.id) is not None
    new.talk()
    agrees(new)


def test_a_day_that_differs_is_told_again(hub: Hub, wire: Wire) -> None:
    view = booked(hub, "a", starts(hub)[9])
    other = booked(hub, "b", starts(hub)[40], contact=JAN)
    wire.talk()
    with wire.office.database.write() as connection:
        connection.execute("DELETE FROM booking_people WHERE booking = ?", (view.id,))
        connection.execute("DELETE FROM bookings WHERE id = ?", (view.id,))
    wire.later(3700.0)
    for one in (view, other):
        assert node_booking(wire.office.database.read(), one.id) is not None
    before = dn_cursor(hub)
    wire.later(3700.0)
    assert dn_cursor(hub) == before


def test_days_are_not_compared_while_something_is_under_way(hub: Hub, wire: Wire) -> None:
    def day_told_again() -> bool:
        query = select(dn_records.c.body).where(dn_records.c.kind == "resend_begun")
        with hub.database.read() as connection:
            return any(b'"days":[' in body for body in connection.execute(query).scalars())

    wire.lose = lambda topic: "/dn/" in topic and topic.endswith("/log")
    booked(hub, "a", starts(hub)[9])
    wire.later(3700.0)
    assert not day_told_again()
    wire.lose = lambda _topic: False
    wire.later(60.0)
    assert not day_told_again()


def test_no_day_differs_after_an_ordinary_day(hub: Hub, wire: Wire) -> None:
    grant_due(hub, ADMIN, OFFICE)
    view = soon(hub)
    given_up = booked(hub, "b", starts(hub)[9], contact=JAN)
    wire.talk()
    cancel(hub, browser("b"), given_up.token)
    to_its_hour(wire, view)
    arrive_at_reception(wire.office, RECEPTION, view.id)
    wire.talk()
    before = dn_cursor(hub)
    wire.later(3700.0)
    assert dn_cursor(hub) == before
    assert len(bookings_of_day(wire.office.database.read(), "2026-11-23")) == 1


def backup_of(hub: Hub, path: Path) -> None:
    """A copy of the hub's file as it is now."""
    with hub.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{path}'")


def restored(wire: Wire, path: Path) -> Hub:
    """The hub on that copy, with a link process of its own, not yet connected."""
    wire.hub = new_hub(Database(f"sqlite:///{path}"))
    clock(wire.hub).at = clock_of(wire.office).at
    wire.hub_starts()
    return wire.hub


def test_a_hub_restored_from_a_backup_takes_back_what_it_had_sold(
    sqlite_hub: Iterator[Hub], tmp_path: Path
) -> None:
    (hub,) = [next(sqlite_hub)]
    wire = Wire(hub, tmp_path / "node", enrolled(hub))
    wire.plug()
    kept = booked(hub, "kept", starts(hub)[20])
    gone = booked(hub, "gone", starts(hub)[30], contact=JAN)
    wire.talk()
    backup_of(hub, tmp_path / "backup.db")
    lost = booked(
        hub,
        "lost",
        starts(hub)[0],
        contact=Contact(name="Z", email="z@example.org", accepted_rules=True),
    )
    cancel(hub, browser("gone"), gone.token)
    wire.talk()
    to_its_hour(wire, lost)
    arrive_at_reception(wire.office, RECEPTION, lost.id)
    wire.talk()
    again = restored(wire, tmp_path / "backup.db")
    wire.lose = lambda topic: topic.endswith("/log")
    wire.plug()
    with pytest.raises(Refused, match="office_away"):
        held(again, "x", kept.start)
    assert starts(again) == []
    wire.lose = lambda _topic: False
    wire.later(60.0)
    assert starts(again) != []
    with again.database.read() as connection:
        found = read_booking(connection, bookings.c.id == lost.id)
    assert found is not None
    assert (found.number, found.state, found.start) == (lost.number, "arrived", lost.start)
    assert by_token(again, gone.token).state == "cancelled"
    assert by_token(again, kept.token).state == "confirmed"
    assert sorted(c.kind for c in open_conflicts(again, OFFICE)) == [
        "hub_restored",
        "restored_booking",
    ]
    number = booked(again, "n", starts(again)[0], contact=JAN).number
    assert number != lost.number
    wire.talk()
    agrees(wire)


def test_a_restored_hub_that_sold_again_before_it_noticed_asks_for_everything(
    sqlite_hub: Iterator[Hub], tmp_path: Path
) -> None:
    (hub,) = [next(sqlite_hub)]
    wire = Wire(hub, tmp_path / "node", enrolled(hub))
    wire.plug()
    backup_of(hub, tmp_path / "backup.db")
    lost = booked(hub, "lost", starts(hub)[20])
    for name in ("b", "c"):
        wish = Contact(name=name, email=f"{name}@example.org", accepted_rules=True)
        booked(hub, name, starts(hub)[25], contact=wish)
    wire.talk()
    again = restored(wire, tmp_path / "backup.db")
    twice = booked(again, "twice", lost.start, contact=JAN)
    wire.plug()
    wire.later(60.0)
    with again.database.read() as connection:
        found = read_booking(connection, bookings.c.id == lost.id)
    assert found is not None
    assert found.start == twice.start == lost.start
    held_there = bookings_of_day(wire.office.database.read(), found.day.isoformat())
    assert {lost.id, twice.id} <= {one.id for one in held_there}
    agrees(wire)
