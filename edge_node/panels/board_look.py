"""How large a board writes: capitals of a 1/82 of the viewing distance, half of it for the list.

Pure; answers in hundredths of the screen's height and width. The trap: a screen that is too
small for its distance shows everybody in smaller letters, never fewer people in larger ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from edge_node.views.board import Call
from queue_core.domain.office import Board

_CAP_SHARE = 0.71
"""Height of a capital in a sans-serif font, as a share of the font size."""

_INCH_MM = 25.4
_LONG_SIDE, _SHORT_SIDE = 16 / math.hypot(16, 9), 9 / math.hypot(16, 9)
_MOST_COLUMNS = 4
_ROW_EMS = 1.2
_FRAME_EMS, _LETTER_EMS = 1.3, 0.7
"""Width of a call in font sizes: its arrow and edges, and each letter of number and counter."""

_NUMBERS_IN_A_LINE = 3
_USUAL_LETTERS = len("A001") + len("12")


@dataclass(frozen=True)
class Sheet:
    """What the page leaves for the list without its hero, in percent of the screen; the
    largest hero that fits, and the height of its block in its own font sizes."""

    list_width: float
    list_height: float
    largest_hero: float
    hero_ems: float


_LANDSCAPE = Sheet(list_width=64, list_height=78, largest_hero=33, hero_ems=1.3)
_PORTRAIT = Sheet(list_width=96, list_height=66, largest_hero=13.5, hero_ems=2.0)
_PORTRAIT_WITH_SLIDES = Sheet(list_width=96, list_height=52, largest_hero=13.5, hero_ems=2.0)


@dataclass(frozen=True)
class Look:
    """Font sizes in percent of the screen's height."""

    hero: float
    row: float


@dataclass(frozen=True)
class Grid:
    """Columns, filled one after the other, and rows of a list; `letters` of its widest call."""

    columns: int
    rows: int
    letters: int = 0


def look(board: Board) -> Look:
    """The font sizes of this board."""
    hero = _font(board, cap_mm=board.viewing_distance_m * 1000 / 82)
    return Look(min(hero, _sheet(board).largest_hero), hero / 2)


def calls_grid(board: Board, calls: Sequence[Call]) -> Grid:
    """The columns and rows that let these calls be written largest.

    Places for `board.rows` are always kept, so that letters do not jump with each call.
    """
    places = max(board.rows, len(calls), 1)
    letters = max((len(c.number) + len(c.counter) for c in calls), default=_USUAL_LETTERS)
    wanted = look(board)
    sheet = _sheet(board)
    height = sheet.list_height - wanted.hero * sheet.hero_ems * (board.page == 1)
    width = sheet.list_width * _width_mm(board) / _height_mm(board)
    call_ems = _FRAME_EMS + _LETTER_EMS * letters

    def font(columns: int) -> float:
        rows = math.ceil(places / columns)
        return min(wanted.row, height / rows / _ROW_EMS, width / columns / call_ems)

    columns = max(range(1, _MOST_COLUMNS + 1), key=lambda n: (round(font(n), 2), -n))
    return Grid(columns, math.ceil(places / columns), letters)


def queues_grid(board: Board, services: int) -> Grid:
    """Two columns where one would be too low to read."""
    one_column = 2 if board.layout == "portrait" else 8
    columns = 1 if services <= one_column else 2
    return Grid(columns, max(1, math.ceil(services / columns)))


def numbers_shown(board: Board, queues: Grid) -> int:
    """How many waiting numbers find room with each service; the rest is counted."""
    lines = (4 if board.slides else 8) if board.layout == "landscape" else 3
    return _NUMBERS_IN_A_LINE * max(1, lines // queues.rows - 1)


def stylesheet(board: Board) -> str:
    """The sizes as variables of the board's page."""
    sizes = look(board)
    return f":root {{ --hero-font: {sizes.hero:.2f}vh; --row-font: {sizes.row:.2f}vh; }}\n"


def _sheet(board: Board) -> Sheet:
    if board.layout == "landscape":
        return _LANDSCAPE
    return _PORTRAIT_WITH_SLIDES if board.slides else _PORTRAIT


def _font(board: Board, cap_mm: float) -> float:
    return cap_mm / _CAP_SHARE / _height_mm(board) * 100


def _height_mm(board: Board) -> float:
    side = _SHORT_SIDE if board.layout == "landscape" else _LONG_SIDE
    return board.screen_inches * _INCH_MM * side


def _width_mm(board: Board) -> float:
    side = _LONG_SIDE if board.layout == "landscape" else _SHORT_SIDE
    return board.screen_inches * _INCH_MM * side
