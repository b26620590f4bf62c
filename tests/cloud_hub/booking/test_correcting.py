"""What staff correct: the person, contacts, a cancellation taken back; alone and against others."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from cloud_hub.booking.answers import BookingView
from cloud_hub.booking.by_staff import (
    CancelReason,
    cancel_by_staff,
    cancel_in_silence,
    move_beyond,
    move_by_staff,
)
from cloud_hub.booking.changing import by_token, find
from cloud_hub.booking.conflicts import conflict, conflicts_of, count_open, list_once
from cloud_hub.booking.correcting import book_again, change_person, mark_contacts, set_note
from cloud_hub.booking.freeing import apply_cancelled, cancelled_too_late
from cloud_hub.booking.register import Listed, visit, visits_listed
from cloud_hub.booking.wishes import Contact, FindWish, MoveWish
from cloud_hub.messages.told import told_about
from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.tables.seats import seats
from cloud_hub.store.unit import Command, Hub, Unit, use_case
from queue_core.domain.errors import Refused, Unknown
from tests.cloud_hub.booking.story import ANNA, JAN, booked, browser, starts
from tests.cloud_hub.sample import clock

DESK = Command(actor="anna", route="staff")
LINK = Command(route="link")


@pytest.fixture
def mine(hub: Hub) -> BookingView:
    """Anna's visit of some day."""
    return booked(hub, "anna", starts(hub)[40])


def seats_of(hub: Hub, booking: str) -> int:
    with hub.database.read() as connection:
        mine = select(func.count()).where(seats.c.booking == booking)
        return connection.execute(mine).scalar_one()


def refusal(action: object) -> str:
    with pytest.raises(Refused) as refused:
        action()  # type: ignore[operator]
    return refused.value.code


def test_taking_a_cancellation_back_hands_the_seats_over(hub: Hub, mine: BookingView) -> None:
    before = seats_of(hub, mine.id)
    cancelled = cancel_by_staff(hub, DESK, mine.id)
    again = book_again(hub, DESK, mine.id)
    assert (again.state, again.start, again.code) == ("confirmed", mine.start, mine.code)
    assert (seats_of(hub, mine.id), seats_of(hub, again.id)) == (0, before)
    assert apply_cancelled(hub, LINK, mine.id, cancelled.version)
    assert seats_of(hub, again.id) == before
    assert by_token(hub, mine.token).id == again.id
    found = find(hub, browser("anna"), FindWish(mine.code, ANNA.phone))
    assert found.id == again.id


def test_of_many_who_take_it_back_at_once_one_does(hub: Hub, mine: BookingView) -> None:
    cancel_by_staff(hub, DESK, mine.id)
    together = Barrier(6)

    def press() -> str:
        together.wait(10)
        try:
            return book_again(hub, DESK, mine.id).state
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(6) as crowd:
        answers = [one.result() for one in [crowd.submit(press) for _ in range(6)]]
    assert sorted(answers) == ["confirmed", *["not_allowed_now"] * 5]
    day = visits_listed(hub, Listed(["plaza"], mine.start.date()))
    assert sorted(row.booking.state for row in day) == ["cancelled", "confirmed"]


def test_who_has_booked_meanwhile_is_at_his_limit(hub: Hub, mine: BookingView) -> None:
    cancel_by_staff(hub, DESK, mine.id)
    booked(hub, "anna2", starts(hub)[50])
    assert refusal(lambda: book_again(hub, DESK, mine.id)) == "limit_of_person"
    assert visit(hub, mine.id).booking.state == "cancelled"


def test_what_stands_cannot_be_taken_back(hub: Hub, mine: BookingView) -> None:
    assert refusal(lambda: book_again(hub, DESK, mine.id)) == "not_allowed_now"


def test_who_came_though_cancelled_is_a_conflict_with_what_was_booked_again(
    hub: Hub, mine: BookingView
) -> None:
    cancelled = cancel_by_staff(hub, DESK, mine.id)
    again = book_again(hub, DESK, mine.id)
    cancelled_too_late(hub, LINK, mine.id, cancelled.version)
    assert [c.kind for c in conflicts_of(hub, again.id)] == ["moved_and_arrived"]
    assert visit(hub, mine.id).next == ""


