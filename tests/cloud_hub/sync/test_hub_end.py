"""Hub and boxes talk: each log arrives once, whatever is cut, doubled, forged or restored."""

import pytest
from sqlalchemy import select

from cloud_hub.booking.changing import by_token
from cloud_hub.booking.conflicts import open_conflicts
from cloud_hub.booking.leasing import grant_due
from cloud_hub.store.dn_log import dn_head
from cloud_hub.store.offices import last_seen
from cloud_hub.store.tables.live import hub_tickets
from cloud_hub.store.tables.sync import node_presence, nodes, restores, up_cursors
from cloud_hub.store.unit import Hub, transaction
from cloud_hub.sync.enrolling import revoke_node
from cloud_hub.sync.owning import OWNED_FOR
from queue_core.wire.end import Heard
from queue_core.wire.messages import ClockSample, Cursor, Epoch, Live, LiveService
from queue_core.wire.records import BookingPut, LeaseRecall, TicketBack
from tests.cloud_hub.booking.story import JAN, booked, starts
from tests.cloud_hub.live.story import event, of_visit, ticket
from tests.cloud_hub.sample import ADMIN, MONDAY, clock
from tests.cloud_hub.sync.box import Box, Talk, batch_of_all
from tests.cloud_hub.sync.story import OFFICE, enrolled
from tests.cloud_hub.sync.test_enrolling import only
from tests.queue_core.wire.memory import MemoryInbox


@pytest.fixture
def box(hub: Hub) -> Box:
    """The box of the office in the shopping centre."""
    return Box(enrolled(hub))


@pytest.fixture
def talk(hub: Hub, box: Box) -> Talk:
    """The two of them, connected."""
    talk = Talk(hub, (box,))
    talk.connects()
    return talk


def tickets(hub: Hub) -> set[str]:
    """The tickets that the hub knows."""
    with hub.database.read() as connection:
        return set(connection.execute(select(hub_tickets.c.id)).scalars())


def dn_cursor(hub: Hub, office: str = OFFICE) -> Cursor:
    """The end of the hub's log."""
    with hub.database.read() as connection:
        head = dn_head(connection, office)
    assert head is not None
    return head.cursor


def up_cursor(hub: Hub) -> Cursor | None:
    """How far the hub has taken the first node's log."""
    with hub.database.read() as connection:
        row = connection.execute(select(up_cursors)).first()
    return row and Cursor(Epoch(row.counter, row.epoch), row.seq, row.hash)  # type: ignore[return-value]


def test_a_booking_reaches_the_office_and_an_arrival_the_hub(
    hub: Hub, box: Box, talk: Talk
) -> None:
    view = booked(hub, "a", starts(hub)[5])
    talk.goes_on()
    assert [put.booking for put in only(box.inbox.applied, BookingPut)] == [view.id]
    box.writes(event(1, of_visit(view, "t" * 22, "waiting", arrived=True)))
    talk.goes_on()
    assert by_token(hub, view.token).state == "arrived"
    assert box.inbox.at == dn_cursor(hub)
    assert up_cursor(hub) == box.log.head()


def test_what_is_lost_on_the_way_is_sent_again(hub: Hub, box: Box, talk: Talk) -> None:
    talk.lose = lambda topic: topic.endswith("/log")
    view = booked(hub, "a", starts(hub)[5])
    box.writes(*(event(n, ticket(str(n))) for n in range(1, 250)))
    talk.goes_on()
    talk.lose = lambda _topic: False
    assert tickets(hub) == set()
    talk.now += 60.0
    talk.goes_on()
    assert len(tickets(hub)) == 249
    assert [put.booking for put in only(box.inbox.applied, BookingPut)] == [view.id]


def test_doubled_and_late_messages_change_nothing(hub: Hub, box: Box, talk: Talk) -> None:
    box.writes(*(event(n, ticket(str(n))) for n in range(1, 250)))
    batches = box.sends()
    talk.goes_on([*reversed(batches), *batches, *batches])
    talk.goes_on(batches)
    assert len(tickets(hub)) == 249
    assert up_cursor(hub) == box.log.head()


def test_a_link_process_that_died_leaves_nothing_behind(hub: Hub, box: Box, talk: Talk) -> None:
    box.writes(event(1, ticket("1")))
    talk.end.hear(box.sends(), talk.now)
    box.writes(event(2, ticket("2")))
    clock(hub).advance(seconds=OWNED_FOR.total_seconds() + 1)
    talk.starts_again("two")
    view = booked(hub, "a", starts(hub)[5])
    talk.connects()
    assert tickets(hub) == {"1", "2"}
    assert [put.booking for put in only(box.inbox.applied, BookingPut)] == [view.id]


def test_two_link_processes_share_the_offices(hub: Hub, box: Box, talk: Talk) -> None:
    other = Talk(hub, (box,))
    other.starts_again("two")
    box.writes(event(1, ticket("1")))
    assert other.end.hear([box.stands(asks=True), *box.sends()], 0.0) == []
    assert tickets(hub) == set()
    assert [told.topic for told in other.end.connected(0.0)] == ["okienko/1/hub/st"]
    talk.end.lost(talk.now)
    assert other.end.hear([box.stands(asks=True)], 0.0) != []
    assert talk.end.hear([box.stands(asks=True)], talk.now) == []


