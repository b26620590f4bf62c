"""What a voice reads of a screen: our own words for every number, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.errors import Unknown
from queue_core.domain.wording.aloud import LONGEST_TEXT, aloud
from queue_core.domain.wording.shown import wait_range
from queue_core.domain.wording.spoken_pl import cardinal_genitive

LANGUAGES = ("pl", "en", "uk")


@pytest.mark.parametrize(
    ("shown", "language", "read"),
    [
        ("A\nDowody osobiste\nOczekuje\n3", "pl", "A, Dowody osobiste, Oczekuje, trzy"),
        ("W\nKasa", "pl", "wu, Kasa"),
        ("Twój numer A015", "pl", "Twój numer A, piętnaście"),
        ("Przed Tobą: 12 osób", "pl", "Przed Tobą: dwanaście osób"),
        ("około 15–25 min", "pl", "około piętnastu do dwudziestu pięciu minut"),
        ("do 5 min", "pl", "do pięciu minut"),
        ("Otwieramy o 9:05", "pl", "Otwieramy o dziewięć, zero pięć"),
        ("ul. Batorego 38/40", "pl", "ulica Batorego trzydzieści osiem / czterdzieści"),
        ("pozycja 3 na 6", "pl", "pozycja trzy na sześć"),
        ("about 15–25 min", "en", "about fifteen to twenty five minutes"),
        ("Your number B203", "en", "Your number B, two hundred and three"),
        ("приблизно 15–25 хв", "uk", "приблизно п'ятнадцять, двадцять п'ять хвилин"),
        ("п’ятниця", "uk", "п'ятниця"),
        ("✓ wybrane", "pl", "wybrane"),
        ("kod 000123", "pl", "kod zero zero zero jeden dwa trzy"),
        (" \n ", "pl", ""),
    ],
)
def test_a_text_of_the_screen_is_read_like_this(shown: str, language: str, read: str) -> None:
    assert aloud(shown, language) == read


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_no_digit_that_we_know_is_left_to_the_engine(shown: str, language: str) -> None:
    assert not any(letter in "0123456789" for letter in aloud(shown, language))


@given(st.integers(0, 900), st.integers(0, 900), st.sampled_from(LANGUAGES))
def test_every_waiting_time_is_read_in_words(low: int, more: int, language: str) -> None:
    read = aloud(wait_range(low, low + more, language), language)
    assert read
    assert not any(letter.isdigit() or letter in "–-" for letter in read)


@given(st.integers(0, 9999))
def test_after_about_a_number_has_its_own_form(n: int) -> None:
    assert cardinal_genitive(n).split() == cardinal_genitive(n).split(" ")
    assert f"około {cardinal_genitive(n)}" == aloud(f"około {n}", "pl")


def test_a_very_long_text_is_cut_at_a_word() -> None:
    read = aloud("słowo " * LONGEST_TEXT, "pl")
    assert len(read) <= LONGEST_TEXT
    assert read.endswith("słowo")


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(Unknown):
        aloud("Guten Tag", "de")
