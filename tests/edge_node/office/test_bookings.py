"""What the hub tells of bookings, applied once, and never against a person who is here."""

from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.office.calling import came
from edge_node.office.day import open_day
from edge_node.store.bookings import booking, person_of, unheard_today
from edge_node.store.unit import Command, Office
from queue_core.domain.tickets import Move, State
from tests.edge_node.office.desk import announcements, call, clock, everything, kinds, miss
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    VISIT,
    at,
    by_code,
    by_qr,
    cancelled,
    office_of_visits,
    place,
    put,
    tell,
    the_ticket,
    ticket_of,
    told,
)
from tests.edge_node.sample import by, opened, take


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_of_visits(tmp_path, arrival="not_required")


def test_a_booking_of_today_has_its_ticket_at_once(office: Office) -> None:
    put(office)
    ticket = the_ticket(office)
    assert (ticket.number, ticket.state, ticket.booked_for) == (
        "AR01",
        State.BOOKED,
        HALF_PAST_NINE,
    )
    assert ticket.token == VISIT.eticket


def test_the_same_word_again_changes_nothing(office: Office) -> None:
    put(office)
    before = everything(office)
    put(office)
    assert everything(office) == before


def test_an_older_word_changes_nothing(office: Office) -> None:
    put(office, version=3)
    before = everything(office)
    put(office, version=2, start=HALF_PAST_NINE + timedelta(hours=1))
    assert everything(office) == before


def test_a_booking_of_another_day_gets_its_ticket_when_that_day_begins(office: Office) -> None:
    put(office, start=HALF_PAST_NINE + timedelta(days=1))
    assert ticket_of(office) is None
    clock(office).advance(hours=20)
    open_day(office, Command())
    assert the_ticket(office).state is State.BOOKED


def test_a_visit_moved_to_another_hour_waits_for_that_one(office: Office) -> None:
    put(office)
    at(office, 0)
    place(office)
    put(office, version=2, start=HALF_PAST_NINE + timedelta(hours=1))
    moved = the_ticket(office)
    assert (moved.state, moved.booked_for) == (
        State.BOOKED,
        HALF_PAST_NINE + timedelta(hours=1),
    )
    assert kinds(office, moved)[-1] == Move.REBOOKED


def test_a_visit_moved_to_another_day_leaves_the_list(office: Office) -> None:
    put(office)
    old = the_ticket(office)
    put(office, version=2, start=HALF_PAST_NINE + timedelta(days=3), number="AR07")
    assert ticket_of(office) is None
    row = office.database.read().execute("SELECT state FROM tickets WHERE id = ?", (old.id,))
    assert row.fetchone()["state"] == "cancelled"


def test_other_data_of_a_placed_visit_keeps_its_place(office: Office) -> None:
    put(office)
    at(office, 0)
    place(office)
    put(office, version=2, language="uk")
    assert (the_ticket(office).state, the_ticket(office).language) == (State.WAITING, "uk")


def test_other_data_of_a_missed_visit_changes_no_state(office: Office) -> None:
    opened(office, "1")
    put(office)
    at(office, 0)
    place(office)
    miss(office)
    put(office, version=2, need="induction_loop")
    assert (the_ticket(office).state, the_ticket(office).need) == (
        State.ABSENT,
        "induction_loop",
    )


def test_a_cancellation_is_taken_and_answered(office: Office) -> None:
    put(office)
    cancelled(office)
    assert the_ticket(office).state is State.CANCELLED
    assert told(office, "cancel_applied") == [
        {"kind": "cancel_applied", "booking": "b1", "version": 2}
    ]


def test_an_older_cancellation_of_a_restored_hub_is_answered_too(office: Office) -> None:
    put(office)
    cancelled(office, version=3)
    cancelled(office, version=2)
    assert [answer["version"] for answer in told(office, "cancel_applied")] == [3, 2]
    put(office, version=4)
    cancelled(office, version=2)
    assert len(told(office, "cancel_applied")) == 2


def test_a_cancellation_before_the_booking_itself_is_remembered(office: Office) -> None:
    cancelled(office, version=2)
    put(office, version=1)
    assert ticket_of(office) is None
    known = booking(office.database.read(), "b1")
    assert known is not None
    assert known.cancelled


@pytest.mark.parametrize("called", [False, True])
def test_being_placed_or_called_is_no_proof(office: Office, called: bool) -> None:
    opened(office, "1")
    put(office)
    at(office, 0)
    place(office)
    if called:
        assert call(office).number == "AR01"
    cancelled(office)
    assert the_ticket(office).state is State.CANCELLED
    assert [state for *_, state in announcements(office)] == ["withdrawn"] * called
    take(office)
    assert call(office).number == "A001"


def test_a_visitor_who_gave_the_code_is_not_cancelled(office: Office) -> None:
    put(office)
    at(office, -5)
    by_code(office)
    cancelled(office)
    assert the_ticket(office).state is State.WAITING
    assert told(office, "cancel_too_late") == [
        {"kind": "cancel_too_late", "booking": "b1", "version": 2}
    ]


def test_a_visitor_who_came_to_the_counter_is_not_cancelled(office: Office) -> None:
    opened(office, "1")
    put(office)
    at(office, 0)
    place(office)
    call(office)
    came(office, by("1"), "1")
    cancelled(office)
    assert the_ticket(office).state is State.SERVING


def test_a_cancelled_visit_is_not_revived_by_an_old_qr_code(office: Office) -> None:
    put(office)
    cancelled(office)
    at(office, 0)
    with pytest.raises(Exception, match="cancelled"):
        by_qr(office)
    assert the_ticket(office).state is State.CANCELLED


def test_a_visit_heard_of_too_late_is_nobodys_no_show(office: Office) -> None:
    at(office, 11)
    put(office)
    assert ticket_of(office) is None
    listed = unheard_today(office.database.read(), "2026-11-20")
    assert [visit.number for visit in listed] == ["AR01"]


def test_two_bookings_with_one_number_are_left_to_a_person(office: Office) -> None:
    put(office)
    put(office, booking="b2", code_mac="other")
    assert ticket_of(office, "b2") is None
    assert [v.id for v in unheard_today(office.database.read(), "2026-11-20")] == ["b2"]


def test_a_name_is_kept_until_the_day_after(office: Office) -> None:
    put(office)
    for day_after, known in ((1, True), (2, False)):
        clock(office).advance(hours=24)
        open_day(office, Command())
        assert (person_of(office.database.read(), "b1") is not None) is known, day_after


def test_what_came_before_the_link_was_known_is_no_fault(office: Office) -> None:
    for _ in range(2):
        cancelled(office)
    assert len(told(office, "cancel_applied")) == 2


def test_a_booking_put_again_after_its_cancellation_needs_a_higher_version(office: Office) -> None:
    put(office)
    cancelled(office, version=2)
    put(office, version=2)
    assert the_ticket(office).state is State.CANCELLED
    tell(office, VISIT)
    assert the_ticket(office).state is State.CANCELLED
