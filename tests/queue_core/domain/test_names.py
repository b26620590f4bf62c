"""A name that somebody says finds the name that was typed (U-15)."""

import pytest

from queue_core.domain.names import fits_name, folded, is_spelling_of

TYPED = "Józef Łęcki-Żółtowski"


@pytest.mark.parametrize(
    "said",
    ["jozef", "LEC", "zoltow", "łęcki józef", "Żół", "  Józ   łęc ", "Józef Łęcki-Żółtowski"],
)
def test_accents_case_and_order_are_forgiven(said: str) -> None:
    assert fits_name(folded(said), folded(TYPED))


@pytest.mark.parametrize("said", ["", "Jó", "ozef", "Kowal", "Józef Nowak", "-"])
def test_another_name_or_too_few_letters_fit_nobody(said: str) -> None:
    assert not fits_name(folded(said), folded(TYPED))


def test_a_whole_short_name_is_enough() -> None:
    assert fits_name(folded("Li"), folded("Li Wei"))


@pytest.mark.parametrize("heard", ["Jozef Lecki-Zoltowski", "JÓZEF ŁĘCKI ŻÓŁTOWSKY", "Józef Łęcki"])
def test_two_letters_more_or_less_are_a_slip_of_the_ear(heard: str) -> None:
    assert is_spelling_of(TYPED, heard) is (heard != "Józef Łęcki")


@pytest.mark.parametrize("other", ["Jan Kowalski", "Józef", "", "Józefa Łęcka-Żółtowska"])
def test_another_person_is_no_slip(other: str) -> None:
    assert not is_spelling_of(TYPED, other)
    assert not is_spelling_of(other, TYPED)
