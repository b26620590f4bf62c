"""The draft of a ticket's layout as a form holds it: every line, also those left out.

The trap: what cannot be read counts as a value that no layout accepts, so that it is refused
with its reason and never silently replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from queue_core.domain.errors import Refused
from queue_core.domain.office import LANGUAGES, Slip, Texts
from queue_core.domain.slip import DEFAULT_BLOCKS, Block

_OF_VISITS = frozenset({Block.CODE, Block.BRING, Block.EARLY})
"""They stand on confirmations of visits only, which no office lays out."""
_LARGE = frozenset({Block.LOGO, Block.NUMBER, Block.RULE, Block.ETICKET})
_MOST_RULES = 4
_LONGEST_TEXT = 300
_USUAL = {placed.block: placed.size for placed in DEFAULT_BLOCKS}


@dataclass(frozen=True)
class Row:
    """One line of the form; `on` puts it on the paper."""

    block: Block
    on: bool
    size: int

    @property
    def has_size(self) -> bool:
        """Whether its letters can be enlarged here; number and code have their millimetres."""
        return self.block not in _LARGE


@dataclass(frozen=True)
class Draft:
    """What somebody is making: `version` of the document it began from, and of which matter, in
    which language and on which printer it is shown."""

    rows: tuple[Row, ...]
    top: Texts
    bottom: Texts
    number_mm: float
    eticket_mm: float
    logo: str = ""
    version: int = 0
    service: str = ""
    shown: str = "pl"
    printer: str = ""
    touched: str = ""

    @property
    def slip(self) -> Slip:
        """The draft as the office's document would hold it; not checked yet."""
        on = [row for row in self.rows if row.on]
        return Slip(
            logo=self.logo,
            top_text=self.top,
            bottom_text=self.bottom,
            blocks=tuple(row.block.value for row in on),
            sizes={row.block.value: row.size for row in on if row.size != _USUAL[row.block]},
            number_mm=self.number_mm,
            eticket_mm=self.eticket_mm,
        )

    @property
    def drawable(self) -> bool:
        """Whether there is a paper to show; it may still be too narrow."""
        try:
            _ = self.slip.layout
        except Refused:
            return False
        return True

    def moved(self, index: int, way: str) -> "Draft":
        """The draft with one line a place higher (`up`) or lower; the same at the ends."""
        other = index - 1 if way == "up" else index + 1
        if not (0 <= index < len(self.rows) and 0 <= other < len(self.rows)):
            return self
        rows = list(self.rows)
        rows[index], rows[other] = rows[other], rows[index]
        return replace(self, rows=tuple(rows), touched=f"{way}:{other}")

    def fields(self) -> dict[str, Any]:
        """The draft as fields of an address."""
        said: dict[str, Any] = {
            **{f"block-{place}": row.block.value for place, row in enumerate(self.rows)},
            **{f"on-{place}": "1" for place, row in enumerate(self.rows) if row.on},
            **{f"size-{place}": row.size for place, row in enumerate(self.rows)},
            **{f"top-{language}": text for language, text in self.top.items()},
            **{f"bottom-{language}": text for language, text in self.bottom.items()},
        }
        names = ("number_mm", "eticket_mm", "service", "shown", "printer")
        return said | {name: getattr(self, name) for name in names}


def draft_of(slip: Slip) -> Draft:
    """The draft that changes nothing: the lines in force, then those that are left out."""
    rows = [
        Row(placed.block, True, placed.size)
        for placed in slip.layout.blocks
        if placed.block not in _OF_VISITS
    ]
    placed = {row.block for row in rows}
    rules = sum(row.block is Block.RULE for row in rows)
    left_out = [b for b in Block if b not in placed | _OF_VISITS | {Block.RULE}]
    rows += [Row(block, False, _USUAL[block]) for block in left_out]
    rows += [Row(Block.RULE, False, 1)] * (_MOST_RULES - rules)
    return Draft(
        rows=tuple(rows),
        top=dict(slip.top_text),
        bottom=dict(slip.bottom_text),
        number_mm=slip.number_mm,
        eticket_mm=slip.eticket_mm,
        logo=slip.logo,
    )


def draft_in(form: Mapping[str, str]) -> Draft:
    """The draft that a form or an address holds."""
    places = [place for place in range(len(Block) + _MOST_RULES) if f"block-{place}" in form]
    rows = [_row(form, place) for place in places]
    version = form.get("version", "")
    return Draft(
        rows=tuple(row for row in rows if row is not None),
        top=_texts(form, "top"),
        bottom=_texts(form, "bottom"),
        number_mm=_millimetres(form.get("number_mm", "")),
        eticket_mm=_millimetres(form.get("eticket_mm", "")),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        service=form.get("service", ""),
        shown=form.get("shown", "pl"),
        printer=form.get("printer", ""),
    )


def _row(form: Mapping[str, str], place: int) -> Row | None:
    size = form.get(f"size-{place}", "1")
    try:
        block = Block(form[f"block-{place}"])
    except ValueError:
        return None
    known = size.isascii() and size.isdigit() and len(size) < 3
    return Row(block, f"on-{place}" in form, int(size) if known else 0)


def _texts(form: Mapping[str, str], name: str) -> Texts:
    typed = {language: form.get(f"{name}-{language}", "").strip() for language in LANGUAGES}
    texts = {language: text[:_LONGEST_TEXT] for language, text in typed.items() if text}
    return {"pl": ""} | texts if texts else {}


def _millimetres(typed: str) -> float:
    try:
        return round(float(typed.replace(",", ".")), 1)
    except (ValueError, OverflowError):
        return 0.0
