"""Which code page of a printer holds all letters of a text.

The trap: left alone, python-escpos takes ó from one page and ł from another, and each page
number is a new chance of being wrong. A line is set from one page, and Polish needs only one.
"""

from collections.abc import Mapping
from functools import lru_cache

from escpos.codepages import CodePages

from edge_node.devices.paper.profile import USED_PAGES

_PLAIN = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "„": '"',
        "”": '"',
        "“": '"',
        "«": '"',
        "»": '"',
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)


def plain(text: str) -> str:
    """`text` with the dashes, quotes and spaces that every printer has."""
    return text.translate(_PLAIN)


def page_for(text: str, pages: Mapping[str, int], current: str | None) -> str | None:
    """The page to set `text` from: the current one if it will do; None if no page has all."""
    letters = {sign for sign in text if ord(sign) > 126}
    candidates = [current, *(page for page in USED_PAGES if page in pages)]
    for page in candidates:
        if page and letters <= letters_of(page).keys():
            return page
    return None


@lru_cache(maxsize=16)
def letters_of(page: str) -> dict[str, int]:
    """The letters above ASCII of a page, with their bytes."""
    codec = codec_of(page)
    letters = {bytes([code]).decode(codec, "ignore"): code for code in range(128, 256)}
    letters.pop("", None)
    return letters


def codec_of(page: str) -> str:
    """Python's name of the page."""
    return str(CodePages.get_encoding(page)["python_encode"])
