"""Whose turn it is where an office departs from the plain order: merged queues and ratios,
transferred tickets, tickets sent to one counter or clerk, needs and languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calling import History, Step
from queue_core.domain.office import Service
from queue_core.domain.tickets import Priority
from tests.queue_core.domain.builders import (
    absent,
    after,
    at,
    choose,
    desk,
    queue,
    service,
    ticket,
    turn,
    visit,
)

MERGED = service("A", booked_order="merged")


def ratio(booked: int, walk_ins: int) -> Service:
    return service("A", booked_order="ratio", booked_ratio=(booked, walk_ins))


def order_of_calls(setting: Service, calls: int) -> str:
    """`B` for each call of a booked visit and `w` for each of a walk-in, both being plenty."""
    made: list[bool] = []
    for _ in range(calls):
        office = queue(visit(hour=0), ticket("A001"), services=[setting])
        choice = choose(office, None, after(booked=made))
        assert choice is not None
        made.append(choice.step is Step.BOOKED)
    return "".join("B" if booked else "w" for booked in made)


# Booked visits and walk-ins


def test_merged_means_by_hour_and_issue_time_alike() -> None:
    assert turn(queue(visit(hour=5), ticket("A001", since=4), services=[MERGED])) == "A001"
    assert turn(queue(visit(hour=4), ticket("A001", since=5), services=[MERGED])) == "AR01"


def test_merged_still_puts_an_early_visitor_last() -> None:
    assert turn(queue(visit(hour=13), ticket("A001", since=10), services=[MERGED])) == "A001"


@pytest.mark.parametrize(
    ("booked", "walk_ins", "expected"),
    [(1, 1, "BwBwBwBw"), (2, 1, "BBwBBwBB"), (1, 2, "BwwBwwBw"), (3, 2, "BBBwwBBB")],
)
def test_a_ratio_takes_booked_visits_and_walk_ins_in_turns(
    booked: int, walk_ins: int, expected: str
) -> None:
    assert order_of_calls(ratio(booked, walk_ins), 8) == expected


def test_a_ratio_never_leaves_a_counter_idle() -> None:
    only_booked = queue(visit(hour=0), services=[ratio(1, 1)])
    only_walk_in = queue(ticket(), services=[ratio(1, 1)])

    assert turn(only_booked, None, after(booked=[True])) == "AR01"
    assert turn(only_walk_in, None, after(booked=[False])) == "A001"


def test_the_setting_of_one_service_does_not_hold_up_the_booked_visits_of_another() -> None:
    office = queue(
        visit("AR01", hour=5),
        ticket("A001", since=4),
        visit("BR01", hour=6),
        services=[MERGED, service("B")],
    )

    assert turn(office) == "BR01"


# Transferred tickets


def test_a_transferred_ticket_stands_at_its_own_time() -> None:
    moved = ticket("A001", since=1, ageing_from=at(9), service="B")

    assert turn(queue(ticket("B001", since=2), moved)) == "A001"


def test_a_transferred_ticket_keeps_its_class() -> None:
    moved = ticket("A001", since=9, service="B", priority=Priority.SECOND)

    assert turn(queue(ticket("B001", since=2), moved)) == "A001"


def test_a_ticket_sent_first_stands_before_priority_but_after_the_aged() -> None:
    sent_first = ticket("A009", since=9, first_in_line=True)
    urgent = ticket("A001", priority=Priority.FIRST)
    aged = ticket("A002", since=-90)

    assert turn(queue(urgent, sent_first)) == "A009"
    assert turn(queue(urgent, sent_first, aged)) == "A002"


def test_a_ticket_sent_last_stands_behind_those_who_wait() -> None:
    sent_last = ticket("A001", since=0, queue_time=at(9), ageing_from=at(9))

    assert turn(queue(sent_last, ticket("A002", since=8))) == "A002"


# Sent to a counter or a clerk


def test_a_ticket_sent_to_a_counter_is_offered_there_only() -> None:
    sent = ticket(sent_to_counter="2")
    office = queue(sent, desks=[desk("1"), desk("2")])

    assert turn(office, desk("1")) is None
    assert turn(office, desk("2")) == "A001"


def test_a_ticket_sent_to_a_clerk_is_offered_where_that_clerk_sits() -> None:
    sent = ticket(sent_to_clerk="ewa")
    one, two = desk("1", clerk="jan"), desk("2", clerk="ewa")

    assert turn(queue(sent, desks=[one, two]), one) is None
    assert turn(queue(sent, desks=[one, two]), two) == "A001"


def test_a_ticket_may_be_sent_to_a_counter_that_does_not_have_its_service() -> None:
    sent = ticket("C001", sent_to_counter="1")

    assert turn(queue(sent, desks=[desk("1", "A", "B")])) == "C001"


def test_a_ticket_sent_from_outside_the_profile_counts_with_the_first_group() -> None:
    sent = ticket("C001", since=3, sent_to_counter="1")
    narrow = desk("1", "A", "B")

    assert turn(queue(sent, ticket("A001", since=1), desks=[narrow])) == "A001"
    assert turn(queue(sent, ticket("B001", since=1), desks=[narrow])) == "C001"


def test_when_that_counter_closes_or_pauses_the_ticket_stands_at_its_own_time() -> None:
    sent = ticket("A001", since=2, sent_to_counter="2")
    others = (ticket("A002", since=1), ticket("A003", since=3))

    assert turn(queue(sent, *others, desks=[desk("1")])) == "A002"
    assert turn(queue(sent, others[1], desks=[desk("1")])) == "A001"


def test_when_that_clerk_leaves_the_ticket_stands_in_its_queue() -> None:
    assert turn(queue(ticket(sent_to_clerk="ewa"), desks=[desk("1", clerk="jan")])) == "A001"


def test_a_sent_ticket_whose_counter_closed_needs_a_counter_with_its_service() -> None:
    assert turn(queue(ticket("C001", sent_to_counter="2"), desks=[desk("1", "A")])) is None


def test_an_absent_ticket_sent_to_a_counter_is_called_again_there_only() -> None:
    sent = absent("C001", by="2", seq=1, sent_to_counter="2")
    one, two = desk("1", "C"), desk("2", "A")
    served = History(ends=(("1", 5, "X"), ("2", 6, "Y")))

    assert turn(queue(sent, desks=[one, two]), two, served) == "C001"
    assert turn(queue(sent, desks=[one, two]), one, served) is None


# Needs (B-173)


def test_a_counter_flagged_for_a_need_takes_those_tickets_first() -> None:
    office = queue(
        ticket("A001", since=0, priority=Priority.FIRST),
        ticket("A002", since=5, need="wheelchair"),
        desks=[desk("1"), desk("2", needs=["wheelchair"])],
    )

    assert turn(office, office.open_desks[1]) == "A002"
    assert turn(office, office.open_desks[0]) == "A001"


def test_a_ticket_with_a_need_is_kept_for_the_flagged_counter() -> None:
    office = queue(ticket(need="loop"), desks=[desk("1"), desk("2", needs=["loop"])])

    assert turn(office, office.open_desks[0]) is None


def test_a_need_without_an_open_flagged_counter_is_served_anywhere() -> None:
    assert turn(queue(ticket(need="loop"), desks=[desk("1"), desk("2", needs=["sign"])])) == "A001"


def test_a_flagged_counter_that_lacks_the_service_holds_nobody_up() -> None:
    office = queue(ticket("A001", need="loop"), desks=[desk("1"), desk("2", "B", needs=["loop"])])

    assert turn(office) == "A001"


def test_a_need_gives_no_precedence_at_a_counter_that_is_not_flagged() -> None:
    assert turn(queue(ticket("A001", since=0), ticket("A002", since=1, need="loop"))) == "A001"
    assert turn(queue(ticket("A001", since=1), ticket("A002", since=0, need="loop"))) == "A002"


# Languages (rule 8)

SPEAKS = [desk("1", languages=["uk"]), desk("2")]


def test_a_counter_that_speaks_a_language_takes_those_people_first() -> None:
    office = queue(ticket("A001", since=0), ticket("A002", since=5, language="uk"), desks=SPEAKS)
    assert turn(office, SPEAKS[0]) == "A002"
    choice = choose(office, SPEAKS[0])
    assert choice is not None
    assert choice.step is Step.LANGUAGE
    assert turn(office, SPEAKS[1]) == "A001"


def test_people_of_a_language_are_served_at_other_counters_too() -> None:
    office = queue(ticket("A001", language="uk"), desks=SPEAKS)
    assert turn(office, SPEAKS[1]) == "A001"


def test_priority_goes_before_a_language() -> None:
    office = queue(
        ticket("A001", since=0, language="uk"),
        ticket("A002", since=5, priority=Priority.FIRST),
        desks=SPEAKS,
    )
    assert turn(office, SPEAKS[0]) == "A002"


def test_a_language_brings_no_booked_visit_before_its_hour() -> None:
    office = queue(visit("AR01", hour=60, language="uk"), ticket("A002", since=5), desks=SPEAKS)
    assert turn(office, SPEAKS[0]) == "A002"


@given(st.lists(st.sampled_from(["pl", "en", "uk"]), min_size=1, max_size=8))
def test_a_speaking_counter_empties_its_language_first(spoken: list[str]) -> None:
    people = [ticket(f"A{n:03d}", since=n, language=one) for n, one in enumerate(spoken)]
    called = []
    while people:
        number = turn(queue(*people, desks=SPEAKS), SPEAKS[0])
        called.append(next(t for t in people if t.number == number))
        people.remove(called[-1])
    assert [t.language == "uk" for t in called] == sorted(
        (t.language == "uk" for t in called), reverse=True
    )
    for mine in (True, False):
        times = [t.queue_time for t in called if (t.language == "uk") is mine]
        assert times == sorted(times)
