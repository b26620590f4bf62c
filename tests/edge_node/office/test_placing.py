"""Booked visits take their place by themselves, or are given up, by the rule of the office."""

from datetime import timedelta
from pathlib import Path

from edge_node.office.alarm import raise_evacuation
from edge_node.office.placing import placing_is_due
from edge_node.store.unit import Command
from queue_core.domain.tickets import Move, State
from tests.edge_node.office.desk import call, clock, kinds
from tests.edge_node.office.hub import (
    HALF_PAST_NINE,
    at,
    by_code,
    office_of_visits,
    place,
    put,
    the_ticket,
)
from tests.edge_node.sample import opened, take


def test_without_arrival_a_visit_is_placed_at_its_hour_by_itself(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    put(office)
    at(office, -3)
    assert not placing_is_due(office)
    at(office, -2)
    assert placing_is_due(office)
    assert place(office) == 1
    placed = the_ticket(office)
    assert (placed.state, placed.arrived) == (State.WAITING, False)
    assert kinds(office, placed) == [Move.BOOKED, Move.PLACED]
    assert place(office) == 0


def test_a_placed_visit_goes_before_walk_ins(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    opened(office, "1")
    put(office)
    take(office)
    at(office, 0)
    place(office)
    assert call(office).number == "AR01"


def test_where_arrival_is_required_nobody_is_placed_and_the_tolerance_ends_it(
    tmp_path: Path,
) -> None:
    office = office_of_visits(tmp_path)
    put(office)
    at(office, 10)
    assert not placing_is_due(office)
    at(office, 10.02)
    assert place(office) == 1
    assert the_ticket(office).state is State.NO_SHOW


def test_one_who_arrived_is_not_given_up(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    put(office)
    at(office, 0)
    by_code(office)
    at(office, 30)
    assert place(office) == 0
    assert the_ticket(office).state is State.WAITING


def test_one_not_arrived_is_never_called(tmp_path: Path) -> None:
    """B-37."""
    office = office_of_visits(tmp_path)
    opened(office, "1")
    put(office)
    take(office)
    at(office, 5)
    place(office)
    assert call(office).number == "A001"


def test_an_evacuation_makes_no_no_shows(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path)
    put(office)
    raise_evacuation(office, Command(clerk="anna"))
    at(office, 60)
    assert place(office) == 0
    assert the_ticket(office).state is State.BOOKED


def test_nothing_is_placed_while_the_clock_shows_another_day(tmp_path: Path) -> None:
    office = office_of_visits(tmp_path, arrival="not_required")
    put(office, start=HALF_PAST_NINE + timedelta(hours=1))
    clock(office).advance(hours=24)
    assert not placing_is_due(office)
    assert place(office) == 0
