"""What is pointed out before somebody complains (B-133)."""

from typing import Any

from queue_core.domain.attention import Concern, FreeDesk, Trouble, concerns
from queue_core.domain.calling import Desk, Queue
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Ticket
from tests.queue_core.domain.builders import DAY, absent, at, desk, ticket, visit


def found(
    *tickets: Ticket, desks: tuple[Desk, ...] = (), free: Any = (), **rules: Any
) -> list[Concern]:
    queue = Queue(tickets, desks, {}, at(30), DAY, Rules(**rules))
    return list(concerns(queue, free))


def test_a_quiet_office_has_no_concerns() -> None:
    assert found(ticket(since=20), desks=(desk(),)) == []
    assert found() == []


def test_people_whom_no_open_counter_can_serve_are_the_gravest() -> None:
    told = found(ticket("A001"), ticket("B001", since=5), desks=(desk("1", "A"),))
    assert told == [Concern(Trouble.NOBODY_SERVES, 1, at(5), service="B")]


def test_a_wait_is_long_from_the_limit_on() -> None:
    open_now = (desk(),)
    assert found(ticket(since=1), desks=open_now, wait_alarm_minutes=30) == []
    told = found(ticket(since=0), ticket("A002", since=9), desks=open_now, wait_alarm_minutes=30)
    assert told == [Concern(Trouble.LONG_WAIT, 1, at(0))]


def test_many_people_are_many_from_the_limit_on() -> None:
    queue = [ticket(f"A00{n}", since=20) for n in range(3)]
    assert found(*queue, desks=(desk(),), waiting_alarm_people=4) == []
    assert found(*queue, desks=(desk(),), waiting_alarm_people=3) == [
        Concern(Trouble.MANY_WAIT, 3, at(20))
    ]


def test_a_person_who_waits_ten_seconds_before_a_free_counter_is_pointed_out() -> None:
    seat = desk("2", "A")
    free = (FreeDesk(seat, at(29)),)
    assert found(ticket(since=20), desks=(seat,), free=free) == [
        Concern(Trouble.FREE_COUNTER, 1, at(20), counter="2")
    ]
    assert found(ticket(since=29.9), desks=(seat,), free=free) == []
    assert found(ticket(since=20), desks=(seat,), free=(FreeDesk(seat, at(29.9)),)) == []


def test_a_free_counter_is_not_blamed_for_people_it_cannot_serve() -> None:
    seat = desk("2", "B")
    told = found(ticket(since=20), desks=(seat, desk("1", "A")), free=(FreeDesk(seat, at(0)),))
    assert told == []


def test_absent_people_and_visits_before_their_hour_count_for_nothing() -> None:
    assert found(absent("A001"), visit("AR01", hour=45)) == []
