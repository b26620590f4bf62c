"""The order of calls to come is the law's own order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from heapq import heapify, heappop, heapreplace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calling import Desk, History, Queue, next_ticket
from queue_core.domain.lineup import Floor, expected_at, first_free, is_newcomer, line_up
from queue_core.domain.tickets import Priority, State, Ticket
from tests.queue_core.domain.builders import at, desk, ticket, visit
from tests.queue_core.domain.floors import NOW, counters, expected, floor, line, served


def numbers(office: Floor) -> list[str]:
    """Whom the office calls, newcomers left out."""
    return [t.ticket.number for t in line_up(office) if not is_newcomer(t.ticket)]


def by_the_whole_law(office: Floor) -> list[tuple[str, int, float]]:
    """The same as `line_up`, by asking the law with the whole queue each time."""
    left = [t for t in office.tickets if t.state is State.WAITING]
    free = [(minute, i) for i, minute in enumerate(first_free(office))]
    heapify(free)
    histories = [History() for _ in office.desks]
    calls = []
    while free:
        minute, i = free[0]
        now = office.now + timedelta(minutes=minute)
        queue = Queue(left, office.desks, office.services, now, office.day, office.rules)
        choice = next_ticket(queue, office.desks[i], histories[i])
        if choice is None:
            heappop(free)
            continue
        calls.append((choice.ticket.number, i, minute))
        left.remove(choice.ticket)
        histories[i] = History(
            (*histories[i].calls, choice.step), (*histories[i].booked_calls, choice.ticket.booked)
        )
        heapreplace(free, (minute + office.mean(choice.ticket), i))
    return calls


@st.composite
def people(draw: st.DrawFn) -> list[Ticket]:
    """A queue with everything the law looks at."""
    queue = []
    for n in range(draw(st.integers(0, 14))):
        fields: dict[str, Any] = {
            "issue_seq": n,
            "priority": draw(st.sampled_from([Priority.NORMAL] * 3 + list(Priority))),
            "need": draw(st.sampled_from([None, None, None, "wheelchair"])),
            "first_in_line": draw(st.sampled_from([False] * 5 + [True])),
            "sent_to_counter": draw(st.sampled_from([None] * 5 + ["1", "9"])),
            "sent_to_clerk": draw(st.sampled_from([None] * 5 + ["anna"])),
        }
        number = f"{draw(st.sampled_from('ABC'))}{n:03d}"
        since = draw(st.integers(-20, 59))
        if draw(st.booleans()):
            queue.append(ticket(number, since=since, **fields))
        elif draw(st.booleans()):
            queue.append(ticket(number, since=since, **fields | {"ageing_from": at(58)}))
        else:
            queue.append(visit(number, hour=since + 30, **fields))
    return queue


HALL = [
    desk("1", "AB", "C", clerk="anna"),
    desk("2", "C", "AB", needs=["wheelchair"]),
    desk("3", "A", "B"),
]


@given(people(), st.integers(1, 3))
def test_seeing_only_the_first_of_each_row_gives_the_order_of_the_whole_law(
    queue: list[Ticket], open_desks: int
) -> None:
    office = floor(queue, HALL[:open_desks])
    found = [
        (t.ticket.number, t.desk, t.start) for t in line_up(office) if not is_newcomer(t.ticket)
    ]
    assert found == by_the_whole_law(office)


def test_a_transferred_ticket_does_not_hide_an_aged_one_behind_it() -> None:
    transferred = ticket("A001", since=-20, ageing_from=at(58))
    aged, urgent = ticket("A002", since=-15), ticket("A003", since=50, priority=Priority.FIRST)
    office = floor([transferred, aged, urgent], counters(1))
    assert numbers(office) == ["A002", "A003", "A001"]


def test_newcomers_take_a_turn_and_no_time() -> None:
    turns = line_up(floor(line(3), counters(1, "ABC")))
    new = [t for t in turns if is_newcomer(t.ticket)]
    assert {t.ticket.service for t in new} == {"A", "B", "C"}
    assert all(t.start == t.end == 30.0 for t in new)


def test_the_person_at_the_counter_is_served_to_the_end_first() -> None:
    office = floor([served("A000", by="1", for_minutes=0), *line(1)], counters(1))
    assert line_up(office)[0].start == pytest.approx(10.0)


def test_parked_time_is_no_service() -> None:
    sitting = served("A000", by="1", for_minutes=8)
    mostly_parked = replace(sitting, parked_seconds=7 * 60)
    one, other = (first_free(floor([t], counters(1)))[0] for t in (sitting, mostly_parked))
    assert other > one


def test_a_called_person_is_still_to_be_served_whole() -> None:
    called = ticket("A000", state=State.CALLED, counter="1", called_at=at(NOW - 1))
    assert first_free(floor([called], counters(1))) == [pytest.approx(10.0)]


def test_absent_and_parked_people_take_no_turn() -> None:
    away: Sequence[Ticket] = [
        ticket("A001", state=State.ABSENT, absent_at=at(50), counter="1"),
        ticket("A002", state=State.PARKED, parked_at=at(50), counter="1"),
    ]
    assert numbers(floor([*away, ticket("A003")], counters(1))) == ["A003"]


def test_a_booked_person_takes_his_turn_at_his_hour() -> None:
    office = floor([*line(4), expected("AR01", hour=NOW + 15)], counters(1))
    assert numbers(office) == ["A001", "A002", "AR01", "A003", "A004"]


def test_a_counter_waits_for_the_bookings_of_the_afternoon() -> None:
    turns = line_up(floor([expected("AR01", hour=NOW + 90)], counters(1)))
    assert turns[-1].start == pytest.approx(88.0)


def test_one_who_is_later_than_the_tolerance_is_not_reckoned_with() -> None:
    late, in_time = expected("AR01", hour=NOW - 11), expected("AR02", hour=NOW - 9)
    assert [t.number for _, t in expected_at(floor([late, in_time]))] == ["AR02"]


def test_a_booking_weighs_as_much_as_people_of_its_service_come() -> None:
    office = floor([expected("AR01", hour=NOW)], counters(1), come_shares={"A": 0.6})
    booked = next(t for t in line_up(office) if t.ticket.number == "AR01")
    assert booked.end - booked.start == pytest.approx(6.0)


def test_nobody_takes_a_turn_whom_no_counter_serves() -> None:
    assert numbers(floor([ticket("C001"), ticket("A001")], counters(2, "AB"))) == ["A001"]


def test_without_counters_nobody_takes_a_turn() -> None:
    assert line_up(floor(line(5), [])) == []


def test_a_counter_that_opens_later_begins_later() -> None:
    desks: list[Desk] = counters(1)
    assert line_up(floor(line(1), desks, begins={"1": at(NOW + 25)}))[0].start == 25.0
