"""What stands on a slip, how large, and in what order."""

import pytest
from paper_reader import dots_of, read_paper, zbar
from PIL import Image
from slips import FULL, URL, slip

from edge_node.devices.paper.elements import Number, compose, texts_of
from edge_node.devices.paper.picture import picture
from edge_node.devices.paper.profile import paper_profile, profile_names
from edge_node.devices.paper.raster import draw
from edge_node.devices.paper.render import render
from queue_core.domain.errors import Refused
from queue_core.domain.slip import Block, Placed, Slip, SlipKind, SlipLayout

LAYOUT = SlipLayout()
CAPITAL_DOTS = 17
THERMAL = ["TM-T20II", "TM-T88V", "NT-5890K", "RP-F10-58mm", "default"]


def printed(slip_: Slip, name: str = "TM-T20II", layout: SlipLayout = LAYOUT) -> str:
    return read_paper(render(slip_, layout, paper_profile(name)), name).text


@pytest.mark.parametrize("name", THERMAL)
def test_the_number_is_at_least_twelve_millimetres_high(name: str) -> None:
    profile = paper_profile(name)
    paper = read_paper(render(FULL, SlipLayout(number_mm=12), profile), name)
    assert paper.sizes["0"][1] >= 1
    number_height = max(height for _, height in paper.sizes.values())
    assert number_height * CAPITAL_DOTS / profile.dots_per_mm >= 12


def test_the_drawn_number_is_at_least_twelve_millimetres_high() -> None:
    profile = paper_profile("T-1")
    drawn = draw((Number("E", 12.0),), profile)
    inked = drawn.convert("L").point(lambda value: 255 - value).getbbox()
    assert inked[3] - inked[1] >= 12 * profile.dots_per_mm - 1


@pytest.mark.parametrize("name", THERMAL)
def test_a_long_number_stays_on_one_line(name: str) -> None:
    assert "KAT0123\n" in printed(slip(number="KAT0123"), name)


@pytest.mark.parametrize("name", ["TM-T20II", "default"])
def test_the_native_code_leads_to_the_eticket(name: str, tmp_path) -> None:
    data = render(FULL, LAYOUT, paper_profile(name))
    assert read_paper(data, name).qr == [URL]
    assert zbar(picture(data, paper_profile(name)), tmp_path) == URL


@pytest.mark.parametrize(("name", "stretch"), [("NT-5890K", 1), ("T-1", 1), ("TM-U220", 20 / 9)])
def test_the_code_as_an_image_leads_to_the_eticket(name: str, stretch: float, tmp_path) -> None:
    data = render(FULL, LAYOUT, paper_profile(name))
    assert read_paper(data, name).qr == []
    assert zbar(dots_of(read_paper(data, name), stretch), tmp_path) == URL
    assert zbar(picture(data, paper_profile(name)), tmp_path) == URL


def test_a_code_is_native_only_where_the_profile_has_it() -> None:
    for name in profile_names():
        if name in ("AF-240", "OCD-100", "OCD-300"):
            continue
        profile = paper_profile(name)
        native = bool(read_paper(render(FULL, LAYOUT, profile), name).qr)
        assert native <= profile.native_qr


def test_marks_cannot_be_hidden_by_a_layout() -> None:
    bare = SlipLayout((Placed(Block.NUMBER),))
    text = printed(slip(copy=True), layout=bare)
    assert "WYDRUK PONOWNY" in text
    assert text.count("PRZYKŁAD") == 2


def test_the_copy_for_the_office_says_so_whatever_the_layout() -> None:
    kept = slip(copy=True, kind=SlipKind.STAFF)
    text = printed(kept, layout=SlipLayout((Placed(Block.NUMBER),)))
    assert "KOPIA DLA URZĘDU" in text
    assert "WYDRUK PONOWNY" not in text


def test_a_layout_sets_order_and_leaves_out() -> None:
    text = printed(FULL, layout=SlipLayout.of(["second_text", "number", "service"]))
    assert text.index("cierpliwość") < text.index("A012") < text.index("Dowody")
    assert "Batorego" not in text


@pytest.mark.parametrize(
    ("layout", "reason"),
    [
        (lambda: SlipLayout.of(["service"]), "number_missing"),
        (lambda: SlipLayout.of(["number", "number"]), "block_twice"),
        (lambda: SlipLayout.of(["number", "horoscope"]), "unknown_block"),
        (lambda: SlipLayout((Placed(Block.NUMBER, 9),)), "block_size"),
        (lambda: SlipLayout(number_mm=8), "number_too_small"),
        (lambda: SlipLayout(eticket_mm=5), "eticket_too_small"),
    ],
)
def test_a_layout_that_cannot_be_read_is_refused(layout, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        layout()
    assert refused.value.facts["reason"] == reason


def test_an_empty_value_leaves_no_label() -> None:
    text = printed(slip(people_before_line=None, wait_line=" ", counters_line="", code=None))
    for label in ("Przed Tobą", "Czas oczekiwania", "Stanowiska", "Kod wizyty"):
        assert label not in text


def test_a_short_value_is_not_torn_from_its_words() -> None:
    assert "3 osoby\n" in printed(FULL, "NT-5890K")


@pytest.mark.parametrize(("language", "label"), [("en", "Before you: 3"), ("uk", "Перед Вами: 3")])
def test_labels_follow_the_language_of_the_person(language: str, label: str) -> None:
    shown = texts_of(compose(slip(language=language), LAYOUT))
    assert any(text.replace("\u00a0", " ").startswith(label) for text in shown)


def test_a_logo_is_drawn_and_a_missing_one_left_out(tmp_path) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", (900, 300), (0, 0, 120, 255)).save(path)
    with_logo = read_paper(
        render(slip(logo=str(path)), LAYOUT, paper_profile("default")), "default"
    )
    assert with_logo.images[0].width <= 504
    missing = slip(logo=str(tmp_path / "none.png"))
    assert read_paper(render(missing, LAYOUT, paper_profile("default")), "default").images == []


def test_the_same_slip_gives_the_same_bytes() -> None:
    profile = paper_profile("TM-T20II")
    assert render(FULL, LAYOUT, profile) == render(FULL, LAYOUT, profile)


def test_the_picture_is_as_wide_as_the_paper_with_its_margins() -> None:
    profile = paper_profile("TM-T20II")
    shown = picture(render(FULL, LAYOUT, profile), profile)
    assert shown.width > profile.width_dots
    assert shown.mode == "RGB"
