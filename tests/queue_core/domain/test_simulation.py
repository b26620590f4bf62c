"""Simulated waits: they grow with the queue, stand still with it, and come true."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calling import Desk, History, Queue, next_ticket
from queue_core.domain.estimates import WaitRange
from queue_core.domain.lineup import Floor, line_up
from queue_core.domain.simulation import simulate
from queue_core.domain.tickets import Priority, State, Ticket
from tests.queue_core.domain.builders import at, desk, ticket
from tests.queue_core.domain.floors import NOW, counters, expected, floor, line, outlook, served

MIXED = [desk("1", "A", "B"), desk("2", "B"), desk("3", "BC", "A")]


def new(office: Floor, service: str = "A") -> WaitRange | None:
    return outlook(office).services.get(service)


def test_nobody_waits_at_a_free_counter() -> None:
    assert new(floor([], counters(1))) == WaitRange(0, 0)


def test_without_a_counter_the_wait_is_unknown() -> None:
    assert new(floor(line(3), counters(2, "BC"))) is None
    assert outlook(floor(line(3), [])).tickets == {}


def test_the_range_lies_around_the_plain_sum_of_services() -> None:
    found = new(floor(line(20), counters(2)))
    assert found is not None
    assert found.low < 100 < found.high
    assert found.high - found.low <= 45


def test_the_one_in_service_lengthens_the_wait_and_less_so_the_longer_he_sits() -> None:
    waits = [
        new(floor([served("A000", by="1", for_minutes=m), *line(4)], counters(1))) for m in (0, 8)
    ]
    empty = new(floor(line(4), counters(1)))
    assert empty is not None
    assert waits[0] is not None
    assert waits[1] is not None
    assert empty.high <= waits[1].high <= waits[0].high


def test_absent_people_do_not_lengthen_the_wait() -> None:
    away = replace(ticket("A000"), state=State.ABSENT, absent_at=at(50), counter="1")
    assert new(floor([away, *line(5)], counters(1))) == new(floor(line(5), counters(1)))


def test_bookings_to_come_lengthen_the_wait_by_the_share_who_come() -> None:
    booked = [expected(f"AR{n:02d}", hour=NOW + n) for n in range(1, 11)]
    waits = []
    for share in (0.0, 0.5, 1.0):
        found = new(floor([*line(6), *booked], counters(1), come_shares={"A": share}))
        assert found is not None
        waits.append(found.high)
    assert waits == sorted(waits)
    assert waits[0] == new(floor(line(6), counters(1))).high  # type: ignore[union-attr]
    assert waits[2] > waits[0] + 60


def test_bookings_of_the_afternoon_do_not_lengthen_the_wait_now() -> None:
    booked = [expected(f"AR{n:02d}", hour=NOW + 200 + n) for n in range(9)]
    assert new(floor([*line(5), *booked], counters(1))) == new(floor(line(5), counters(1)))


def test_bookings_of_several_services_come_each_at_its_own_hour() -> None:
    late, soon = expected("AR01", hour=NOW + 300), NOW + 2
    booked = [late, *(expected(f"BR{n:02d}", hour=soon) for n in range(9))]
    desks = [desk("1", "A", "B"), desk("2", "A", "C")]
    without, among = (new(floor([*line(6, "B"), *more], desks), "B") for more in ([], booked))
    assert without is not None
    assert among is not None
    assert among.low > without.high


def test_an_idle_counter_waits_for_bookings_and_then_serves_them_before_new_people() -> None:
    found = outlook(floor([expected("AR01", hour=NOW + 1), *line(1, "B")], MIXED))
    assert found.tickets["B001"] == WaitRange(0, 0)


def test_a_priority_ticket_waits_less_than_those_who_came_before_it() -> None:
    urgent = ticket("A099", since=59, issue_seq=99, priority=Priority.FIRST)
    found = outlook(floor([*line(20), urgent], counters(1))).tickets
    assert found["A099"] == WaitRange(0, 0)
    assert found["A001"].low >= 0 < found["A001"].high


def test_waits_of_one_line_follow_its_order() -> None:
    found = outlook(floor(line(15), counters(2))).tickets
    ordered = [found[f"A{n:03d}"] for n in range(1, 16)]
    assert [w.low for w in ordered] == sorted(w.low for w in ordered)
    assert [w.high for w in ordered] == sorted(w.high for w in ordered)


def test_the_second_group_of_a_profile_waits_for_the_first() -> None:
    queue = [*line(4, "A", since=50), *line(1, "B", since=40)]
    found = outlook(floor(queue, [desk("1", "A", "B")])).tickets
    assert found["B001"].low >= found["A004"].low


def test_an_aged_ticket_of_the_second_group_does_not_wait_for_the_whole_first() -> None:
    queue = [*line(12, "A", since=50), *line(1, "B", since=20)]
    found = outlook(floor(queue, [desk("1", "A", "B")])).tickets
    assert found["B001"].high < found["A012"].low


def test_halls_that_share_no_counter_do_not_touch_each_other() -> None:
    alone = floor(line(6), counters(1, "A"))
    beside = floor([*line(6), *line(30, "B")], [*counters(1, "A"), desk("2", "B")])
    assert outlook(alone).tickets == {
        id: wait for id, wait in outlook(beside).tickets.items() if id.startswith("A")
    }


def test_the_estimate_of_an_unmoved_queue_does_not_move() -> None:
    office = floor([*line(12), *line(9, "B"), *line(5, "C")], MIXED)
    assert outlook(office) == outlook(office)


@given(st.integers(0, 25), st.integers(1, 25), st.integers(1, 4))
def test_those_who_come_later_change_nothing_for_those_before(
    before: int, more: int, desks: int
) -> None:
    few = outlook(floor(line(before), counters(desks))).tickets
    many = outlook(floor(line(before + more), counters(desks))).tickets
    assert few == {id: wait for id, wait in many.items() if id in few}


@given(st.integers(0, 40), st.integers(1, 4), st.floats(1, 30))
def test_the_range_grows_with_the_queue(waiting: int, desks: int, minutes: float) -> None:
    shorter, longer = (
        new(floor(line(count), counters(desks), minutes=minutes))
        for count in (waiting, waiting + 1)
    )
    assert shorter is not None
    assert longer is not None
    assert shorter.low <= longer.low
    assert shorter.high <= longer.high


@given(st.integers(0, 40), st.integers(1, 4))
def test_one_more_counter_never_lengthens_the_wait(waiting: int, desks: int) -> None:
    fewer, more = (new(floor(line(waiting), counters(n))) for n in (desks, desks + 1))
    assert fewer is not None
    assert more is not None
    assert more.low <= fewer.low
    assert more.high <= fewer.high


@given(
    st.lists(st.sampled_from("ABC"), max_size=25),
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 90)), max_size=6),
    st.integers(1, 3),
)
def test_everybody_whom_an_open_counter_serves_has_a_range(
    services: list[str], bookings: list[tuple[str, int]], desks: int
) -> None:
    queue: list[Ticket] = [
        ticket(f"{s}{n:03d}", since=n, issue_seq=n) for n, s in enumerate(services)
    ]
    queue += [expected(f"{s}R{n:02d}", hour=NOW + m) for n, (s, m) in enumerate(bookings)]
    found = outlook(floor(queue, MIXED[:desks]))
    reachable = {s for d in MIXED[:desks] for group in d.groups for s in group}
    assert set(found.services) == reachable
    assert set(found.tickets) == {
        t.id for t in queue if t.state is State.WAITING and t.service in reachable
    }


def lived(office: Floor, random: Random) -> dict[str, float]:
    """One real afternoon by the whole law with lengths nobody foresaw: waits by ticket."""
    left = [t for t in office.tickets if t.state is State.WAITING]
    histories = {d.id: History() for d in office.desks}
    free: dict[str, tuple[float, Desk]] = {d.id: (0.0, d) for d in office.desks}
    waits = {}
    while free:
        minute, asking = min(free.values(), key=lambda pair: (pair[0], pair[1].id))
        now = office.now + timedelta(minutes=minute)
        queue = Queue(left, office.desks, office.services, now, office.day, office.rules)
        choice = next_ticket(queue, asking, histories[asking.id])
        if choice is None:
            del free[asking.id]
            continue
        left.remove(choice.ticket)
        waits[choice.ticket.id] = minute
        calls = (*histories[asking.id].calls, choice.step)
        histories[asking.id] = History(calls, tuple(False for _ in calls))
        lasts = random.gammavariate(2.8, office.mean(choice.ticket) / 2.8)
        free[asking.id] = (minute + lasts, asking)
    return waits


@pytest.mark.parametrize("desks", [counters(3), MIXED], ids=["one profile", "several profiles"])
def test_real_waits_fall_inside_the_range_as_often_as_promised(desks: list[Desk]) -> None:
    queue = [*line(12), *line(12, "B", since=32), *line(8, "C", since=34)]
    office = floor(queue, desks, mean_minutes={"A": 8.0, "B": 12.0, "C": 5.0})
    ranges = simulate(office, line_up(office)).tickets
    random = Random(7)
    hits = [ranges[id].holds(wait) for _ in range(60) for id, wait in lived(office, random).items()]
    assert 0.6 <= sum(hits) / len(hits) <= 0.92