def test_the_last_will_of_an_old_connection_says_nothing(hub: Hub, box: Box, talk: Talk) -> None:
    def online() -> bool:
        with hub.database.read() as connection:
            return bool(connection.execute(select(node_presence.c.online)).scalar_one())

    talk.goes_on([box.stands(connection=5)])
    talk.goes_on([box.is_there(online=False, connection=4)])
    assert online()
    talk.goes_on([box.is_there(online=False, connection=5)])
    assert not online()
    booked(hub, "a", starts(hub)[5])
    assert talk.end.due(talk.now + 1) == []


def test_a_cursor_tells_presence_clock_versions_and_queue(hub: Hub, box: Box, talk: Talk) -> None:
    clock(hub).advance(minutes=5)
    live = Live(day="2026-11-23", at="x", services={"residence": LiveService(waiting=3)})
    talk.goes_on(
        [
            box.stands(
                asks=True,
                live=live,
                versions={"okienko": "1.2"},
                alarms=("quarantine",),
                clock=ClockSample(1, int(MONDAY.timestamp() * 1000), 4),
            )
        ]
    )
    with hub.database.read() as connection:
        row = connection.execute(select(node_presence)).one()
    assert (row.versions, row.alarms) == ({"okienko": "1.2"}, ["quarantine"])
    assert last_seen(hub, OFFICE) == hub.clock.now()
    answer = box.heard[-1]
    assert answer.echo == (1, 1000)
    assert answer.hub_ms == int(hub.clock.now().timestamp() * 1000)


def test_what_is_not_for_us_is_counted_and_changes_nothing(hub: Hub, box: Box, talk: Talk) -> None:
    me = box.node.node
    stranger = Box(enrolled(hub, "administracja"))
    stranger.writes(event(1, ticket("1")))
    before = dn_cursor(hub), up_cursor(hub)
    foreign = batch_of_all(stranger.log)
    talk.end.hear(
        [
            Heard(f"okienko/1/up/{me}/log/more", b"{}"),
            Heard(f"okienko/1/dn/{me}/log", b"{}"),
            Heard("okienko/1/up/nobody/cur", b"{}"),
            Heard(f"okienko/1/up/{me}/log", b"x" * 200_000),
            Heard(f"okienko/1/up/{me}/log", b"{"),
            Heard(f"okienko/1/up/{me}/log", b'{"v":2,"t":"batch"}'),
            Heard(f"okienko/1/up/{me}/cur", stranger.stands().payload),
            Heard(f"okienko/1/up/{me}/log", stranger.says(foreign).payload),
        ],
        talk.now,
    )
    assert talk.end.refused == {
        "foreign_topic": 2,
        "unknown_node": 1,
        "message_too_large": 1,
        "malformed_message": 1,
        "unknown_schema": 1,
        "forged_message": 1,
        "forged_batch": 1,
    }
    assert (dn_cursor(hub), up_cursor(hub)) == before
    assert tickets(hub) == set()


def test_nonsense_of_one_box_keeps_nobody_else_from_being_heard(
    hub: Hub, box: Box, talk: Talk
) -> None:
    other = Box(enrolled(hub, "administracja"))
    talk.boxes = (box, other)
    talk.connects()
    nonsense = Live(day="soon", at="", services={})
    impossible = ClockSample(1, 10**17, -5)
    other.writes(event(1, ticket("1")))
    talk.end.hear(
        [
            box.stands(live=nonsense, clock=impossible),
            box.stands(boot=2**70),
            *other.sends(talk.now),
        ],
        talk.now,
    )
    assert tickets(hub) == {"1"}
    box.writes(event(1, ticket("2")))
    talk.goes_on([box.stands(live=nonsense, clock=impossible)])
    assert tickets(hub) == {"1", "2"}


def test_a_revoked_box_is_heard_no_more(hub: Hub, box: Box, talk: Talk) -> None:
    revoke_node(hub, ADMIN, OFFICE)
    box.writes(event(1, ticket("1")))
    talk.goes_on()
    assert tickets(hub) == set()
    assert talk.end.refused["unknown_node"] > 0
    assert talk.end.due(talk.now + 1) == []


def test_a_box_restored_from_a_backup_gets_its_tickets_back(hub: Hub, box: Box, talk: Talk) -> None:
    box.writes(event(1, ticket("1")))
    talk.goes_on()
    backup = box.log.copy(), box.inbox.at
    box.writes(event(2, ticket("2")))
    talk.goes_on()
    box.log, box.inbox.at = backup
    box.sender.log = box.log
    box.writes(event(2, ticket("3")))
    talk.connects()
    assert box.forks == 1
    assert tickets(hub) == {"1", "2", "3"}
    assert {b.ticket.id for b in only(box.inbox.applied, TicketBack)} == {"1", "2", "3"}
    assert box.inbox.at == dn_cursor(hub)


