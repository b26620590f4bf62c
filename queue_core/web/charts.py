"""Charts as SVG that a screen reader can read and paper can print.

Knows values and labels, no report. Colours come from the style sheet, because the content
policy allows no style inside the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

_ROW_HEIGHT = 32
_BAR_HEIGHT = 20
_LABEL_WIDTH = 150
_BAR_WIDTH = 400
_SHOWN_WIDTH = 90


@dataclass(frozen=True)
class Bar:
    """One row: `value` sets the length, `shown` is what is written behind it."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True)
class _Row:
    label: str
    shown: str
    top: int
    length: float


def bar_chart(*, name: str, title: str, description: str, bars: Sequence[Bar]) -> Markup:
    """Horizontal bars, longest value = full width; `name` is unique on its page.

    `description` is the sentence that says what the picture shows; it is read aloud
    instead of the shapes. Negative values are drawn as nothing.
    """
    longest = max((bar.value for bar in bars), default=0.0)
    rows = [
        _Row(bar.label, bar.shown, index * _ROW_HEIGHT, _length(bar.value, longest))
        for index, bar in enumerate(bars)
    ]
    return Markup(
        render_template(
            "bar_chart.svg",
            name=name,
            title=title,
            description=description,
            rows=rows,
            bar_height=_BAR_HEIGHT,
            label_width=_LABEL_WIDTH,
            width=_LABEL_WIDTH + _BAR_WIDTH + _SHOWN_WIDTH,
            height=max(len(rows), 1) * _ROW_HEIGHT,
        )
    )


def _length(value: float, longest: float) -> float:
    if longest <= 0 or value <= 0:
        return 0.0
    return round(max(value / longest * _BAR_WIDTH, 2.0), 1)
