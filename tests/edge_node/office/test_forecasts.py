"""The estimate of a running office: what is written, when, and what is learned."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.office.calling import call_next, came
from edge_node.office.counters import close_counter, pause
from edge_node.office.day import open_day
from edge_node.office.floor import read_floor
from edge_node.office.forecasts import estimate, learn_durations, publish, refresh_forecasts
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.serving import finish, park, take_back
from edge_node.office.undo import undo
from edge_node.store.forecasts import come_shares, forecast, forecasts, learned
from edge_node.store.tickets import add, change
from edge_node.store.unit import Command, Office, transaction
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from queue_core.domain.estimates import Forecast
from queue_core.domain.office import OfficeDocument
from queue_core.domain.tickets import Move, Origin, State
from tests.edge_node.sample import SAMPLE, build_office, by, opened, take

BACK_TO_TEN_PAST_SEVEN = timedelta(minutes=-110)
"""From nine o'clock to twenty minutes before the opening."""


def clock(office: Office) -> FixedClock:
    assert isinstance(office.clock, FixedClock)
    return office.clock


def rows(office: Office) -> dict[str, Forecast]:
    return forecasts(office.database.read())


def seq(office: Office, topic: str = "queue") -> int:
    found = office.database.read().execute("SELECT seq FROM changes WHERE topic = ?", (topic,))
    row: sqlite3.Row | None = found.fetchone()
    return int(row["seq"]) if row else 0


def commits(office: Office) -> list[frozenset[str]]:
    """Every later commit of this office, by the topics it told."""
    told: list[frozenset[str]] = []
    office.database.on_commit(told.append)
    return told


def serve(office: Office, counter: str, minutes: float) -> None:
    call_next(office, by(counter), counter)
    came(office, by(counter), counter)
    clock(office).advance(minutes=minutes)
    finish(office, by(counter), counter)


def test_no_forecast_is_there_before_the_first_run(office: Office) -> None:
    assert forecast(office.database.read(), "id_cards") is None


def test_the_wait_is_unknown_while_no_counter_is_open(office: Office) -> None:
    take(office)
    assert refresh_forecasts(office) == {}
    assert rows(office)["id_cards"].wait is None
    assert not rows(office)["id_cards"].stop


def test_open_counters_give_a_range_that_grows_with_the_queue(office: Office) -> None:
    opened(office, "1", "2", "3")
    refresh_forecasts(office)
    empty = rows(office)["id_cards"].wait
    for _ in range(9):
        take(office)
    waits = refresh_forecasts(office)
    full = rows(office)["id_cards"].wait
    assert empty is not None
    assert full is not None
    assert (empty.low, empty.high) == (0, 0)
    assert 10 <= full.low < full.high <= 50
    assert len(waits) == 9


def test_a_ticket_is_told_the_last_forecast(office: Office) -> None:
    opened(office, "1")
    for _ in range(4):
        take(office)
    refresh_forecasts(office)
    expected = rows(office)["id_cards"]
    ticket = take(office)
    assert (ticket.wait_low_at_issue, ticket.wait_high_at_issue) == (expected.low, expected.high)
    assert ticket.people_before_at_issue == 4


def test_a_counter_on_a_break_makes_nobody_hope(office: Office) -> None:
    opened(office, "1")
    pause(office, by("1"), "1", "break")
    refresh_forecasts(office)
    assert rows(office)["id_cards"].wait is None


def test_before_clerks_log_in_the_planned_counters_count(office: Office) -> None:
    clock(office).at += BACK_TO_TEN_PAST_SEVEN
    refresh_forecasts(office)
    early = rows(office)["id_cards"].wait
    assert early is not None
    assert early.low <= 20 <= early.high


def test_a_planned_counter_without_its_clerk_counts_no_longer_after_a_quarter(
    office: Office,
) -> None:
    clock(office).at += timedelta(minutes=-76)  # 14 minutes after the opening
    refresh_forecasts(office)
    assert rows(office)["residence"].wait is not None
    clock(office).advance(minutes=1)
    refresh_forecasts(office)
    assert rows(office)["residence"].wait is None


