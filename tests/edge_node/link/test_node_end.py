"""The node's end of the link against a hub in memory: what goes up, comes down, goes astray."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from edge_node.link.process import begin
from edge_node.store.bookings import booking
from edge_node.store.hub_log import hub_cursor
from edge_node.store.leases import free_seats
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import fact
from queue_core.domain.tickets import State
from queue_core.wire.chain import seal
from queue_core.wire.end import Heard
from queue_core.wire.messages import MAX_BYTES, Cursor, Epoch, HubCur
from queue_core.wire.records import (
    BookingCancelled,
    LeaseGrant,
    OfficeEvent,
    ResendBegun,
    ResendEnded,
    TicketBack,
    TicketFacts,
)
from queue_core.wire.topics import Topic
from tests.edge_node.link.hub import NODE, Cable, kinds
from tests.edge_node.office.desk import clock
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    OLA,
    VISIT,
    at,
    by_code,
    the_ticket,
    ticket_of,
)
from tests.edge_node.sample import build_office, take
from tests.queue_core.wire.memory import KEY


@pytest.fixture
def cable(tmp_path: Path) -> Cable:
    return Cable(tmp_path)


def test_a_booking_made_at_the_hub_reaches_the_office(cable: Cable) -> None:
    cable.hub.tell(VISIT, OLA)
    cable.plug()
    known = booking(cable.office.database.read(), "b1")
    assert known is not None
    assert (known.number, known.source) == ("AR01", "hub")
    assert hub_cursor(cable.office.database.read()) == cable.hub.log.head()


def test_a_ticket_taken_offline_goes_up_with_the_next_connection(cable: Cable) -> None:
    take(cable.office)
    assert cable.end.due(cable.now) == []
    cable.plug()
    assert "event" in kinds(cable.hub.inbox.applied)


def test_a_new_ticket_goes_up_at_once_while_connected(cable: Cable) -> None:
    cable.plug()
    before = len(cable.hub.inbox.applied)
    take(cable.office)
    cable.talk()
    assert len(cable.hub.inbox.applied) == before + 1


def test_nothing_is_sent_twice_after_a_lost_connection(cable: Cable) -> None:
    cable.plug()
    take(cable.office)
    cable.talk()
    count = len(cable.hub.inbox.applied)
    cable.end.lost(cable.now)
    cable.plug()
    assert len(cable.hub.inbox.applied) == count


def test_a_lost_answer_is_asked_for_again_with_the_next_sign_of_life(cable: Cable) -> None:
    take(cable.office)
    cable.end.will()
    cable.end.connected(cable.now)  # and nobody hears it
    cable.now += 60.0
    said = cable.end.due(cable.now)
    cable.hub.hear(said, cable.now)
    assert cable.hub.standing is not None
    assert cable.hub.standing.asks
    cable.talk(said)
    assert "event" in kinds(cable.hub.inbox.applied)
    cable.now += 60.0
    cable.hub.hear(cable.end.due(cable.now), cable.now)
    assert not cable.hub.standing.asks


def test_the_standing_says_queue_versions_and_days(cable: Cable) -> None:
    cable.hub.tell(VISIT)
    cable.plug()
    take(cable.office)
    cable.talk()
    cable.end.queue_changed(cable.now)
    cable.now += 3600.0
    cable.talk()
    told = cable.hub.standing
    assert told is not None
    assert told.live is not None
    assert told.live.services["id_cards"].waiting == 1
    assert told.versions["document"] == "1"
    assert told.digests is not None
    assert told.digests.days["2026-11-20"].count == 1
    assert told.digests.at == cable.hub.log.head()


def test_the_queue_goes_out_three_seconds_after_it_changed(cable: Cable) -> None:
    cable.plug()
    cable.end.queue_changed(cable.now)
    cable.end.queue_changed(cable.now + 2.9)
    assert cable.end.due(cable.now + 2.9) == []
    assert len(cable.end.due(cable.now + 3.0)) == 1


def test_a_sign_of_life_every_half_minute(cable: Cable) -> None:
    cable.plug()
    assert cable.end.wake_at() == cable.now + 30.0
    assert cable.end.due(cable.now + 29.9) == []
    assert len(cable.end.due(cable.now + 30.0)) == 1


def test_the_hour_of_the_last_word_is_kept(cable: Cable) -> None:
    clock(cable.office).advance(hours=1)
    cable.plug()
    assert fact(cable.office.database.read(), "hub_seen") == cable.office.clock.now().isoformat(
        timespec="milliseconds"
    )


def test_a_clock_far_from_the_hubs_is_an_alarm(cable: Cable) -> None:
    cable.plug()
    cable.now += 30.0
    cable.talk()
    assert cable.hub.standing is not None
    assert "clock_differs" in cable.hub.standing.alarms


@pytest.mark.parametrize(
    ("topic", "payload", "code"),
    [
        (f"okienko/1/dn/{NODE}/log", b"x" * (MAX_BYTES["log"] + 1), "message_too_large"),
        (f"okienko/1/dn/{NODE}/log", b'{"v":1,"t":"batch"', "malformed_message"),
        (f"okienko/1/dn/{NODE}/log", b'{"v":2,"t":"batch"}', "unknown_schema"),
        ("okienko/1/dn/other-1/log", b"{}", "foreign_topic"),
        (f"okienko/1/up/{NODE}/log", b"{}", "foreign_topic"),
        (f"okienko/1/dn/{NODE}/cur/more", b"{}", "foreign_topic"),
    ],
)
def test_what_is_no_message_for_us_is_counted_and_changes_nothing(
    cable: Cable, topic: str, payload: bytes, code: str
) -> None:
    before = hub_cursor(cable.office.database.read())
    assert cable.end.hear([Heard(topic, payload)], cable.now) == []
    assert cable.end.refused == {code: 1}
    assert hub_cursor(cable.office.database.read()) == before


def test_a_cursor_under_another_key_is_refused(cable: Cable) -> None:
    topic = Topic("dn", NODE, "cur")
    start = Cursor(Epoch(1, "x"), 0, "")
    forged = seal(b"other key", topic, HubCur(up=None, dn=start, hub_ms=0, asks=True))
    assert cable.end.hear([Heard(str(topic), forged)], cable.now) == []
    assert cable.end.refused == {"forged_message": 1}


def test_a_bad_message_does_not_keep_a_good_one_from_being_taken(cable: Cable) -> None:
    cable.plug()
    cable.hub.tell(VISIT)
    good = cable.hub.due(cable.now)
    cable.end.hear([Heard(good[0].topic, b"{}"), *good], cable.now)
    assert booking(cable.office.database.read(), "b1") is not None


def test_a_card_restored_from_a_backup_tells_its_log_as_a_new_life(
    cable: Cable, tmp_path: Path
) -> None:
    take(cable.office)
    cable.office.database.read().execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    take(cable.office)
    cable.plug()
    (tmp_path / "restored").mkdir()
    restored = build_office(tmp_path / "restored")
    restored.database.close()
    (tmp_path / "backup.db").replace(restored.database.path)
    cable.reopened(restored)
    cable.plug()
    assert cable.hub.inbox.at is not None
    assert cable.hub.inbox.at.epoch.counter > 1
    take(restored)
    cable.talk()
    tickets = {r.ticket.id for r in cable.hub.inbox.applied if getattr(r, "ticket", None)}
    assert len(tickets) == 3


def test_a_hub_that_lost_records_gets_them_back(cable: Cable) -> None:
    cable.hub.tell(VISIT)
    cable.hub.tell(BookingCancelled(booking="b1", version=2))
    cable.plug()
    cable.hub.lost_after = 1
    cable.end.hear([cable.hub.cursor()], cable.now)
    for message in cable.end.hear([cable.hub.cursor()], cable.now):
        cable.hub.hear([message], cable.now)
    assert [msgspec.json.decode(fact)["kind"] for fact in cable.hub.given_back] == [
        "booking_cancelled"
    ]


def resend(cable: Cable, *records: object, applied: int = 0) -> None:
    counter = cable.hub.inbox.at.epoch.counter if cable.hub.inbox.at else 1
    cable.hub.tell(ResendBegun(applied_up=(counter, applied)))
    for record in records:
        cable.hub.tell(record)  # type: ignore[arg-type]
    cable.hub.tell(ResendEnded())
    cable.talk()


def test_a_booking_that_is_not_told_again_is_gone(cable: Cable) -> None:
    cable.hub.tell(VISIT, OLA)
    cable.plug()
    resend(cable)
    known = booking(cable.office.database.read(), "b1")
    assert known is not None
    assert known.cancelled


def test_a_booking_that_is_told_again_stays(cable: Cable) -> None:
    cable.hub.tell(VISIT)
    cable.plug()
    resend(cable, VISIT)
    known = booking(cable.office.database.read(), "b1")
    assert known is not None
    assert not known.cancelled


def test_a_visitor_who_is_here_stays_whatever_is_told_again(cable: Cable) -> None:
    cable.hub.tell(VISIT)
    cable.plug()
    at(cable.office, 0)
    by_code(cable.office)
    resend(cable)
    ticket = ticket_of(cable.office)
    assert ticket is not None
    assert ticket.state is State.WAITING


GRANT = LeaseGrant(
    lease="l1",
    calendar="hall",
    day="2026-11-23",
    seats=((HALF_PAST_NINE + timedelta(days=3), 1), (HALF_PAST_NINE + timedelta(days=3), 2)),
    numbers=(("AR50", "111111"), ("AR51", "222222")),
)


def seats(cable: Cable) -> int:
    return len(free_seats(cable.office.database.read(), "hall", "2026-11-23", prefix="AR"))


def test_seats_that_are_not_granted_again_are_not_sold(cable: Cable) -> None:
    cable.hub.tell(GRANT)
    cable.plug()
    assert seats(cable) == 2
    resend(cable, msgspec.structs.replace(GRANT, seats=GRANT.seats[:1]))
    assert seats(cable) == 1


LOST = TicketFacts(
    id="01M7VZGC002GCRZS1T9X28Q2R4",
    number="A017",
    day="2026-11-20",
    service="id_cards",
    state="called",
    version=3,
    token="token-of-a-lost-ticket",
    queue_time=HALF_PAST_NINE - timedelta(hours=1),
    issued_at=HALF_PAST_NINE - timedelta(hours=1),
    origin="walk_in",
    counter="1",
    calls=1,
)


def test_a_ticket_of_a_lost_card_comes_back_and_its_number_is_not_given_again(
    cable: Cable,
) -> None:
    cable.plug()
    resend(cable, TicketBack(ticket=LOST))
    (back,) = open_tickets(cable.office.database.read(), "2026-11-20")
    assert (back.number, back.state, back.counter) == ("A017", State.WAITING, None)
    assert back.first_in_line
    heard = event_of(cable, LOST.id)
    assert heard is not None
    assert (heard.state, heard.version) == ("waiting", LOST.version + 1)
    assert take(cable.office).number == "A018"


def test_a_ticket_told_back_twice_or_of_an_older_state_changes_nothing(cable: Cable) -> None:
    cable.plug()
    resend(cable, TicketBack(ticket=LOST))
    resend(cable, TicketBack(ticket=msgspec.structs.replace(LOST, version=2, state="done")))
    (back,) = open_tickets(cable.office.database.read(), "2026-11-20")
    assert back.state is State.WAITING


def test_the_same_key_and_name_again_leave_the_log_as_it_is(cable: Cable) -> None:
    cable.plug()
    before = cable.hub.inbox.at
    begin(cable.office, NODE, KEY, "second boot")
    cable.reopened(cable.office)
    cable.plug()
    assert cable.hub.inbox.at == before


def test_what_both_sides_knew_under_one_version_is_told_anew(cable: Cable) -> None:
    cable.plug()
    own = take(cable.office)
    cable.talk()
    told = event_of(cable, own.id)
    assert told is not None
    resend(cable, TicketBack(ticket=msgspec.structs.replace(told, state="absent", calls=1)))
    again = event_of(cable, own.id)
    assert again is not None
    assert (again.state, again.version) == ("waiting", told.version + 1)


def test_a_proof_that_the_hub_had_heard_of_counts_whatever_this_card_did_since(
    cable: Cable,
) -> None:
    cable.hub.tell(VISIT)
    cable.plug()
    own = the_ticket(cable.office)
    told = event_of(cable, own.id)
    assert told is not None
    cable.hub.tell(BookingCancelled(booking="b1", version=2))
    cable.talk()
    resend(cable, TicketBack(ticket=msgspec.structs.replace(told, state="waiting", arrived=True)))
    again = event_of(cable, own.id)
    assert again is not None
    assert (again.state, again.arrived) == ("waiting", True)
    assert again.version > told.version + 1


def event_of(cable: Cable, ticket: str) -> TicketFacts | None:
    """The ticket as the hub was told of it last."""
    told = [e.ticket for e in cable.hub.inbox.applied if isinstance(e, OfficeEvent) and e.ticket]
    return next((one for one in reversed(told) if one.id == ticket), None)
