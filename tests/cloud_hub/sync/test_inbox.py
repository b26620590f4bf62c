"""What the nodes tell takes effect once and in order; what is bad lies aside and blocks nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.book import read_booking
from cloud_hub.booking.changing import by_token, cancel
from cloud_hub.booking.conflicts import open_conflicts
from cloud_hub.booking.leasing import grant_due
from cloud_hub.live.commanding import Stage, Wish, ask_office, latest_wish
from cloud_hub.store.tables.bookings import bookings
from cloud_hub.store.tables.live import hub_events, hub_tickets
from cloud_hub.store.tables.offices import offices
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.tables.sync import quarantine
from cloud_hub.store.unit import Hub, transaction
from cloud_hub.sync.dating import Dating
from cloud_hub.sync.process import try_again
from queue_core.wire.messages import BadMessage, ClockSample
from queue_core.wire.records import (
    BookingRequest,
    CancelApplied,
    CancelTooLate,
    CommandDone,
    ConfigurationRefused,
    ConfigurationTaken,
    LeaseGrant,
    OfficeEvent,
    Personal,
    Record,
    RequestAnswered,
)
from tests.cloud_hub.booking.story import booked, browser, starts
from tests.cloud_hub.booking.test_node_facts import sale_in
from tests.cloud_hub.live.story import event, of_visit, ticket
from tests.cloud_hub.sample import ADMIN, MONDAY, clock, publish
from tests.cloud_hub.sync.story import LINK, OFFICE, Listener, Teller, enrolled, new_inbox
from tests.cloud_hub.sync.test_enrolling import only

_seqs = count(1)


@pytest.fixture
def node(hub: Hub) -> Teller:
    """The box of the office in the shopping centre."""
    return Teller(hub, enrolled(hub))


def visit(view: BookingView, version: int, state: str, **more: object) -> OfficeEvent:
    """An event of a booked visit."""
    return event(next(_seqs), of_visit(view, "t" * 22, state, version=version, **more))


def states(hub: Hub) -> dict[str, str]:
    """The tickets that the hub knows."""
    with hub.database.read() as connection:
        rows = connection.execute(select(hub_tickets.c.id, hub_tickets.c.state)).all()
    return {row.id: row.state for row in rows}


def seats_of(hub: Hub, booking: str) -> int:
    """How many seats a booking has."""
    query = select(func.count()).where(seats.c.booking == booking)
    with hub.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def aside(hub: Hub) -> list[tuple[str, str]]:
    """What lies in quarantine, and why."""
    with hub.database.read() as connection:
        query = select(quarantine.c.subject, quarantine.c.reason).order_by(quarantine.c.id)
        return [(row.subject, row.reason) for row in connection.execute(query)]


def test_events_come_once_however_often_they_are_sent(hub: Hub, node: Teller) -> None:
    facts = [event(n, ticket(str(n))) for n in range(1, 251)]
    for fact in facts:
        node.log.write(f"E{fact.seq}", fact)
    first = node.batches()
    assert node.sends(*first) == 250
    assert node.sends(*first) == 0
    node.log.fork(2)
    assert node.sends() == 0
    assert len(states(hub)) == 250
    with transaction(hub, LINK) as unit:
        assert new_inbox(unit, node.node).cursor() == node.log.head()


def test_a_gap_is_not_taken(hub: Hub, node: Teller) -> None:
    for n in range(1, 251):
        node.log.write(f"E{n}", event(n, ticket(str(n))))
    _, second, third = node.batches()
    assert node.sends(third, second) == 0
    assert states(hub) == {}


def test_an_arrival_and_its_end_move_the_booking(hub: Hub, node: Teller) -> None:
    view = booked(hub, "a", starts(hub)[5])
    node.tells(visit(view, 1, "booked"), visit(view, 2, "waiting", arrived=True))
    assert by_token(hub, view.token).state == "arrived"
    node.tells(visit(view, 3, "done", arrived=True))
    node.tells(visit(view, 2, "waiting", arrived=True))
    assert by_token(hub, view.token).state == "served"


def test_a_record_that_cannot_be_applied_lies_aside_and_the_log_goes_on(
    hub: Hub, node: Teller
) -> None:
    bad = event(2, ticket("2"), day="no day")
    after = event(3, ticket("2", 2))
    assert node.tells(event(1, ticket("1")), bad, after, event(4, ticket("4"))) == 4
    assert states(hub) == {"1": "waiting", "4": "waiting"}
    assert aside(hub) == [("ticket 2", "not_applied"), ("ticket 2", "behind_another")]
    node.tells(event(5, ticket("2", 3)))
    assert aside(hub)[2:] == [("ticket 2", "behind_another")]


def test_a_kind_from_a_later_version_is_taken_after_the_update(hub: Hub, node: Teller) -> None:
    class Greeting(Record, frozen=True, kw_only=True, tag="greeting"):
        booking: str

    view = booked(hub, "a", starts(hub)[5])
    node.tells(Greeting(booking=view.id), CancelTooLate(booking=view.id, version=2))
    assert [reason for _, reason in aside(hub)] == ["unknown_kind", "behind_another"]
    assert try_again(hub) == 0
    with transaction(hub, LINK) as unit:
        unit.connection.execute(quarantine.delete().where(quarantine.c.reason == "unknown_kind"))
    assert try_again(hub) == 1
    assert aside(hub) == []


def test_a_cancellation_that_the_office_took_frees_the_seats(hub: Hub, node: Teller) -> None:
    view = booked(hub, "a", starts(hub)[5])
    given_up = cancel(hub, browser("a"), view.token)
    node.tells(CancelApplied(booking=view.id, version=given_up.version - 1))
    assert seats_of(hub, view.id) > 0
    node.tells(CancelApplied(booking=view.id, version=given_up.version))
    assert seats_of(hub, view.id) == 0


def test_whoever_came_before_his_cancellation_was_there(hub: Hub, node: Teller) -> None:
    view = booked(hub, "a", starts(hub)[5])
    given_up = cancel(hub, browser("a"), view.token)
    node.tells(CancelTooLate(booking=view.id, version=given_up.version))
    assert by_token(hub, view.token).state == "arrived"
    assert [c.kind for c in open_conflicts(hub, OFFICE)] == ["cancelled_too_late"]


def test_another_office_says_nothing_about_a_booking(hub: Hub) -> None:
    view = booked(hub, "a", starts(hub)[5])
    given_up = cancel(hub, browser("a"), view.token)
    stranger = Teller(hub, enrolled(hub, "administracja"))
    stranger.tells(
        CancelTooLate(booking=view.id, version=given_up.version),
        visit(view, 4, "done", arrived=True),
        BookingRequest(request="r1", wish="cancel", booking=view.id),
    )
    assert by_token(hub, view.token).state == "cancelled"
    answers = only(Listener(hub, stranger.node).hears(), RequestAnswered)
    assert [(a.outcome, a.facts["code"]) for a in answers] == [("refused", "unknown_booking")]


def test_staff_at_the_office_cancel_through_the_hub(hub: Hub, node: Teller) -> None:
    view = booked(hub, "a", starts(hub)[5])
    box = Listener(hub, node.node)
    node.tells(BookingRequest(request="r1", wish="cancel", booking=view.id, clerk="ola"))
    node.tells(BookingRequest(request="r2", wish="cancel", booking=view.id, clerk="ola"))
    assert by_token(hub, view.token).state == "cancelled"
    told = box.hears()
    assert [(a.request, a.outcome) for a in only(told, RequestAnswered)] == [
        ("r1", "done"),
        ("r2", "refused"),
    ]


def test_staff_at_the_office_move_a_visit(hub: Hub, node: Teller) -> None:
    first, *_, later = starts(hub)
    view = booked(hub, "a", first)
    asked = BookingRequest(
        request="r1", wish="move", booking=view.id, facts={"start": later.isoformat()}
    )
    nonsense = BookingRequest(request="r2", wish="move", booking=view.id, facts={"start": "soon"})
    node.tells(asked, nonsense)
    assert by_token(hub, view.token).start == later
    answers = only(Listener(hub, node.node).hears(), RequestAnswered)
    assert [a.outcome for a in answers] == ["done", "refused"]


def test_a_command_is_answered(hub: Hub, node: Teller) -> None:
    asked = ask_office(hub, ADMIN, Wish(OFFICE, "test_print", "printer"))
    node.tells(CommandDone(command=asked, outcome="done"))
    with hub.database.read() as connection:
        answered = latest_wish(connection, "printer", hub.clock.now())
    assert answered is not None
    assert answered.stage is Stage.DONE


def test_the_hub_knows_which_configuration_is_in_force(hub: Hub, node: Teller) -> None:
    node.tells(ConfigurationTaken(version=1, digest="d"))
    node.tells(ConfigurationRefused(version=2, digest="e", faults=("no counter",)))
    with hub.database.read() as connection:
        row = connection.execute(select(offices).where(offices.c.id == OFFICE)).one()
    assert (row.taken_version, row.refused_version, row.refused_for) == (1, 2, ["no counter"])


def test_events_of_a_wrong_clock_are_dated_by_the_boot(hub: Hub, node: Teller) -> None:
    in_1970 = MONDAY.replace(year=1970)
    node.tells(event(1, ticket("1"), boot=7, uptime_ms=5000, at=in_1970, clock_synced=False))
    clock(hub).advance(minutes=1)
    started = int(MONDAY.timestamp() * 1000)
    with transaction(hub, LINK) as unit:
        Dating(unit, node.node.node).learn(OFFICE, ClockSample(7, started, 40))
        Dating(unit, node.node.node).learn(OFFICE, ClockSample(7, started + 900, 80))
    node.tells(event(2, ticket("2"), boot=7, uptime_ms=6000, at=in_1970, clock_synced=False))
    with hub.database.read() as connection:
        found = connection.execute(select(hub_events.c.at).order_by(hub_events.c.seq)).scalars()
        assert list(found) == [MONDAY + timedelta(seconds=5), MONDAY + timedelta(seconds=6)]


def test_a_forged_batch_changes_nothing(hub: Hub, node: Teller) -> None:
    node.log.write("E1", event(1, ticket("1")))
    (batch,) = node.batches()
    stranger = Teller(hub, node.node)
    stranger.log.chain = type(node.log.chain)(b"x" * 32, "up", node.node.node)
    stranger.log.write("E1", event(1, ticket("1")))
    with pytest.raises(BadMessage, match="forged_batch"):
        node.sends(*stranger.batches())
    assert states(hub) == {}
    assert node.sends(batch) == 1


def test_a_sale_in_leased_seats_is_entered_though_the_matter_is_gone(hub: Hub) -> None:
    grant_due(hub, ADMIN, OFFICE)
    box = Listener(hub, enrolled(hub))
    sale = sale_in(only(box.hears(), LeaseGrant)[3])
    document = hub.office(OFFICE)
    without = tuple(s for s in document.booking.services if s.service != sale.service)
    publish(hub, replace(document, booking=replace(document.booking, services=without)))
    node = Teller(hub, box.node)
    node.tells(sale, personal=Personal(name="Ola", phone="600700800"))
    node.tells(event(1, ticket("1", booking=sale.booking, arrived=True)))
    assert open_conflicts(hub, OFFICE) == ()
    assert seats_of(hub, sale.booking) == len(sale.seats)
    with hub.database.read() as connection:
        sold = read_booking(connection, bookings.c.id == sale.booking)
    assert sold is not None
    assert (sold.state, sold.lease, sold.calendar) == ("arrived", sale.lease, "point")
