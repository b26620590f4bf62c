"""The sizes of a board's letters follow from how far away people stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.panels.board_look import calls_grid, look, numbers_shown, queues_grid
from edge_node.views.board import Call
from queue_core.domain.office import Board
from tests.edge_node.sample import MORNING

MM_PER_INCH = 25.4


def calls(count: int, counter: str = "3") -> list[Call]:
    return [
        Call(f"A{n:03}", counter, "", "id_cards", True, False, n, MORNING) for n in range(count)
    ]


@pytest.mark.parametrize("layout", ["landscape", "portrait"])
def test_a_capital_is_an_eighty_second_of_the_distance_high(layout: str) -> None:
    board = Board("1", layout=layout, viewing_distance_m=5, screen_inches=32)  # type: ignore[arg-type]
    side = 9 if layout == "landscape" else 16
    height_mm = 32 * MM_PER_INCH * side / (16**2 + 9**2) ** 0.5
    assert look(board).hero / 100 * height_mm * 0.71 == pytest.approx(5000 / 82, rel=0.01)
    assert look(board).row == pytest.approx(look(board).hero / 2)


def test_six_calls_keep_their_full_size_on_32_inches_at_five_metres() -> None:
    layout = calls_grid(Board("1"), calls(6))
    assert (layout.columns, layout.rows) == (2, 3)


def test_letters_do_not_jump_while_there_are_fewer_calls_than_rows() -> None:
    board = Board("1", rows=6)
    assert len({(g.columns, g.rows) for g in (calls_grid(board, calls(n)) for n in range(7))}) == 1


@given(
    distance=st.floats(1, 20),
    inches=st.floats(10, 100),
    layout=st.sampled_from(["landscape", "portrait"]),
    rows=st.integers(1, 12),
    count=st.integers(0, 40),
)
def test_every_call_has_a_place_on_every_screen(
    distance: float, inches: float, layout: str, rows: int, count: int
) -> None:
    board = Board(
        "1",
        viewing_distance_m=distance,
        screen_inches=inches,
        layout=layout,  # type: ignore[arg-type]
        rows=rows,
    )
    found = calls_grid(board, calls(count))
    assert found.columns * found.rows >= max(count, rows)
    assert found.columns <= 4


def test_a_portrait_board_names_many_services_in_two_columns() -> None:
    board = Board("1", layout="portrait")
    assert (queues_grid(board, 5).columns, queues_grid(board, 5).rows) == (2, 3)
    assert numbers_shown(board, queues_grid(board, 5)) == 3
    assert numbers_shown(Board("1"), queues_grid(Board("1"), 1)) == 21
