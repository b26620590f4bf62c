"""The figures of a day against cases counted by hand, and against a second, simple counting."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.day_figures import Dealt, Pauses, Times, day_figures, times
from queue_core.domain.day_record import Break, DayRecord
from queue_core.domain.estimates import WaitRange
from queue_core.domain.tickets import State
from queue_core.domain.visits import Card, Kind, Phase, Stretch, Visit
from tests.queue_core.domain.builders import at
from tests.queue_core.domain.courses import course

WARSAW = ZoneInfo("Europe/Warsaw")

DAY = [
    course("TAKEN@0 CALLED@5 CAME@6 FINISHED@16"),
    course("TAKEN@10>B CALLED@75/2 CAME@75 FINISHED@80"),
    course("TAKEN@20 CALLED@30 CAME@31 TRANSFERRED@35>B CALLED@40/2 CAME@41 FINISHED@46"),
    course("TAKEN@90 CALLED@95 ABSENT@96 STRUCK_OUT@96"),
    course("TAKEN@91 CANCELLED@92"),
    course("TAKEN@100 LEFT@110"),
    course("TAKEN@110"),
    course("BOOKED@-60 STRUCK_OUT@130", kind=Kind.BOOKED, booked_for=at(100)),
    course("TAKEN@120:serving/2 FINISHED@122", kind=Kind.WITHOUT_TICKET),
]


def test_people_are_counted_by_how_their_visit_ended() -> None:
    people = day_figures(DayRecord(tuple(DAY)), 60, WARSAW).all.people
    assert (people.tickets, people.arrived, people.served, people.no_show) == (8, 7, 4, 2)
    assert (people.left, people.unserved, people.still_here, people.cancelled) == (1, 0, 1, 1)
    assert people.share(people.served) == 0.5


def test_times_are_those_of_people_who_came() -> None:
    row = day_figures(DayRecord(tuple(DAY)), 60, WARSAW).all
    assert row.waits == Times(4, 85 * 60, 85 * 15, 7.5 * 60, 65 * 60, 65 * 60)
    assert row.ways.total == 3 * 60
    assert (row.services.count, row.services.total) == (5, 26 * 60)


def test_matters_count_with_their_quantity_and_people_who_only_asked() -> None:
    given = replace(DAY[0], dealt=(("A", 1), ("copies", 3)))
    asked = replace(DAY[8], dealt=(("A", 1),))
    dealt = day_figures(DayRecord((given, asked, *DAY[1:8])), 60, WARSAW).dealt
    assert dealt == {"A": Dealt(2, 2, 1), "copies": Dealt(1, 3, 0)}


def test_breaks_are_summed_by_counter_and_reason() -> None:
    breaks = (Break("1", "break", 300), Break("1", "break", 60), Break("2", "meeting", 900))
    figures = day_figures(DayRecord(breaks=breaks), 60, WARSAW)
    assert figures.breaks == {("1", "break"): Pauses(2, 360), ("2", "meeting"): Pauses(1, 900)}


def test_waits_above_the_limit_are_counted_and_shared() -> None:
    row = day_figures(DayRecord(tuple(DAY)), 60, WARSAW).all
    assert (row.long_waits, row.long_share) == (1, 0.25)
    assert day_figures(DayRecord(tuple(DAY)), 65, WARSAW).all.long_waits == 0


def test_people_count_where_they_began_and_times_where_they_were_spent() -> None:
    figures = day_figures(DayRecord(tuple(DAY)), 60, WARSAW)
    assert figures.by_service["B"].people.tickets == 1
    assert figures.by_service["B"].services.count == 2
    assert figures.by_counter["2"].services.total == 12 * 60
    assert figures.by_counter["1"].people.no_show == 1


def test_booked_people_walk_ins_and_people_without_a_ticket_are_told_apart() -> None:
    kinds = day_figures(DayRecord(tuple(DAY)), 60, WARSAW).by_kind
    assert {kind: row.people.tickets for kind, row in kinds.items()} == {
        Kind.BOOKED: 1,
        Kind.WALK_IN: 6,
        Kind.WITHOUT_TICKET: 1,
    }


def test_hours_are_those_of_the_office() -> None:
    hours = day_figures(DayRecord(tuple(DAY)), 60, WARSAW).by_hour
    assert {hour: row.people.tickets for hour, row in hours.items()} == {9: 3, 10: 3, 11: 1}


def test_the_estimate_is_compared_with_the_first_call() -> None:
    told = [
        course("TAKEN@0 CALLED@5 ABSENT@6 CALLED@60 CAME@60 FINISHED@61", given=WaitRange(0, 10)),
        course("TAKEN@0 CALLED@20 CAME@20 FINISHED@21", given=WaitRange(5, 10)),
    ]
    accuracy = day_figures(DayRecord(tuple(told)), 60, WARSAW).accuracy
    assert (accuracy.visits, accuracy.inside_share, accuracy.median_error_minutes) == (2, 0.5, 6.25)


def test_an_empty_day_has_no_means_and_no_shares() -> None:
    row = day_figures(DayRecord(tuple([])), 60, WARSAW).all
    assert (row.people.share(0), row.long_share, row.waits.mean) == (None, None, None)


@pytest.mark.parametrize(
    ("seconds", "middle", "most"),
    [([5], 5, 5), ([1, 3], 2, 3), (range(1, 11), 5.5, 9), (range(1, 101), 50.5, 90)],
)
def test_the_middle_and_the_time_of_nine_in_ten(
    seconds: list[int], middle: float, most: int
) -> None:
    found = times(seconds)
    assert (found.middle, found.most) == (middle, most)


stretches = st.builds(
    Stretch,
    st.sampled_from(Phase),
    st.integers(0, 9000),
    st.sampled_from("AB"),
    st.sampled_from(["1", "2", None]),
    st.sampled_from(["anna", None]),
)
visits = st.builds(
    Visit,
    st.builds(Card, st.sampled_from(Kind), given=st.none()),
    st.sampled_from("AB"),
    st.sampled_from(State),
    st.one_of(st.none(), st.integers(0, 600).map(at)),
    st.lists(stretches, max_size=5).map(tuple),
    st.sampled_from(["1", "2", None]),
    st.sampled_from(["anna", None]),
    st.none(),
)


@given(st.lists(visits, max_size=25), st.integers(1, 120))
def test_every_table_agrees_with_a_naive_recount(day: list[Visit], limit: int) -> None:
    figures = day_figures(DayRecord(tuple(day)), limit, WARSAW)
    waits = [s.seconds for v in day for s in v.stretches if s.phase is Phase.WAIT]
    row = figures.all
    assert row.waits.count == len(waits)
    assert row.waits.total == sum(waits)
    assert row.waits.longest == max(waits, default=None)
    assert row.long_waits == len([w for w in waits if w / 60 > limit])
    people = row.people
    parts = people.served + people.no_show + people.left + people.unserved + people.still_here
    assert parts == people.tickets == len(day) - people.cancelled
    for table in (figures.by_kind, figures.by_service):
        assert sum(r.people.tickets for r in table.values()) == people.tickets  # type: ignore[attr-defined]
        assert sum(r.services.total for r in table.values()) == row.services.total  # type: ignore[attr-defined]
    at_counters = [
        s.seconds for v in day for s in v.stretches if s.counter and s.phase is Phase.WAY
    ]
    assert sum(r.ways.total for r in figures.by_counter.values()) == sum(at_counters)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_nine_of_ten_lie_within_the_time_of_nine_in_ten(seconds: list[int]) -> None:
    most = times(seconds).most
    assert most is not None
    assert sum(s <= most for s in seconds) >= 0.9 * len(seconds)
    assert sum(s < most for s in seconds) < 0.9 * len(seconds)