def test_a_new_card_of_the_same_box_reads_from_the_start(hub: Hub, box: Box, talk: Talk) -> None:
    view = booked(hub, "a", starts(hub)[5])
    talk.goes_on()
    box.inbox = MemoryInbox()
    talk.connects()
    assert [put.booking for put in only(box.inbox.applied, BookingPut)] == [view.id]


def test_twins_are_found_and_no_longer_believed(hub: Hub, box: Box, talk: Talk) -> None:
    box.writes(event(1, ticket("1")))
    talk.goes_on()
    twin = Box(box.node)
    twin.log, twin.inbox.at = box.log.copy(), box.inbox.at
    twin.sender.log = twin.log
    seq = 10
    for _ in range(8):
        for one in (box, twin):
            seq += 1
            one.writes(event(seq, ticket(str(seq))))
            talk.boxes = (one,)
            talk.connects()
    assert [c.kind for c in open_conflicts(hub, OFFICE)].count("twin_node") == 1
    assert talk.end.refused["twin"] > 0
    with hub.database.read() as connection:
        assert connection.execute(select(nodes.c.twin_since)).scalar_one() is not None
    cursor = up_cursor(hub)
    assert cursor is not None
    assert cursor.epoch.counter == 4


def test_a_lease_of_a_restored_box_is_asked_back(hub: Hub, box: Box, talk: Talk) -> None:
    grant_due(hub, ADMIN, OFFICE)
    box.writes(event(1, ticket("1")))
    talk.goes_on()
    box.log.fork(2)
    talk.connects()
    assert len(only(box.inbox.applied, LeaseRecall)) > 20


def test_a_booking_of_a_second_office_goes_to_its_own_box(hub: Hub, box: Box, talk: Talk) -> None:
    other = Box(enrolled(hub, "administracja"))
    talk.boxes = (box, other)
    talk.connects()
    view = booked(hub, "a", starts(hub)[5])
    place = ("administracja", "residence")
    there = booked(hub, "b", starts(hub, place=place)[5], place=place, contact=JAN)
    talk.goes_on()
    assert [p.booking for p in only(box.inbox.applied, BookingPut)] == [view.id]
    assert [p.booking for p in only(other.inbox.applied, BookingPut)] == [there.id]


def test_an_end_that_has_not_heard_of_a_box_for_long_sends_it_nothing(
    hub: Hub, box: Box, talk: Talk
) -> None:
    clock(hub).advance(seconds=OWNED_FOR.total_seconds() + 1)
    booked(hub, "a", starts(hub)[5])
    assert talk.end.due(talk.now + 1) == []
    talk.goes_on([box.stands()])
    assert len(only(box.inbox.applied, BookingPut)) == 1


def knows_more_than_the_hub(hub: Hub, box: Box) -> None:
    """The box holds a later life of the hub's log, of which it can give back nothing."""
    counter = dn_cursor(hub).epoch.counter + 1
    box.inbox.at = Cursor(Epoch(counter, "foreign"), 7, "0" * 32)


def test_a_hub_that_gets_nothing_back_goes_on_after_a_while(hub: Hub, box: Box, talk: Talk) -> None:
    knows_more_than_the_hub(hub, box)
    talk.connects()
    clock(hub).advance(minutes=9)
    talk.goes_on([box.stands()])
    assert starts(hub) == []
    clock(hub).advance(minutes=2)
    talk.goes_on([box.stands()])
    assert starts(hub) != []
    assert box.inbox.at == dn_cursor(hub)


def test_a_box_that_calls_for_a_new_life_again_and_again_is_a_twin(
    hub: Hub, box: Box, talk: Talk
) -> None:
    for _ in range(4):
        knows_more_than_the_hub(hub, box)
        talk.connects()
        clock(hub).advance(minutes=11)
        talk.goes_on([box.stands()])
    assert [c.kind for c in open_conflicts(hub, OFFICE)].count("twin_node") == 1
    assert talk.end.refused["twin"] > 0
    assert dn_cursor(hub).epoch.counter < 10


def test_a_restored_hub_waits_for_the_end_of_the_boxs_own_log(
    hub: Hub, box: Box, talk: Talk
) -> None:
    epoch = dn_cursor(hub).epoch
    with transaction(hub, ADMIN) as unit:  # all that the box holds is entered already
        unit.connection.execute(
            restores.insert().values(
                office=OFFICE,
                node=box.node.node,
                counter=epoch.counter + 1,
                epoch="foreign",
                seq=7,
                hash="0" * 32,
                since=unit.now,
            )
        )
    box.inbox.at = Cursor(Epoch(epoch.counter + 1, "foreign"), 7, "0" * 32)
    box.writes(event(1, ticket("1")))
    talk.lose = lambda topic: topic.endswith("/log")
    talk.goes_on([box.stands()])
    assert dn_cursor(hub).epoch == epoch
    talk.lose = lambda _topic: False
    talk.now += 60.0
    talk.goes_on()
    assert dn_cursor(hub).epoch.counter == epoch.counter + 2
    assert box.inbox.at == dn_cursor(hub)
