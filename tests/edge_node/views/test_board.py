"""What stands on a hall board while the office works."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.office.alarm import raise_evacuation, raise_panic
from edge_node.office.calling import absent, call_next, came, recall
from edge_node.office.serving import call_back, finish, park, return_to_queue, take_back
from edge_node.office.undo import undo
from edge_node.store.unit import Command, Office
from edge_node.views.board import BoardView, board_view
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from queue_core.domain.office import Board, Counter, OfficeDocument, Rules
from tests.edge_node.sample import SAMPLE, build_office, by, opened, take

TEN = tuple(Counter(str(n), (("id_cards", "residence"),), room=str(100 + n)) for n in range(1, 11))


def office_with(folder: Path, **changes: object) -> Office:
    document: OfficeDocument = replace(SAMPLE, **changes)  # type: ignore[arg-type]
    return build_office(folder, document)


@pytest.fixture
def hall(tmp_path: Path) -> Office:
    """Ten open counters for both matters."""
    office = office_with(tmp_path, counters=TEN)
    opened(office, *(counter.id for counter in TEN))
    return office


def later(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)


def called(office: Office, *counters: str) -> None:
    for counter in counters:
        take(office)
        call_next(office, by(counter), counter)


def hero(view: BoardView) -> str | None:
    return view.hero.number if view.hero else None


def rows(view: BoardView) -> list[str]:
    return [call.number for call in view.calls]


def test_the_newest_call_is_the_hero_with_its_counter_and_room(hall: Office) -> None:
    called(hall, "1", "2")
    view = board_view(hall, "1")
    assert view.hero is not None
    assert (view.hero.number, view.hero.counter, view.hero.room) == ("A002", "2", "102")
    assert rows(view) == ["A001"]


def test_ten_calls_at_once_are_all_shown_though_the_board_has_six_rows(hall: Office) -> None:
    called(hall, *(counter.id for counter in TEN))
    view = board_view(hall, "1")
    assert hero(view) == "A010"
    assert rows(view) == [f"A{n:03}" for n in range(9, 0, -1)]


def test_who_is_still_expected_stands_before_who_is_served(hall: Office) -> None:
    called(hall, "1", "2", "3")
    came(hall, by("2"), "2")
    view = board_view(hall, "1")
    assert [(call.number, call.coming) for call in view.calls] == [("A001", True), ("A002", False)]


def test_a_recall_makes_a_number_the_hero_again(hall: Office) -> None:
    called(hall, "1", "2")
    before = board_view(hall, "1").seq
    recall(hall, by("1"), "1")
    view = board_view(hall, "1")
    assert hero(view) == "A001"
    assert view.seq > before


def test_an_undone_call_disappears(hall: Office) -> None:
    called(hall, "1", "2")
    undo(hall, by("2"), "2")
    view = board_view(hall, "1")
    assert (hero(view), rows(view)) == ("A001", [])


@pytest.mark.parametrize("gone", [absent, return_to_queue])
def test_who_is_absent_or_sent_back_is_not_called_any_more(hall: Office, gone: object) -> None:
    called(hall, "1")
    gone(hall, by("1"), "1")  # type: ignore[operator]
    assert hero(board_view(hall, "1")) is None


def test_four_calls_stay_in_sight_after_they_were_served(hall: Office) -> None:
    for counter in "12345":
        called(hall, counter)
        came(hall, by(counter), counter)
        finish(hall, by(counter), counter)
    view = board_view(hall, "1")
    assert (hero(view), rows(view)) == (None, ["A005", "A004", "A003", "A002"])


def test_a_parked_ticket_taken_back_is_no_new_call(hall: Office) -> None:
    called(hall, "1")
    parked = came(hall, by("1"), "1")
    park(hall, by("1"), "1")
    called(hall, "2")
    take_back(hall, by("1"), "1", parked.id)
    assert hero(board_view(hall, "1")) == "A002"


def test_an_undone_call_back_counts_for_nothing(hall: Office) -> None:
    called(hall, "1")
    parked = came(hall, by("1"), "1")
    park(hall, by("1"), "1")
    called(hall, "2")
    call_back(hall, by("1"), "1", parked.id)
    assert hero(board_view(hall, "1")) == "A001"
    undo(hall, by("1"), "1")
    take_back(hall, by("1"), "1", parked.id)
    assert hero(board_view(hall, "1")) == "A002"


def test_a_call_is_fresh_for_five_seconds_only(hall: Office) -> None:
    called(hall, "1")
    first = board_view(hall, "1").hero
    later(hall, seconds=5)
    then = board_view(hall, "1").hero
    assert first is not None
    assert then is not None
    assert (first.fresh, then.fresh) == (True, False)


def test_a_board_shows_only_its_services(tmp_path: Path) -> None:
    boards = (Board("1", services=("residence",)),)
    office = office_with(tmp_path, counters=TEN, boards=boards)
    opened(office, "1", "2")
    called(office, "1")
    take(office, "residence")
    view = board_view(office, "1")
    assert hero(view) is None
    assert [line.state.service.id for line in view.lines] == ["residence"]
    assert view.lines[0].numbers == ("B001",)


def test_waiting_numbers_stand_in_the_order_of_the_queue(hall: Office) -> None:
    for _ in range(3):
        take(hall)
    assert board_view(hall, "1").lines[0].numbers == ("A001", "A002", "A003")


def test_an_office_may_show_how_many_wait_without_their_numbers(tmp_path: Path) -> None:
    office = office_with(tmp_path, rules=Rules(show_waiting_numbers=False))
    take(office)
    line = board_view(office, "1").lines[0]
    assert (line.state.waiting, line.numbers) == (1, ())


def test_what_does_not_fit_goes_on_on_the_next_screen(tmp_path: Path) -> None:
    boards = (Board("1", rows=4), Board("2", rows=4, page=2))
    office = office_with(tmp_path, counters=TEN, boards=boards)
    opened(office, *(counter.id for counter in TEN))
    called(office, *(counter.id for counter in TEN))
    first, second = board_view(office, "1"), board_view(office, "2")
    assert (hero(first), rows(first)) == ("A010", ["A009", "A008", "A007", "A006"])
    assert (hero(second), rows(second)) == (None, ["A005", "A004", "A003", "A002", "A001"])


def test_outside_hours_it_says_when_it_opens_again(hall: Office) -> None:
    later(hall, hours=9)
    closed = board_view(hall, "1").closed
    assert closed is not None
    assert closed.opens_at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def test_a_board_is_not_closed_while_somebody_is_called_or_waits(hall: Office) -> None:
    called(hall, "1")
    later(hall, hours=9)
    assert board_view(hall, "1").closed is None
    came(hall, by("1"), "1")
    finish(hall, by("1"), "1")
    assert board_view(hall, "1").closed is not None


def test_an_evacuation_is_shown_and_a_panic_button_is_not(hall: Office) -> None:
    raise_panic(hall, by("1"), "1")
    assert board_view(hall, "1").evacuation is False
    raise_evacuation(hall, Command())
    assert board_view(hall, "1").evacuation is True


def test_an_unknown_board_is_refused(hall: Office) -> None:
    with pytest.raises(Refused) as refused:
        board_view(hall, "9")
    assert refused.value.code == "unknown_board"
