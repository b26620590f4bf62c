"""A slip drawn as one image, for printers that would lose a letter.

Every element becomes a strip as wide as the paper; the strips stand one under another. Letters
are drawn without grey, because the printer knows black and white only.
"""

import math
from pathlib import Path

from escpos.printer import Dummy
from PIL import Image, ImageChops, ImageDraw, UnidentifiedImageError

from edge_node.devices.paper.elements import Element, Gap, Line, Logo, Number, QrSquare, Rule
from edge_node.devices.paper.fonts import CAP_HEIGHT, Face, font, wrap
from edge_node.devices.paper.profile import PaperProfile
from edge_node.devices.paper.qr import module_dots, scaled_qr

FLAT_DOT_SHARE = 72 / 160
"""A nine-pin printer's dots are 1/72 inch high and 1/160 wide: its images are drawn lower."""

_WHITE = 255  # 1 would be white too, but its inverse, 254, as well
_LETTER_MM = 2.9
_LINE_HEIGHT = 1.3
_GAP_MM = 2.0
_LOGO_MM = 25.0
_BAND_DOTS = 256  # small printers hold a quarter of a page, not a page


def draw(elements: tuple[Element, ...], profile: PaperProfile) -> Image.Image:
    """The slip as the printer's own dots: mode "1", as wide as the paper."""
    strips = [strip for element in elements for strip in _strips(element, profile)]
    sheet = Image.new("1", (profile.width_dots, sum(strip.height for strip in strips)), _WHITE)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return sheet


def image_bytes(image: Image.Image, profile: PaperProfile) -> bytes:
    """The commands that print `image` (mode "1", no wider than the paper)."""
    if profile.image == "columns":
        return _column_bytes(image, profile)
    inked = ImageChops.invert(image)
    bands = range(0, inked.height, _BAND_DOTS)
    return b"".join(
        _raster_bytes(inked.crop((0, top, inked.width, min(top + _BAND_DOTS, inked.height))))
        for top in bands
    )


def logo_image(path: str, profile: PaperProfile) -> Image.Image | None:
    """The logo in black and white, scaled to the paper; None where the file cannot be read."""
    try:
        with Image.open(Path(path)) as opened:
            picture = Image.new("RGBA", opened.size, "white")
            picture.alpha_composite(opened.convert("RGBA"))
    except (OSError, UnidentifiedImageError):
        return None
    room = (profile.width_dots, round(_LOGO_MM * profile.dots_per_mm))
    scale = min(room[0] / picture.width, room[1] / picture.height, 1.0)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.convert("L").resize(size).convert("1")


def _strips(element: Element, profile: PaperProfile) -> list[Image.Image]:
    match element:
        case Line():
            return _text_strips(element, profile)
        case Number():
            return [_number_strip(element, profile)]
        case QrSquare(content, side_mm):
            dots = module_dots(content, side_mm, profile.dots_per_mm, profile.width_dots)
            return [_centred(scaled_qr(content, dots), profile, round(dots * 2))]
        case Logo(path):
            logo = logo_image(path, profile)
            return [_centred(logo, profile, round(profile.dots_per_mm))] if logo else []
        case Rule():
            thick = Image.new("1", (profile.width_dots, max(1, round(profile.dots_per_mm / 4))), 0)
            return [_centred(thick, profile, round(profile.dots_per_mm))]
        case Gap():
            return [_blank(profile, round(_GAP_MM * profile.dots_per_mm))]


def _text_strips(line: Line, profile: PaperProfile) -> list[Image.Image]:
    face: Face = "DejaVuSans-Bold" if line.bold else "DejaVuSans"
    letters = font(face, round(_LETTER_MM * profile.dots_per_mm * (1 + (line.size - 1) * 0.6)))
    height = math.ceil(letters.size * _LINE_HEIGHT)
    strips = []
    for text in wrap(line.text, letters, profile.width_dots):
        strip = _blank(profile, height)
        pen = ImageDraw.Draw(strip)
        pen.text((profile.width_dots / 2, height / 2), text, 0, letters, anchor="mm")
        strips.append(strip)
    return strips


def _number_strip(number: Number, profile: PaperProfile) -> Image.Image:
    size = math.ceil(number.cap_mm * profile.dots_per_mm / CAP_HEIGHT)
    widest = font("DejaVuSans-Bold", size).getlength(number.text)
    if widest > profile.width_dots:
        size = int(size * profile.width_dots / widest)
    letters = font("DejaVuSans-Bold", size)
    strip = _blank(profile, math.ceil(size * (CAP_HEIGHT + 0.15)))
    middle = (profile.width_dots / 2, strip.height - 1 - size * 0.07)
    ImageDraw.Draw(strip).text(middle, number.text, 0, letters, anchor="ms")
    return strip


def _blank(profile: PaperProfile, height: int) -> Image.Image:
    return Image.new("1", (profile.width_dots, height), _WHITE)


def _centred(image: Image.Image, profile: PaperProfile, margin: int) -> Image.Image:
    strip = _blank(profile, image.height + 2 * margin)
    strip.paste(image, ((profile.width_dots - image.width) // 2, margin))
    return strip


def _raster_bytes(inked: Image.Image) -> bytes:
    row_bytes = (inked.width + 7) // 8
    size = row_bytes.to_bytes(2, "little") + inked.height.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + inked.tobytes()


def _column_bytes(image: Image.Image, profile: PaperProfile) -> bytes:
    if not profile.fine:
        image = _flattened(image)
    printer = Dummy(profile=profile.name)
    printer.image(image, impl="bitImageColumn", high_density_vertical=profile.fine)
    return bytes(printer.output)


def _flattened(image: Image.Image) -> Image.Image:
    """`image` with as many rows as flat dots need; a dot is black if a third of it is."""
    size = (image.width, max(1, round(image.height * FLAT_DOT_SHARE)))
    grey = image.convert("L").resize(size, Image.Resampling.BOX)
    return grey.point(lambda value: _WHITE if value > _WHITE * 2 // 3 else 0).convert("1")
