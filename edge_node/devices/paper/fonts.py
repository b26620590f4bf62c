"""The letters for drawing: DejaVu, which has every Polish and Ukrainian one.

Pillow looks through the system's font folders by file name; the package fonts-dejavu-core
brings the files. The trap: a font object is slow to open, so each size is opened once.
"""

from functools import lru_cache
from typing import Literal

from PIL import ImageFont

from queue_core.domain.errors import Refused

Face = Literal["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"]

CAP_HEIGHT = 0.729
"""Height of a capital as a share of the font's size, in all DejaVu faces."""


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """`face` at `size` dots. Raises `Refused("font_missing")` on a machine without DejaVu."""
    try:
        return ImageFont.truetype(f"{face}.ttf", size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise Refused("font_missing", face=face) from error


def wrap(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """`text` in lines of at most `width` dots; a word wider than a line is cut where it must.

    A no-break space keeps its words together.
    """
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if letters.getlength(joined) <= width:
            lines[-1] = joined
            continue
        lines += _pieces(word, letters, width)
    return [line for line in lines if line]


def _pieces(word: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and letters.getlength(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces
