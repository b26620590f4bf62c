"""Printed bytes shown as a photograph of the paper: for the demo, for previews and screenshots.

The picture is made from the very bytes that a printer gets, never from the slip, so it shows
what a person would hold. Letters stand in the printer's grid of equal cells.
"""

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from edge_node.devices.paper.decode import (
    LINE_DOTS,
    Block,
    Cut,
    Feed,
    NativeQr,
    Picture,
    TextLine,
    decode,
)
from edge_node.devices.paper.fonts import Face, font
from edge_node.devices.paper.profile import PaperProfile
from edge_node.devices.paper.qr import scaled_qr

PAPER_COLOUR = (253, 252, 248)
INK_COLOUR = (36, 34, 40)
TABLE_COLOUR = (226, 228, 232)

_CELL_HEIGHT = 24
_PAPER_MARGIN = 36
_TABLE_MARGIN = 40
_TOOTH = 6


def picture(data: bytes, profile: PaperProfile) -> Image.Image:
    """The paper as an RGB image, one pixel for each printed dot, lying on a grey table."""
    ink = inked(decode(data, profile), profile)
    width = ink.width + 2 * _PAPER_MARGIN
    paper = Image.new("RGB", (width, ink.height + _PAPER_MARGIN), PAPER_COLOUR)
    paper.paste(Image.new("RGB", ink.size, INK_COLOUR), (_PAPER_MARGIN, _PAPER_MARGIN), ink)
    return _on_table(paper)


def inked(blocks: tuple[Block, ...], profile: PaperProfile) -> Image.Image:
    """Where the ink is: mode "L", 255 is black on paper; as wide as the printer prints."""
    strips = [_strip(block, profile) for block in blocks]
    sheet = Image.new("L", (profile.width_dots, sum(strip.height for strip in strips)), 0)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return sheet


def _strip(block: Block, profile: PaperProfile) -> Image.Image:
    width = profile.width_dots
    match block:
        case TextLine():
            return _aligned(_letters(block, profile), block.align, width)
        case NativeQr(content, dots, align):
            code = ImageOps.invert(scaled_qr(content, dots).convert("L"))
            return _aligned(code, align, width)
        case Picture(image, align):
            return _aligned(ImageOps.invert(image.convert("L")), align, width)
        case Feed(dots):
            return Image.new("L", (width, dots), 0)
        case Cut():
            return Image.new("L", (width, 1), 0)


def _letters(line: TextLine, profile: PaperProfile) -> Image.Image:
    """A line of cells, drawn at its height and then made as wide as the printer would."""
    cell = profile.letter_dots
    face: Face = "DejaVuSansMono-Bold" if line.bold else "DejaVuSansMono"
    letters = font(face, round(20 * line.height))
    drawn = Image.new("L", (round(letters.getlength(line.text or " ")), _CELL_HEIGHT * line.height))
    pen = ImageDraw.Draw(drawn)
    pen.text((0, drawn.height * 0.78), line.text, 255, letters, anchor="ls")
    wide = drawn.resize((max(1, len(line.text) * cell * line.width), drawn.height))
    spaced = Image.new("L", (wide.width, drawn.height + LINE_DOTS - _CELL_HEIGHT), 0)
    spaced.paste(wide, (0, 0))
    return spaced


def _aligned(image: Image.Image, align: str, width: int) -> Image.Image:
    left = {"left": 0, "center": (width - image.width) // 2, "right": width - image.width}[align]
    strip = Image.new("L", (width, image.height), 0)
    strip.paste(image, (left, 0))
    return strip


def _on_table(paper: Image.Image) -> Image.Image:
    """The paper with a torn lower edge and a soft shadow."""
    shape = _torn(paper.size)
    size = (paper.width + 2 * _TABLE_MARGIN, paper.height + 2 * _TABLE_MARGIN)
    shadow = Image.new("L", size, 0)
    shadow.paste(shape.point(lambda value: value // 3), (_TABLE_MARGIN + 3, _TABLE_MARGIN + 8))
    table = Image.new("RGB", size, TABLE_COLOUR)
    table.paste((90, 94, 104), (0, 0), shadow.filter(ImageFilter.GaussianBlur(10)))
    table.paste(paper, (_TABLE_MARGIN, _TABLE_MARGIN), shape)
    return table


def _torn(size: tuple[int, int]) -> Image.Image:
    width, height = size
    shape = Image.new("L", size, 255)
    pen = ImageDraw.Draw(shape)
    for left in range(0, width, 2 * _TOOTH):
        tip = (left + _TOOTH, height - _TOOTH)
        pen.polygon([(left, height), tip, (left + 2 * _TOOTH, height)], fill=0)
    return shape
