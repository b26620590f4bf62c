"""How many tickets still fit, and when issuing stops (B-25)."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calling import Desk
from queue_core.domain.closing import room_left
from queue_core.domain.lineup import Floor, line_up
from queue_core.domain.tickets import Priority, Ticket
from tests.queue_core.domain.builders import at, desk, ticket
from tests.queue_core.domain.floors import NOW, counters, expected, floor, line, served


def room(
    tickets: Sequence[Ticket],
    desks: Sequence[Desk],
    left: float,
    service: str = "A",
    **fields: float,
) -> int | None:
    """How many more of a service fit when counters serve for `left` more minutes."""
    office = floor(tickets, desks, **fields)
    return rooms(office, left)[service]


def rooms(office: Floor, left: float, stopped: Sequence[str] = ()) -> dict[str, int | None]:
    until = dict.fromkeys(office.services, at(NOW + left))
    return room_left(office, line_up(office), until, stopped)


def issued_until_stopped(desks: list[Desk], left: float, minutes: float) -> int:
    """Tickets that a crowd at the kiosk gets before it is told that no more fit."""
    tickets = 0
    while room(line(tickets), desks, left, minutes=minutes):
        tickets += 1
    return tickets


def test_two_counters_eighty_minutes_ten_each_make_sixteen_tickets() -> None:
    assert issued_until_stopped(counters(2), 80, 10) == pytest.approx(16, abs=1)


@pytest.mark.parametrize(
    ("desks", "left", "minutes"), [(1, 60, 10), (3, 45, 15), (4, 120, 7), (5, 30, 12), (2, 9, 10)]
)
def test_at_every_load_it_issues_what_the_counters_can_serve(
    desks: int, left: float, minutes: float
) -> None:
    fit = desks * int(left // minutes)
    assert issued_until_stopped(counters(desks), left, minutes) == pytest.approx(fit, abs=1)


def test_the_person_being_served_takes_room() -> None:
    assert room([], counters(1), 30) == 3
    assert room([served("A000", by="1", for_minutes=0)], counters(1), 30) == 2


def test_an_overlong_visit_at_one_counter_leaves_the_other_its_room() -> None:
    sitting = served("A000", by="1", for_minutes=30)
    assert room([sitting], counters(2), 10.5) == 1


def test_a_priority_ticket_takes_room_and_is_refused_room_like_any_other() -> None:
    urgent = [ticket(f"A{n:03d}", since=30, issue_seq=n, priority=Priority.FIRST) for n in range(8)]
    assert room(urgent, counters(1), 80) == 0
    assert room([*urgent, *line(1, "B")], counters(1), 80, "B") == 0


def test_nothing_fits_while_anybody_at_these_counters_would_be_served_too_late() -> None:
    queue = [*line(4, "B")]
    desks = [desk("1", "AB"), desk("2", "A")]
    assert room(queue, desks, 35) == 0
    assert room(queue, desks, 45) == 4


def test_other_counters_of_the_office_do_not_matter() -> None:
    queue = [*line(40, "B")]
    assert room(queue, [desk("1", "A"), desk("2", "B")], 30) == 3


def test_a_walk_in_fits_before_the_bookings_of_the_afternoon() -> None:
    booked = [expected(f"AR{n:02d}", hour=NOW + 60 + 10 * n) for n in range(6)]
    assert room(booked, counters(1), 120, come_shares={"A": 1.0}) == 6  # type: ignore[arg-type]


def test_an_unknown_end_or_counter_never_stops_issuing() -> None:
    office = floor(line(90), counters(1, "A"))
    assert room_left(office, line_up(office), {}) == {"A": None, "B": None, "C": None}
    assert rooms(office, 30)["B"] is None


def test_a_stopped_service_opens_again_when_one_mean_service_fits() -> None:
    assert rooms(floor(line(8), counters(1)), 80, ["A"])["A"] == 0
    assert rooms(floor(line(7), counters(1)), 80.5)["A"] == 1
    assert rooms(floor(line(7), counters(1)), 80.5, ["A"])["A"] == 0
    assert rooms(floor(line(7), counters(1)), 81, ["A"])["A"] == 1


def test_a_counter_that_opens_later_has_less_room() -> None:
    office = floor([], counters(1), begins={"1": at(NOW + 20)})
    assert rooms(office, 60)["A"] == 4


@given(st.integers(0, 40), st.integers(1, 4), st.floats(1, 30), st.floats(0, 200))
def test_room_never_grows_with_the_queue(
    waiting: int, desks: int, minutes: float, left: float
) -> None:
    before = room(line(waiting), counters(desks), left, minutes=minutes)
    after = room(line(waiting + 1), counters(desks), left, minutes=minutes)
    assert before is not None
    assert after is not None
    assert after <= before


@given(st.integers(0, 40), st.integers(1, 4), st.floats(1, 30), st.floats(0, 200))
def test_room_never_grows_as_the_end_comes_nearer(
    waiting: int, desks: int, minutes: float, left: float
) -> None:
    later = room(line(waiting), counters(desks), left, minutes=minutes)
    sooner = room(line(waiting), counters(desks), left / 2, minutes=minutes)
    assert later is not None
    assert sooner is not None
    assert sooner <= later


@given(st.integers(0, 30), st.integers(1, 4), st.floats(1, 30), st.floats(10, 300))
def test_every_ticket_issued_with_room_is_served_in_time(
    waiting: int, desks: int, minutes: float, left: float
) -> None:
    office = floor(line(waiting), counters(desks), minutes=minutes)
    if rooms(office, left)["A"]:
        with_one_more = floor(line(waiting + 1), counters(desks), minutes=minutes)
        assert all(turn.end <= left + 0.01 for turn in line_up(with_one_more))
