"""Every letter reaches the paper, whatever the printer (facts in the profile, not in the code)."""

from dataclasses import replace

import pytest
from escpos.capabilities import CAPABILITIES
from hypothesis import given
from hypothesis import strategies as st
from paper_reader import dots_of, read_paper, tesseract
from slips import FULL, UKRAINIAN, slip

from edge_node.devices.paper.decode import faithful
from edge_node.devices.paper.elements import Number, compose, texts_of
from edge_node.devices.paper.pages import plain
from edge_node.devices.paper.profile import paper_profile, profile_names
from edge_node.devices.paper.raster import draw
from edge_node.devices.paper.render import render
from edge_node.devices.paper.trial import POLISH_LETTERS, trial_slip
from queue_core.domain.errors import Refused
from queue_core.domain.slip import Slip, SlipLayout

LAYOUT = SlipLayout()
WITHOUT_POLISH = {"T-1", "TM-T88III", "TM-T88IV-SA", "TM-U220", "TM-U220B", "simple"}
DISPLAYS = {"AF-240", "OCD-100", "OCD-300"}
PROFILES = [name for name in profile_names() if name not in DISPLAYS]
TRIAL = trial_slip("Kiosk 1", "profil", date_line="20 listopada 2025", hour_line="godz. 14:02")


def lines_of(slip_: Slip) -> list[str]:
    return ["".join(plain(text).split()) for text in texts_of(compose(slip_, LAYOUT))]


def test_all_profiles_of_the_collection_are_tried() -> None:
    assert len(PROFILES) + len(DISPLAYS) == 35


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_prints_all_polish_letters_as_text_or_as_an_image(name: str) -> None:
    paper = read_paper(render(TRIAL, LAYOUT, paper_profile(name)), name)
    if name in WITHOUT_POLISH:
        assert paper.images
        assert not paper.text.strip()
    else:
        for letters in POLISH_LETTERS:
            assert letters in paper.squeezed()
        assert "?" not in paper.squeezed().replace("naekranie?", "")


@pytest.mark.parametrize("name", PROFILES)
def test_a_ukrainian_slip_is_whole_on_every_profile_that_can_print_it(name: str) -> None:
    profile = paper_profile(name)
    paper = read_paper(render(UKRAINIAN, LAYOUT, profile), name)
    if not paper.text.strip():
        assert paper.images
        return
    for line in lines_of(UKRAINIAN):
        assert line in paper.squeezed()


@pytest.mark.parametrize("name", sorted(DISPLAYS))
def test_a_customer_display_is_refused_by_name(name: str) -> None:
    with pytest.raises(Refused) as refused:
        paper_profile(name)
    assert refused.value.code == "not_a_ticket_printer"


def test_an_unknown_profile_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        paper_profile("TM-T2000")
    assert refused.value.code == "unknown_printer_profile"


@pytest.mark.parametrize("name", ["T-1", "simple"])
def test_tesseract_reads_the_polish_image(name: str, tmp_path) -> None:
    paper = read_paper(render(FULL, LAYOUT, paper_profile(name)), name)
    read = tesseract(dots_of(paper), tmp_path)
    for words in ("Dowody osobiste", "Krótkie sprawy mogą być", "Przed Tobą: 3 osoby"):
        assert words in read
    number = draw((Number("B274", 5.0),), paper_profile(name))
    assert tesseract(number, tmp_path).strip() == "B274"
    for words in ("Dziękujemy za cierpliwość", "Urząd Miasta Torunia", "około"):
        assert words in read


def test_one_page_serves_a_whole_polish_slip() -> None:
    data = render(FULL, LAYOUT, paper_profile("TM-T20II"))
    assert data.count(b"\x1bt") == 1


def test_a_page_number_proved_by_the_test_print_is_used() -> None:
    profile = paper_profile("POS-5890").with_page("CP852", 72)
    assert b"\x1bt\x48" in render(FULL, LAYOUT, profile)


def test_a_lost_letter_is_noticed_before_the_bytes_are_sent() -> None:
    profile = paper_profile("TM-T20II")
    data = render(FULL, LAYOUT, profile)
    texts = texts_of(compose(FULL, LAYOUT))
    assert faithful(data, texts, profile)
    assert not faithful(data.replace("ę".encode("cp852"), b"?"), texts, profile)
    assert not faithful(data.replace(b"\x1bt\x12", b"\x1bt\x10"), texts, profile)


def test_a_profile_that_contradicts_itself_is_not_trusted_with_letters() -> None:
    """Two pages under one number: what would be read back is not what was meant."""
    sure = paper_profile("TM-T20II")
    torn = replace(sure, pages={"CP852": 18, "CP1250": 18})
    paper = read_paper(render(FULL, LAYOUT, torn), "TM-T20II")
    assert paper.images
    assert not paper.text.strip()


def test_of_several_page_numbers_the_lowest_is_taken() -> None:
    numbers = CAPABILITIES["profiles"]["KR-306"]["codePages"]
    listed = [int(number) for number, page in numbers.items() if page == "CP852"]
    assert len(listed) > 1
    assert paper_profile("KR-306").pages["CP852"] == min(listed)


@pytest.mark.parametrize("hidden", ["\x1b", "\x1d", "\x00", "\n", "\u202e", "\u200b", "\u2028"])
def test_control_characters_never_reach_the_paper(hidden: str) -> None:
    shown = compose(slip(service_name=f"Dowody{hidden}osobiste"), LAYOUT)
    assert "Dowody osobiste" in texts_of(shown)


anything = st.text(max_size=60)
polish = st.text("ąćęłńóśźżĄĆĘŁŃÓŚŹŻabcXYZ 0123456789.,–„”…\u00a0", max_size=60)


@given(service=polish, note=polish, texts=st.tuples(polish, polish), header=st.lists(polish))
def test_every_line_of_a_polish_slip_can_be_read_back(service, note, texts, header) -> None:
    filled = slip(service_name=service, note_line=note, texts=texts, header=tuple(header))
    for name in ("TM-T20II", "NT-5890K", "default"):
        printed = read_paper(render(filled, LAYOUT, paper_profile(name)), name).squeezed()
        position = 0
        for line in lines_of(filled):
            position = printed.index(line, position) + len(line)


@given(service=anything, note=anything, texts=st.tuples(anything, anything))
def test_no_text_can_become_a_command(service, note, texts) -> None:
    """The reader fails on any command that a slip does not use (B-166)."""
    hostile = slip(service_name=f"\x1bp\x00{service}", note_line=f"\x1dV\x00{note}", texts=texts)
    paper = read_paper(render(hostile, LAYOUT, paper_profile("default")), "default")
    assert paper.cuts == 1
