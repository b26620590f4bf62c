"""How large a board writes: capitals of a 1/82 of the viewing distance, half of it for the list.

Pure; answers in hundredths of the screen's height and width. The trap: a screen that is too
small for its distance shows everybody in smaller letters, never fewer people in larger ones.
"""

import math
from dataclasses import dataclass

from queue_core.domain.office import Board

_CAP_SHARE = 0.71
"""Height of a capital in a sans-serif font, as a share of the font size."""

_INCH_MM = 25.4
_LONG_SIDE, _SHORT_SIDE = 16 / math.hypot(16, 9), 9 / math.hypot(16, 9)
_MOST_COLUMNS = 4
_ROW_EMS = 1.2
_CALL_EMS = 5.4
"""Width of "A001 → 12" with its gaps, in font sizes."""


@dataclass(frozen=True)
class Sheet:
    """What the page's layout leaves for the list, and the largest hero that fits.

    Shares of the screen in percent; `list_height` is what is left without the hero.
    """

    list_width: float
    list_height: float
    largest_hero: float


_SHEETS = {
    "landscape": Sheet(list_width=66, list_height=78, largest_hero=33),
    "portrait": Sheet(list_width=96, list_height=66, largest_hero=13.5),
}
_HERO_EMS = {"landscape": 1.3, "portrait": 1.9}
"""Height of the hero's block: number beside its counter, or above it."""


@dataclass(frozen=True)
class Look:
    """Font sizes in percent of the screen's height."""

    hero: float
    row: float


@dataclass(frozen=True)
class Grid:
    """How the list is laid out; columns are filled one after the other."""

    columns: int
    rows: int


def look(board: Board) -> Look:
    """The font sizes of this board."""
    hero = _font(board, cap_mm=board.viewing_distance_m * 1000 / 82)
    return Look(min(hero, _SHEETS[board.layout].largest_hero), hero / 2)


def grid(board: Board, calls: int) -> Grid:
    """The columns and rows that let so many calls be written largest.

    Places for `board.rows` are always kept, so that letters do not jump with each call.
    """
    places = max(board.rows, calls, 1)
    wanted = look(board)
    sheet = _SHEETS[board.layout]
    height = sheet.list_height - wanted.hero * _HERO_EMS[board.layout] * (board.page == 1)
    width = sheet.list_width * _width_mm(board) / _height_mm(board)

    def font(columns: int) -> float:
        rows = math.ceil(places / columns)
        return min(wanted.row, height / rows / _ROW_EMS, width / columns / _CALL_EMS)

    columns = max(range(1, _MOST_COLUMNS + 1), key=lambda n: (round(font(n), 2), -n))
    return Grid(columns, math.ceil(places / columns))


def stylesheet(board: Board) -> str:
    """The sizes as variables of the board's page."""
    sizes = look(board)
    return f":root {{ --hero-font: {sizes.hero:.2f}vh; --row-font: {sizes.row:.2f}vh; }}\n"


def _font(board: Board, cap_mm: float) -> float:
    return cap_mm / _CAP_SHARE / _height_mm(board) * 100


def _height_mm(board: Board) -> float:
    side = _SHORT_SIDE if board.layout == "landscape" else _LONG_SIDE
    return board.screen_inches * _INCH_MM * side


def _width_mm(board: Board) -> float:
    side = _LONG_SIDE if board.layout == "landscape" else _SHORT_SIDE
    return board.screen_inches * _INCH_MM * side
