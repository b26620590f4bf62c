"""A slip as a row of things to put on paper, in order, with sizes but without bytes or dots.

Both ways of printing draw exactly these elements, so text and image slips say the same. The
trap: texts come from people. Control characters are taken out here, before any printer can
take them for a command (B-166).
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from edge_node.devices.paper.words import Words, words
from queue_core.domain.slip import Block, Slip, SlipKind, SlipLayout


@dataclass(frozen=True)
class Line:
    """A paragraph, centred, wrapped to the paper; `size` multiplies the plain letter."""

    text: str
    size: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Number:
    """The ticket's number, its capitals `cap_mm` high or more where the paper is wide enough."""

    text: str
    cap_mm: float


@dataclass(frozen=True)
class QrSquare:
    """A QR code about `side_mm` wide."""

    content: str
    side_mm: float


@dataclass(frozen=True)
class Logo:
    """A picture file, scaled down to the paper's width. A missing file is left out."""

    path: str


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Gap:
    """Two millimetres of white."""


Element = Line | Number | QrSquare | Logo | Rule | Gap

_KEPT_WHOLE = 20
_REMOVED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    """`text` in composed letters, without control characters, with single spaces."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if unicodedata.category(sign) in _REMOVED else sign for sign in composed)
    return " ".join("".join(kept).split())


def compose(slip: Slip, layout: SlipLayout) -> tuple[Element, ...]:
    """What to put on paper for `slip`; a block without a value leaves no trace.

    "Przykład" and "wydruk ponowny" are no blocks: no layout can hide them.
    """
    labels = words(slip.language)
    elements = _marks(slip, labels)
    for placed in layout.blocks:
        elements += _BLOCKS[placed.block](slip, labels, layout, placed.size)
    if slip.example:
        elements += [Gap(), *_line(labels.example, bold=True)]
    return tuple(elements)


def texts_of(elements: tuple[Element, ...]) -> tuple[str, ...]:
    """Every text that the paper must show, in order."""
    return tuple(element.text for element in elements if isinstance(element, Line | Number))


def _marks(slip: Slip, labels: Words) -> list[Element]:
    tried = slip.kind in (SlipKind.TEST, SlipKind.SAMPLE)
    marks = _line(labels.test, bold=True) if tried else []
    if slip.example:
        marks += _line(labels.example, bold=True)
    if slip.copy:
        marks += _line(labels.staff if slip.kind is SlipKind.STAFF else labels.copy, bold=True)
    if slip.kind is SlipKind.VISIT:
        marks += _line(labels.visit, bold=True)
    return [*marks, Gap()] if marks else []


def _line(text: str | None, size: int = 1, *, bold: bool = False) -> list[Element]:
    shown = clean(text or "")
    return [Line(shown, size, bold)] if shown else []


def _labelled(label: str, value: str | None, size: int, *, bold: bool = False) -> list[Element]:
    """A label and its value; where both do not fit in a line, a short value stays whole."""
    shown = clean(value or "")
    if not shown:
        return []
    if len(shown) <= _KEPT_WHOLE:
        shown = shown.replace(" ", "\u00a0")
    return [Line(f"{clean(label)}: {shown}", size, bold)]


def _header(slip: Slip, _labels: Words, _layout: SlipLayout, size: int) -> list[Element]:
    lines: list[Element] = []
    for position, text in enumerate(slip.header):
        lines += _line(text, size, bold=position == 0)
    return lines


def _number(slip: Slip, _labels: Words, layout: SlipLayout, _size: int) -> list[Element]:
    return [Gap(), Number(clean(slip.number), layout.number_mm), Gap()]


def _when(slip: Slip, _labels: Words, _layout: SlipLayout, size: int) -> list[Element]:
    """When a ticket was issued; of a visit, when it is: the weekday, the date and a large hour."""
    if slip.kind is SlipKind.VISIT:
        days = [line for part in slip.date_line.split(", ") for line in _line(part, size)]
        return [*days, *_line(slip.hour_line, size + 1, bold=True)]
    return _line(", ".join(filter(None, (slip.date_line, slip.hour_line))), size)


def _square(slip: Slip, labels: Words, layout: SlipLayout, size: int) -> list[Element]:
    """The QR code: of the visit, which proves it, or of the ticket's page."""
    content = slip.visit_qr or slip.eticket_url
    if not content:
        return []
    label = labels.visit_qr if slip.visit_qr else labels.eticket
    return [Gap(), QrSquare(content, layout.eticket_mm), Gap(), *_line(label, size), Gap()]


_Builder = Callable[[Slip, Words, SlipLayout, int], list[Element]]

_BLOCKS: dict[Block, _Builder] = {
    Block.LOGO: lambda slip, *_: [Logo(slip.logo)] if slip.logo else [],
    Block.HEADER: _header,
    Block.NUMBER: _number,
    Block.SERVICE: lambda slip, _words, _layout, size: _line(slip.service_name, size, bold=True),
    Block.ISSUED: _when,
    Block.PEOPLE_BEFORE: lambda slip, labels, _layout, size: _labelled(
        labels.before_you, slip.people_before_line, size, bold=True
    ),
    Block.WAIT: lambda slip, labels, _layout, size: _labelled(labels.wait, slip.wait_line, size),
    Block.COUNTERS: lambda slip, labels, _layout, size: _labelled(
        labels.counters, slip.counters_line, size
    ),
    Block.CODE: lambda slip, labels, _layout, size: _labelled(labels.code, slip.code, size),
    Block.NOTE: lambda slip, _words, _layout, size: _line(slip.note_line, size),
    Block.BRING: lambda slip, labels, _layout, size: _labelled(labels.bring, slip.bring_line, size),
    Block.EARLY: lambda slip, labels, _layout, size: _labelled(labels.early, slip.early_line, size),
    Block.ETICKET: _square,
    Block.FIRST_TEXT: lambda slip, _words, _layout, size: _line(slip.texts[0], size),
    Block.SECOND_TEXT: lambda slip, _words, _layout, size: _line(slip.texts[1], size),
    Block.RULE: lambda *_: [Rule()],
}
