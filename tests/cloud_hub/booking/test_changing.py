"""A booking is found, cancelled and moved; a freed seat is sold again only when it is safe."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.changing import by_token, cancel, find, move
from cloud_hub.booking.conflicts import open_conflicts
from cloud_hub.booking.freeing import apply_cancelled, cancelled_too_late, thaw
from cloud_hub.booking.wishes import FindWish, MoveWish
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Command, Hub
from okienko.demo.sample import office
from queue_core.domain.errors import Refused
from tests.cloud_hub.booking.story import ANNA, JAN, booked, browser, held, messages, starts
from tests.cloud_hub.sample import clock, publish

LINK = Command(route="link")


def told(hub: Hub, office_id: str = "plaza") -> list[str]:
    """The kinds of the records in an office's log."""
    query = select(dn_records.c.kind).where(dn_records.c.office == office_id)
    with hub.database.read() as connection:
        return list(connection.execute(query.order_by(dn_records.c.seq)).scalars())


def full_pair(hub: Hub) -> tuple[BookingView, BookingView]:
    """Both seats of one term, booked by two people."""
    start = starts(hub)[20]
    return booked(hub, "anna", start), booked(hub, "jan", start, contact=JAN)


def test_a_cancelled_seat_is_sold_again_only_when_the_node_has_answered(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    cancelled = cancel(hub, browser("anna"), mine.token)
    assert told(hub)[-1] == "booking_cancelled"
    assert mine.start not in starts(hub)
    with pytest.raises(Refused, match="term_taken"):
        held(hub, "third", mine.start)
    assert apply_cancelled(hub, LINK, mine.id, cancelled.version)
    assert held(hub, "third", mine.start).start == mine.start
    assert not apply_cancelled(hub, LINK, mine.id, cancelled.version)


def test_an_answer_to_an_older_version_frees_nothing(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    cancelled = cancel(hub, browser("anna"), mine.token)
    assert not apply_cancelled(hub, LINK, mine.id, cancelled.version - 1)
    assert mine.start not in starts(hub)


def test_a_freed_seat_cools_where_the_office_wants_it(hub: Hub) -> None:
    plaza = office("plaza")
    rules = replace(plaza.booking.rules, cooling_minutes=20)
    publish(hub, replace(plaza, booking=replace(plaza.booking, rules=rules)))
    mine, _ = full_pair(hub)
    cancelled = cancel(hub, browser("anna"), mine.token)
    apply_cancelled(hub, LINK, mine.id, cancelled.version)
    clock(hub).advance(minutes=19)
    assert thaw(hub, LINK) == 0
    assert mine.start not in starts(hub)
    clock(hub).advance(minutes=1)
    assert thaw(hub, LINK) == 3
    assert mine.start in starts(hub)


def test_who_had_arrived_before_the_cancellation_keeps_the_visit(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    cancelled = cancel(hub, browser("anna"), mine.token)
    cancelled_too_late(hub, LINK, mine.id, cancelled.version)
    assert by_token(hub, mine.token).state == "arrived"
    assert [c.kind for c in open_conflicts(hub, "plaza")] == ["cancelled_too_late"]
    assert mine.start not in starts(hub)


def test_a_moved_booking_keeps_its_code_and_gets_a_new_number(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    target = starts(hub)[-1]
    moved = move(hub, browser("anna"), MoveWish(mine.token, target))
    assert (moved.start, moved.code, moved.state) == (target, mine.code, "confirmed")
    assert moved.number == "BR01"
    assert by_token(hub, mine.token).id == moved.id
    assert mine.start not in starts(hub)
    assert "change" in messages(hub)
    assert "cancellation" not in messages(hub)


def test_a_visit_moved_by_a_part_of_itself_is_not_in_its_own_way(hub: Hub) -> None:
    place = ("administracja", "birth")
    start = starts(hub, place=place)[0]
    mine = booked(hub, "anna", start, place=place)
    moved = move(hub, browser("anna"), MoveWish(mine.token, start))
    assert moved.start == start
    with hub.database.read() as connection:
        rows = connection.execute(select(seats.c.booking)).scalars().all()
    assert rows == [moved.id] * 6


def test_a_move_to_a_full_term_changes_nothing(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    target = starts(hub)[-1]
    for other in ("one", "two"):
        held(hub, other, target)
    before = told(hub)
    with pytest.raises(Refused, match="term_taken"):
        move(hub, browser("anna"), MoveWish(mine.token, target))
    assert by_token(hub, mine.token) == mine
    assert told(hub) == before


def test_a_booking_can_be_moved_to_another_office(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    target = starts(hub, place=("administracja", "residence"))[-1]
    moved = move(hub, browser("anna"), MoveWish(mine.token, target, "administracja"))
    assert (moved.office, moved.number) == ("administracja", "CR01")
    assert told(hub)[-1] == "booking_cancelled"
    assert told(hub, "administracja")[-1] == "booking_put"


def test_a_booking_is_found_by_code_with_phone_or_address(hub: Hub) -> None:
    anna, jan = full_pair(hub)
    assert find(hub, browser("x"), FindWish(anna.code, "600-700-800")).id == anna.id
    assert find(hub, browser("x"), FindWish(jan.code, "JAN@example.org")).id == jan.id


def test_wrong_searches_wait_longer_and_longer_but_never_for_ever(hub: Hub) -> None:
    anna, _ = full_pair(hub)
    wrong = FindWish("000000" if anna.code != "000000" else "111111", "600700800")
    for _ in range(6):
        with pytest.raises(Refused, match="unknown_booking"):
            find(hub, browser("x"), wrong)
        with pytest.raises(Refused, match="too_many_tries"):
            find(hub, browser("x"), FindWish(anna.code, "600700800"))
        clock(hub).advance(seconds=5)
    assert find(hub, browser("x"), FindWish(anna.code, "600700800")).id == anna.id


def test_an_office_may_leave_changes_to_the_phone(hub: Hub) -> None:
    plaza = office("plaza")
    rules = replace(plaza.booking.rules, cancelling="phone_only")
    mine, _ = full_pair(hub)
    publish(hub, replace(plaza, booking=replace(plaza.booking, rules=rules)))
    with pytest.raises(Refused, match="no_online_cancelling"):
        cancel(hub, browser("anna"), mine.token)
    assert not by_token(hub, mine.token).can_cancel


def test_a_cancelled_person_may_book_again(hub: Hub) -> None:
    mine, _ = full_pair(hub)
    cancel(hub, browser("anna"), mine.token)
    assert booked(hub, "anna", starts(hub)[-1], contact=ANNA).state == "confirmed"


def test_an_unknown_link_leads_nowhere(hub: Hub) -> None:
    for use in (lambda: by_token(hub, "x"), lambda: cancel(hub, browser("x"), "x")):
        with pytest.raises(Refused, match="unknown_booking"):
            use()
