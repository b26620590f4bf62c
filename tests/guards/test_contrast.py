"""Every pair of colours that stands on a screen can be read: 4.5:1 on pages, 7:1 on boards."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "queue_core/web/static/okienko.css"

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("brand", "paper"),
    ("brand", "surface"),
    ("brand-deep", "brand-pale"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("ink", "busy-pale"),
    ("calm", "calm-pale"),
    ("busy", "busy-pale"),
    ("late", "late-pale"),
    ("late", "surface"),
]
SHAPE_PAIRS = [("line-strong", "surface"), ("line-strong", "paper"), ("focus", "paper")]


def colours(selector: str) -> dict[str, str]:
    """The variables of one rule of the style sheet, without the dashes."""
    rule = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", SHEET.read_text("utf-8"), re.S | re.M)
    assert rule is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rule[1]))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 (same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


LIGHT = colours(":root")
DARK = LIGHT | colours(".dark")


@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_on_pages_reaches_4_5_to_1(front: str, back: str) -> None:
    assert contrast(LIGHT[front], LIGHT[back]) >= 4.5


@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_on_boards_reaches_7_to_1(front: str, back: str) -> None:
    assert contrast(DARK[front], DARK[back]) >= 7


@pytest.mark.parametrize(
    ("front", "back"), [("ink", "paper"), ("ink", "surface"), ("on-brand", "brand")]
)
def test_text_of_a_light_kiosk_reaches_7_to_1(front: str, back: str) -> None:
    assert contrast(LIGHT[front], LIGHT[back]) >= 7


@pytest.mark.parametrize(("front", "back"), SHAPE_PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_and_focus_reach_3_to_1(theme: dict[str, str], front: str, back: str) -> None:
    assert contrast(theme[front], theme[back]) >= 3


def test_boards_never_show_red_on_black() -> None:
    red, green, blue = (int(DARK["late"][place : place + 2], 16) for place in (1, 3, 5))
    assert min(green, blue) > 0.5 * red