def test_a_counter_that_was_open_and_closed_again_does_not_count_as_planned(
    office: Office,
) -> None:
    clock(office).at += BACK_TO_TEN_PAST_SEVEN
    opened(office, "1", "2", "3")
    for counter in ("1", "2", "3"):
        close_counter(office, by(counter), counter)
    refresh_forecasts(office)
    assert rows(office)["id_cards"].wait is None


def test_nothing_is_written_while_nothing_changes(office: Office) -> None:
    opened(office, "1", "2")
    take(office)
    refresh_forecasts(office)
    before, told = seq(office), commits(office)
    refresh_forecasts(office)
    assert (seq(office), told) == (before, [])


def test_only_a_changed_row_is_written(office: Office) -> None:
    opened(office, "1", "3")
    refresh_forecasts(office)
    clock(office).advance(minutes=1)
    told = commits(office)
    for _ in range(8):
        take(office)
    told.clear()
    refresh_forecasts(office)
    assert told == [frozenset({"queue"})]
    changed = rows(office)["id_cards"].at
    refresh_forecasts(office)
    assert rows(office)["id_cards"].at == changed


def test_a_service_that_left_the_document_leaves_no_forecast(tmp_path: Path) -> None:
    office = build_office(tmp_path)
    refresh_forecasts(office)
    with office.database.write() as connection:
        connection.execute("INSERT INTO forecasts VALUES ('gone', 1, 2, 0, NULL, '2026-11-20')")
    refresh_forecasts(office)
    assert set(rows(office)) == {"id_cards", "residence"}


def test_issuing_stops_when_the_day_is_full_and_opens_again(office: Office) -> None:
    opened(office, "1", "2", "3")
    clock(office).at += timedelta(hours=4, minutes=49)  # 13:49, a hundred and one before the end
    issued = 0
    refresh_forecasts(office)
    while not rows(office)["id_cards"].stop:
        take(office)
        issued += 1
        refresh_forecasts(office)
    assert issued == pytest.approx(30, abs=1)
    with pytest.raises(Refused) as refused:
        take(office)
    assert refused.value.code == "stopped_for_today"
    assert rows(office)["id_cards"].room == 0
    for counter in ("1", "2", "3", "1"):
        serve(office, counter, 0.1)
    refresh_forecasts(office)
    assert not rows(office)["id_cards"].stop
    take(office)


def test_counters_on_a_break_and_planned_ones_keep_issuing_open(office: Office) -> None:
    opened(office, "1")
    pause(office, by("1"), "1", "break")
    for _ in range(5):
        take(office)
    refresh_forecasts(office)
    assert not rows(office)["id_cards"].stop


def test_an_office_without_the_rule_never_stops(tmp_path: Path) -> None:
    rules = replace(SAMPLE.rules, dynamic_stop=False)
    office = build_office(tmp_path, replace(SAMPLE, rules=rules))
    opened(office, "1")
    clock(office).at += timedelta(hours=5, minutes=55)
    for _ in range(9):
        take(office)
        refresh_forecasts(office)
    assert not rows(office)["id_cards"].stop
    assert rows(office)["id_cards"].room is None


def test_room_is_told_only_when_it_gets_short(office: Office) -> None:
    opened(office, "1", "2", "3")
    refresh_forecasts(office)
    assert rows(office)["id_cards"].room is None
    clock(office).at += timedelta(hours=5, minutes=30)
    refresh_forecasts(office)
    assert rows(office)["id_cards"].room == 18


def test_closed_counters_give_room_only_while_they_are_planned(tmp_path: Path) -> None:
    office = build_office(tmp_path, _with_unplanned("3"))
    opened(office, "1")
    clock(office).at += timedelta(hours=5, minutes=30)  # an hour before the end
    refresh_forecasts(office)
    assert rows(office)["id_cards"].room == 12


def test_a_result_of_yesterday_is_not_written_into_today(office: Office) -> None:
    opened(office, "1")
    reading = read_floor(office)
    clock(office).advance(days=3)
    open_day(office, Command())
    publish(office, Command(), reading, estimate(reading)[1])
    assert rows(office) == {}


def test_a_visit_is_learned_once_it_cannot_be_undone(office: Office) -> None:
    opened(office, "1")
    take(office)
    serve(office, "1", 7)
    learn_durations(office)
    assert learned(office.database.read()) == {}
    clock(office).advance(minutes=2)
    for _ in range(3):
        learn_durations(office)
    found = learned(office.database.read())["id_cards"]
    assert (found.minutes, found.weight) == (7.0, 1.0)


