"""From a slip to the bytes for one printer: letters where it has them, an image where not.

The traps: after `ESC @` the printer forgets its code page, but python-escpos does not know, so
every slip gets a fresh `Dummy`, `ESC @` comes first, and the page is named again. And it never
returns from a text for which the printer has no page, so such a text is never given to it.
"""

import math
import textwrap

from escpos.constants import QR_ECLEVEL_M
from escpos.magicencode import Encoder
from escpos.printer import Dummy

from edge_node.devices.paper.decode import faithful
from edge_node.devices.paper.elements import (
    Element,
    Gap,
    Line,
    Logo,
    Number,
    QrSquare,
    Rule,
    compose,
    texts_of,
)
from edge_node.devices.paper.pages import page_for, plain
from edge_node.devices.paper.profile import PaperProfile
from edge_node.devices.paper.qr import module_dots, scaled_qr
from edge_node.devices.paper.raster import draw, image_bytes, logo_image
from queue_core.domain.slip import Slip, SlipLayout

CAPITAL_DOTS = 17
"""Of the 24 dots of a plain letter, on the lowest of the common models."""
LARGEST = 8
"""How many times a printer can enlarge a letter."""

_GAP_MM = 2.0
_INITIALISE = b"\x1b@"


def render(slip: Slip, layout: SlipLayout, profile: PaperProfile) -> bytes:
    """All bytes of the slip, from `ESC @` to the cut, to be sent in one write.

    The text is decoded again before it is handed out; where one letter would be lost, the
    whole slip is drawn as an image.
    """
    elements = compose(slip, layout)
    texts = texts_of(elements)
    if all(page_for(plain(text), profile.pages, None) for text in texts):
        data = _as_text(elements, profile)
        if faithful(data, texts, profile):
            return data
    return _as_image(elements, profile)


def _as_image(elements: tuple[Element, ...], profile: PaperProfile) -> bytes:
    printer = Dummy(profile=profile.name)
    printer.cut(mode="PART")
    return _INITIALISE + image_bytes(draw(elements, profile), profile) + bytes(printer.output)


def _as_text(elements: tuple[Element, ...], profile: PaperProfile) -> bytes:
    printer = Dummy(
        profile=profile.name, magic_encode_args={"encoder": Encoder(dict(profile.pages))}
    )
    printer.hw("INIT")
    printer.set(align="center")
    for element in elements:
        _put(printer, element, profile)
    printer.cut(mode="PART")
    return bytes(printer.output)


def _put(printer: Dummy, element: Element, profile: PaperProfile) -> None:
    match element:
        case Line(text, size, bold):
            _write(printer, text, profile, (size, size), bold=bold)
        case Number(text, cap_mm):
            _write(printer, text, profile, _number_size(text, cap_mm, profile), bold=True)
        case QrSquare():
            _put_qr(printer, element, profile)
        case Logo(path):
            if logo := logo_image(path, profile):
                printer._raw(image_bytes(logo, profile))
        case Rule():
            _write(printer, "_" * profile.columns, profile, (1, 1))
            _feed(printer, profile)
        case Gap():
            _feed(printer, profile)


def _write(
    printer: Dummy,
    text: str,
    profile: PaperProfile,
    size: tuple[int, int],
    *,
    bold: bool = False,
) -> None:
    page = page_for(plain(text), profile.pages, printer.magic.encoding)
    if page and page != printer.magic.encoding:
        printer.charcode(page)
    printer.set(bold=bold, custom_size=True, width=size[0], height=size[1])
    room = max(1, profile.columns // size[0])
    for line in textwrap.wrap(text, room, break_on_hyphens=False):
        printer.textln(plain(line))


def _feed(printer: Dummy, profile: PaperProfile) -> None:
    printer._raw(b"\x1bJ" + bytes([round(_GAP_MM * profile.dots_per_mm)]))


def _number_size(text: str, cap_mm: float, profile: PaperProfile) -> tuple[int, int]:
    """Width and height of the number as multiples of the plain letter."""
    height = math.ceil(cap_mm * profile.dots_per_mm / CAPITAL_DOTS)
    width = min(height, profile.columns // max(1, len(text)))
    return max(1, min(width, LARGEST)), min(height, LARGEST)


def _put_qr(printer: Dummy, square: QrSquare, profile: PaperProfile) -> None:
    dots = module_dots(square.content, square.side_mm, profile.dots_per_mm, profile.width_dots)
    if profile.native_qr:
        printer.qr(square.content, ec=QR_ECLEVEL_M, size=dots, native=True)
    else:
        printer._raw(image_bytes(scaled_qr(square.content, dots), profile))