def test_a_person_put_right_is_told_to_the_office_and_frees_the_old_limit(
    hub: Hub, mine: BookingView
) -> None:
    view = change_person(hub, DESK, mine.id, Contact("Anna Zolc", email="a@example.org"))
    assert view.version == mine.version + 1
    with hub.database.read() as connection:
        told = (
            connection.execute(
                select(dn_records.c.kind)
                .where(dn_records.c.office == "plaza")
                .order_by(dn_records.c.seq)
            )
            .scalars()
            .all()
        )
    assert told[-1] == "booking_put"
    assert booked(hub, "anna2", starts(hub)[50]).state == "confirmed"


def test_a_contact_of_somebody_with_a_booking_is_refused_and_nothing_changed(
    hub: Hub, mine: BookingView
) -> None:
    booked(hub, "jan", starts(hub)[50], contact=JAN)
    wish = replace(ANNA, email=JAN.email)
    assert refusal(lambda: change_person(hub, DESK, mine.id, wish)) == "limit_of_person"
    row = visit(hub, mine.id)
    assert (row.email, row.booking.version) == ("", mine.version)
    wish = replace(ANNA, phone=JAN.email)
    assert refusal(lambda: change_person(hub, DESK, mine.id, wish)) == "invalid_fields"


def test_a_wrong_contact_stays_marked_when_the_visit_moves(hub: Hub, mine: BookingView) -> None:
    mark_contacts(hub, DESK, mine.id, ("phone",))
    moved = move_by_staff(hub, DESK, mine.id, MoveWish("", starts(hub)[60]))
    assert visit(hub, moved.id).wrong == ("phone",)
    assert told_about(hub, moved.id) == ()


def test_a_note_is_kept_also_where_nobody_has_a_name(hub: Hub, mine: BookingView) -> None:
    set_note(hub, DESK, mine.id, "Wózek")
    assert visit(hub, mine.id).note == "Wózek"
    assert refusal(lambda: set_note(hub, DESK, mine.id, "x" * 201)) == "invalid_fields"
    with pytest.raises(Unknown):
        set_note(hub, DESK, "nothing", "Wózek")


def test_a_visit_cancelled_in_silence_writes_to_nobody(hub: Hub, mine: BookingView) -> None:
    cancel_in_silence(hub, DESK, mine.id, CancelReason.DOUBLE)
    assert "cancellation" not in [message.kind for message in told_about(hub, mine.id)]
    assert visit(hub, mine.id).unanswered


def test_another_matter_at_the_same_hour_keeps_the_places_of_the_internet(
    hub: Hub, mine: BookingView
) -> None:
    wish = MoveWish("", mine.start, service="id_card")
    moved = move_by_staff(hub, DESK, mine.id, wish)
    assert (moved.service, moved.start, moved.code) == ("id_card", mine.start, mine.code)
    assert seats_of(hub, moved.id) == 3
    assert seats_of(hub, mine.id) == 0


def test_a_move_beyond_the_capacity_is_marked(hub: Hub, mine: BookingView) -> None:
    moved = move_beyond(hub, DESK, mine.id, MoveWish("", starts(hub)[60]))
    assert visit(hub, moved.id).beyond
    past = clock(hub).now()
    wish = MoveWish("", past)
    assert refusal(lambda: move_beyond(hub, DESK, moved.id, wish)) == "outside_window"


@use_case
def meet(unit: Unit, booking: str) -> None:
    """The link meets the same trouble twice."""
    list_once(unit, "plaza", "restored_overbooked", booking)
    list_once(unit, "plaza", "restored_overbooked", booking)


def test_conflicts_are_counted_for_ones_own_offices(hub: Hub, mine: BookingView) -> None:
    meet(hub, LINK, mine.id)
    assert (count_open(hub, ["plaza"]), count_open(hub, ["copernicus"])) == (1, 0)
    assert count_open(hub, []) == 0
    with pytest.raises(Unknown):
        conflict(hub, "nothing")
