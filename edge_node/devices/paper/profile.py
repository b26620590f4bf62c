"""What we know of one printer model: its paper, its code pages, its abilities.

Read from python-escpos' collection once for each name. The traps: some entries hold the width
of a letter where the number of letters belongs, some hold no width at all, and a code page may
be listed under several numbers, of which the lowest is the usual one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from escpos.capabilities import CAPABILITIES

from queue_core.domain.errors import Refused, Unknown

USED_PAGES = ("CP852", "CP1250", "ISO_8859-2", "CP1257", "CP775", "CP1125", "CP1251")
"""The pages with Polish or Ukrainian letters, the most common first."""

_USUAL_LETTER_DOTS = 12
_USUAL_DPI = 203
_FEWEST_COLUMNS = 16

ImageCommand = Literal["raster", "columns"]


@dataclass(frozen=True)
class PaperProfile:
    """One model's facts: `pages` maps a code page to its number, `fine` dots are square."""

    name: str
    width_dots: int
    dots_per_mm: float
    columns: int
    pages: Mapping[str, int]
    native_qr: bool
    cutter: bool
    image: ImageCommand
    fine: bool

    @property
    def letter_dots(self) -> int:
        """Width of a plain letter."""
        return self.width_dots // self.columns

    def with_page(self, page: str, number: int) -> "PaperProfile":
        """The same printer with the page number that its test print proved right."""
        others = {name: taken for name, taken in self.pages.items() if taken != number}
        return replace(self, pages={**others, page: number})


@lru_cache(maxsize=64)
def paper_profile(name: str) -> PaperProfile:
    """The profile called `name` in python-escpos.

    Raises `Unknown("printer_profile")`, and `Refused("not_a_ticket_printer")` for a device that
    cannot draw: the collection also holds small customer displays.
    """
    entry: dict[str, Any] | None = CAPABILITIES["profiles"].get(name)
    if entry is None:
        raise Unknown("printer_profile", profile=name)
    features = entry["features"]
    image = _image_command(features)
    if image is None:
        raise Refused("not_a_ticket_printer", profile=name)
    columns, width_dots = _width(entry)
    return PaperProfile(
        name=name,
        width_dots=width_dots,
        dots_per_mm=_dpi(entry) / 25.4,
        columns=columns,
        pages=_pages(entry),
        native_qr=bool(features.get("qrCode")),
        cutter=bool(features.get("paperFullCut") or features.get("paperPartCut")),
        image=image,
        fine=bool(features.get("highDensity")),
    )


def profile_names() -> tuple[str, ...]:
    """Every model that can be chosen, in the order of the alphabet."""
    return tuple(sorted(CAPABILITIES["profiles"]))


def _pages(entry: dict[str, Any]) -> dict[str, int]:
    lowest: dict[str, int] = {}
    for number, page in sorted(entry["codePages"].items(), key=lambda item: int(item[0])):
        if page in USED_PAGES:
            lowest.setdefault(page, int(number))
    return lowest


def _image_command(features: dict[str, Any]) -> ImageCommand | None:
    if features.get("bitImageRaster"):
        return "raster"
    return "columns" if features.get("bitImageColumn") else None


def _width(entry: dict[str, Any]) -> tuple[int, int]:
    columns = int(entry["fonts"]["0"]["columns"])
    dots = entry["media"]["width"].get("pixels")
    if not isinstance(dots, int):
        return columns, columns * _USUAL_LETTER_DOTS
    if columns < _FEWEST_COLUMNS:
        columns = dots // _USUAL_LETTER_DOTS
    return columns, dots


def _dpi(entry: dict[str, Any]) -> float:
    dpi = entry["media"].get("dpi")
    return float(dpi) if isinstance(dpi, int) else float(_USUAL_DPI)
