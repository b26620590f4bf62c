"""QR codes as squares of black and white modules, and how large to print one.

The mask is fixed: every reader takes any mask, and trying all eight costs six times as much.
"""

from functools import lru_cache

import qrcode
from PIL import Image

_MASK = 2
_QUIET_MODULES = 4


@lru_cache(maxsize=256)
def qr_image(content: str) -> Image.Image:
    """One dot for each module, black on white, without a quiet zone. Do not change it."""
    code = qrcode.QRCode(
        border=0, error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=_MASK
    )
    code.add_data(content)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    image = Image.new("1", (side, side))
    image.putdata([0 if black else 255 for row in rows for black in row])
    return image


def module_dots(content: str, side_mm: float, dots_per_mm: float, width_dots: int) -> int:
    """Dots for each module so that the code is about `side_mm` wide and fits on the paper."""
    modules = qr_image(content).width
    wanted = round(side_mm * dots_per_mm / modules)
    fitting = width_dots // (modules + 2 * _QUIET_MODULES)
    return max(1, min(wanted, fitting, 16))


def scaled_qr(content: str, dots: int) -> Image.Image:
    """The code with `dots` printed dots for each module."""
    small = qr_image(content)
    side = small.width * dots
    return small.resize((side, side), Image.Resampling.NEAREST)
