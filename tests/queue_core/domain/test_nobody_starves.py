"""Everybody who waits is called, whoever else keeps coming, as long as a counter keeps calling.

The bound: once a person has waited over an hour, at least every third call of a counter is an
aged one, in order of queue time; so nobody waits for more than three calls for each person
before him, and two more per counter.
"""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.calling import Desk
from queue_core.domain.office import Rules
from queue_core.domain.tickets import Priority, State
from tests.queue_core.domain.builders import at, desk
from tests.queue_core.domain.rehearsal import Rehearsal

ENOUGH = 400
PROFILES = st.sampled_from([("A",), ("AB",), ("B", "A"), ("C", "B", "A")])


@dataclass(frozen=True)
class Rush:
    """What comes between two calls: people who go before an ordinary walk-in for A."""

    urgent: bool
    booked: bool
    of_better_group: bool
    with_need: bool
    is_absent: bool


RUSHES = st.builds(Rush, *[st.booleans()] * 5)


@given(
    profiles=st.lists(PROFILES, min_size=1, max_size=3),
    before=st.integers(0, 4),
    rushes=st.lists(RUSHES, min_size=1, max_size=6),
)
def test_an_ordinary_person_is_called_whatever_keeps_coming(
    profiles: list[tuple[str, ...]], before: int, rushes: list[Rush]
) -> None:
    desks = [desk(str(n), *groups, needs=["loop"]) for n, groups in enumerate(profiles)]
    office = Rehearsal(*desks)
    office.come(*(f"A{n}" for n in range(before)), "A-last")

    calls_when_aged = rush_until_called(office, desks, rushes)

    assert calls_when_aged <= 3 * (before + 1) + 2 * len(desks)


@given(before=st.integers(0, 10), absences=st.lists(st.booleans(), min_size=11, max_size=11))
def test_without_a_rush_an_ordinary_person_is_called_in_his_turn(
    before: int, absences: list[bool]
) -> None:
    office = Rehearsal(desk("1"))
    office.come(*(f"A{n}" for n in range(before)), "A-last")
    first_calls = []
    for is_absent in absences:
        number = office.miss_next("1") if is_absent else office.serve_next("1")
        if number and office.tickets[number].calls == 1:
            first_calls.append(number)

    assert first_calls == sorted(first_calls, key=lambda n: office.tickets[n].issue_seq)


def test_with_priority_alone_the_others_get_every_third_call() -> None:
    office = Rehearsal(desk("1"))
    office.come(*(f"A{n}" for n in range(8)), priority=Priority.FIRST)
    office.come(*(f"B{n}" for n in range(4)))

    called = "".join(str(office.serve_next("1"))[0] for _ in range(12))

    assert called == "AABAABAABAAB"


def test_a_person_of_a_late_group_is_called_within_the_hour_that_ageing_takes() -> None:
    office = Rehearsal(desk("1", "A", "B"), rules=Rules(aged_minutes=30))
    office.come("B1")
    for n in range(40):
        office.come(f"A{n}")
        if office.serve_next("1") == "B1":
            break
        office.minute += 1

    assert office.minute == 31


def rush_until_called(office: Rehearsal, desks: list[Desk], rushes: list[Rush]) -> int:
    """Let the counters call in turn; how many calls were made once "A-last" was aged."""
    aged_from = at(office.rules.aged_minutes)
    calls = 0
    for n in range(ENOUGH):
        rush = rushes[n % len(rushes)]
        crowd(office, n, rush)
        office.minute += 2
        counter = desks[n % len(desks)].id
        number = office.miss_next(counter) if rush.is_absent else office.serve_next(counter)
        if number == "A-last":
            return calls
        calls += at(office.minute) > aged_from
    raise AssertionError(f"not called in {ENOUGH} calls: {office.state('A-last') is State.WAITING}")


def crowd(office: Rehearsal, n: int, rush: Rush) -> None:
    """Two people each of the kinds that come in this rush."""
    for m in (2 * n, 2 * n + 1):
        if rush.urgent:
            office.come(f"A-urgent{m}", priority=Priority.FIRST)
        if rush.booked:
            office.arrive(f"A-booked{m}", hour=office.minute)
        if rush.of_better_group:
            office.come(f"B{m}", f"C{m}")
        if rush.with_need:
            office.come(f"A-need{m}", need="loop")