def test_an_undone_visit_teaches_nothing(office: Office) -> None:
    opened(office, "1")
    take(office)
    serve(office, "1", 7)
    undo(office, by("1"), "1")
    clock(office).advance(minutes=5)
    learn_durations(office)
    assert learned(office.database.read()) == {}


def test_a_visit_that_came_and_ended_with_one_press_teaches_nothing(office: Office) -> None:
    opened(office, "1")
    take(office)
    serve(office, "1", 4 / 60)
    clock(office).advance(minutes=5)
    learn_durations(office)
    assert learned(office.database.read()) == {}


def test_parked_time_is_not_learned_as_service(office: Office) -> None:
    opened(office, "1")
    ticket = take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    clock(office).advance(minutes=4)
    park(office, by("1"), "1")
    clock(office).advance(minutes=30)
    take_back(office, by("1"), "1", ticket.id)
    clock(office).advance(minutes=2)
    finish(office, by("1"), "1")
    clock(office).advance(minutes=5)
    learn_durations(office)
    assert learned(office.database.read())["id_cards"].minutes == 6.0


def test_each_of_several_matters_is_learned_under_its_own_service(office: Office) -> None:
    opened(office, "3")
    take(office, more_services=("residence",))
    serve(office, "3", 8)
    serve(office, "3", 3)
    clock(office).advance(minutes=5)
    learn_durations(office)
    found = learned(office.database.read())
    assert (found["id_cards"].minutes, found["residence"].minutes) == (8.0, 3.0)


def test_a_visit_whose_hours_are_not_reliable_teaches_nothing(office: Office) -> None:
    opened(office, "1")
    take(office)
    serve(office, "1", 7)
    with office.database.write() as connection:
        connection.execute("UPDATE tickets SET time_reliable = 0")
    clock(office).advance(minutes=5)
    learn_durations(office)
    assert learned(office.database.read()) == {}


def test_a_visit_closed_at_the_end_of_the_day_teaches_nothing(office: Office) -> None:
    opened(office, "1")
    take(office)
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    clock(office).advance(days=1)
    open_day(office, Command())
    clock(office).advance(minutes=5)
    learn_durations(office)
    assert learned(office.database.read()) == {}


def test_learned_lengths_move_the_estimate(office: Office) -> None:
    opened(office, "1")
    for _ in range(30):
        take(office)
        serve(office, "1", 2)
    clock(office).advance(minutes=5)
    learn_durations(office)
    for _ in range(5):
        take(office)
    refresh_forecasts(office)
    found = rows(office)["id_cards"].high
    assert found is not None
    assert found <= 30  # five of ten minutes each, as configured, would be 50


def test_the_share_of_booked_people_who_come_is_counted_over_four_weeks(office: Office) -> None:
    for number, (came_then, weeks) in enumerate([(True, 1), (True, 1), (False, 1), (False, 6)]):
        _past_booking(office, f"AR{number}", came=came_then, weeks_ago=weeks)
    found = come_shares(office.database.read(), "2026-11-20")["id_cards"]
    assert found == pytest.approx((2 + 8 * 0.85) / (3 + 8))


def _with_unplanned(counter: str) -> OfficeDocument:
    counters = tuple(replace(c, planned=c.id != counter) for c in SAMPLE.counters)
    return replace(SAMPLE, counters=counters)


def _past_booking(office: Office, number: str, *, came: bool, weeks_ago: int) -> None:
    then = office.clock.now() - timedelta(weeks=weeks_ago)
    with transaction(office, Command()) as unit:
        booked = replace(
            issue_ticket.within(unit, Order("id_cards")),
            id=number,
            number=number,
            token=number,
            day=then.date().isoformat(),
            state=State.BOOKED,
            origin=Origin.BOOKING,
            booked_for=then,
        )
        before = add(unit, booked, Move.BOOKED)
        if came:
            placed = change(unit, before, replace(before, state=State.WAITING), Move.ARRIVED)
            called = change(unit, placed, replace(placed, state=State.SERVING), Move.CALLED)
            change(unit, called, replace(called, state=State.DONE), Move.FINISHED)
        else:
            change(unit, before, replace(before, state=State.NO_SHOW), Move.STRUCK_OUT)
