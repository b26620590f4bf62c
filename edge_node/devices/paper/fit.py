"""What a paper is too narrow for: found before an office prints a thousand of them (B-6).

Nothing is ever lost on paper: a long word is cut and a wide number squeezed. But nobody wants to
find that on the first ticket of the morning.
"""

import math
from collections.abc import Iterator

from edge_node.devices.paper.elements import Line, Number, QrSquare, compose
from edge_node.devices.paper.profile import PaperProfile
from edge_node.devices.paper.render import CAPITAL_DOTS, LARGEST
from queue_core.domain.slip import Misfit, Slip, SlipLayout


def misfits(
    slip: Slip, layout: SlipLayout, profile: PaperProfile, *, printer: str
) -> Iterator[Misfit]:
    """Each word, number or code of the slip that this paper has no room for."""
    for element in compose(slip, layout):
        match element:
            case Line(text, size):
                room = profile.columns // size
                words = (word for word in text.split(" ") if len(word) > room)
                yield from (Misfit(printer, "word", word) for word in words)
            case Number(text, cap_mm):
                if not _number_fits(text, cap_mm, profile):
                    yield Misfit(printer, "number", text)
            case QrSquare(content, side_mm):
                if side_mm * profile.dots_per_mm > profile.width_dots:
                    yield Misfit(printer, "code", content)


def _number_fits(text: str, cap_mm: float, profile: PaperProfile) -> bool:
    """Whether the number is as high as wanted, with signs at least half as wide as high."""
    height = math.ceil(cap_mm * profile.dots_per_mm / CAPITAL_DOTS)
    return height <= LARGEST and len(text) * math.ceil(height / 2) <= profile.columns
