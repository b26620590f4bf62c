"""The voice: every number has words in every language, and no letter is swallowed."""

import subprocess
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.errors import Unknown
from queue_core.domain.office import LANGUAGES
from queue_core.domain.wording.spoken import (
    call_phrase,
    evacuation_phrase,
    number_words,
    trial_phrase,
)
from queue_core.domain.wording.spoken_pl import ordinal_genitive as polish_ordinal
from queue_core.domain.wording.spoken_uk import ordinal_genitive as ukrainian_ordinal

PHRASES = [
    ("A015", "3", "pl", "Numer: A, piętnaście, stanowisko numer trzy"),
    ("A001", "1", "pl", "Numer: A, jeden, stanowisko numer jeden"),
    ("AR07", "12B", "pl", "Numer: A, er, siedem, stanowisko numer dwanaście, be"),
    ("105", "2", "pl", "Numer sto pięć, stanowisko numer dwa"),
    ("B1204", "10", "pl", "Numer: be, tysiąc dwieście cztery, stanowisko numer dziesięć"),
    ("A015", "3", "en", "Number: A, fifteen, counter number three"),
    ("A015", "3", "uk", "Номер: А, п'ятнадцять, віконце номер три"),
]
INVITATIONS = [
    ("3", "pl", "zapraszamy do stanowiska trzeciego"),
    ("23", "pl", "zapraszamy do stanowiska dwudziestego trzeciego"),
    ("3", "en", "please go to counter three"),
    ("23", "uk", "запрошуємо до двадцять третього віконця"),
    ("12B", "pl", "zapraszamy do stanowiska numer dwanaście, be"),
]
POLISH_ORDINALS = {
    0: "zerowego",
    8: "ósmego",
    20: "dwudziestego",
    100: "setnego",
    112: "sto dwunastego",
    1000: "tysięcznego",
    1023: "tysiąc dwudziestego trzeciego",
    2300: "dwa tysiące trzechsetnego",
    5000: "pięciotysięcznego",
}
UKRAINIAN_ORDINALS = {3: "третього", 40: "сорокового", 121: "сто двадцять першого"}


@pytest.mark.parametrize(("number", "counter", "language", "said"), PHRASES)
def test_a_call_is_said_in_words(number: str, counter: str, language: str, said: str) -> None:
    assert call_phrase(number, counter, language) == said


@pytest.mark.parametrize(("counter", "language", "said"), INVITATIONS)
def test_the_genitive_invites_to_a_counter(counter: str, language: str, said: str) -> None:
    assert call_phrase("7", counter, language, form="genitive").endswith(said)


def test_a_room_is_said_after_the_counter_or_alone() -> None:
    assert call_phrase("7", "3", "pl", room="102") == (
        "Numer siedem, stanowisko numer trzy, pokój numer sto dwa"
    )
    assert call_phrase("7", "", "pl", room="12B") == "Numer siedem, pokój numer dwanaście, be"
    assert call_phrase("7", "", "pl", room="Kasa") == "Numer siedem, pokój numer: Kasa"


def test_a_number_longer_than_the_tables_is_said_digit_by_digit() -> None:
    assert call_phrase("10203", "", "pl") == "Numer jeden zero dwa zero trzy"


def test_a_polish_letter_of_a_prefix_is_said_by_its_plain_name() -> None:
    assert call_phrase("Ł2", "", "pl") == "Numer: el, dwa"


def test_an_unknown_language_is_refused_with_a_stable_code() -> None:
    with pytest.raises(Unknown) as refused:
        call_phrase("A1", "1", "de")
    assert refused.value.code == "unknown_language"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_up_to_9999_has_its_own_words_without_digits(language: str) -> None:
    said = [number_words(n, language) for n in range(10_000)]
    assert len(set(said)) == 10_000
    assert all(words and words == words.strip() and "  " not in words for words in said)
    assert not any(character.isdigit() for words in said for character in words)


@pytest.mark.parametrize("ordinal", [polish_ordinal, ukrainian_ordinal])
def test_every_ordinal_up_to_9999_is_its_own(ordinal: Callable[[int], str]) -> None:
    said = [ordinal(n) for n in range(10_000)]
    assert len(set(said)) == 10_000
    assert all(words and words == words.strip() and "  " not in words for words in said)


@pytest.mark.parametrize(("n", "said"), POLISH_ORDINALS.items())
def test_polish_ordinals_are_declined(n: int, said: str) -> None:
    assert polish_ordinal(n) == said


@pytest.mark.parametrize(("n", "said"), UKRAINIAN_ORDINALS.items())
def test_ukrainian_ordinals_are_declined(n: int, said: str) -> None:
    assert ukrainian_ordinal(n) == said


@given(st.from_regex(r"[A-Z]{0,2}[0-9]{1,4}", fullmatch=True), st.sampled_from(LANGUAGES))
def test_no_digit_ever_reaches_the_engine(number: str, language: str) -> None:
    said = call_phrase(number, "12B", language, room="104", form="genitive")
    assert not any(character.isdigit() for character in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_evacuation_and_trial_are_said_in_every_language(language: str) -> None:
    assert evacuation_phrase(language) != trial_phrase(language)
    assert not any(character.isdigit() for character in evacuation_phrase(language))


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
@pytest.mark.parametrize("language", LANGUAGES)
def test_espeak_stresses_every_letter_of_a_prefix(letter: str, language: str) -> None:
    """A letter taken for a conjunction or a preposition loses its stress mark."""
    clauses = _phonemes(call_phrase(f"{letter}015", "3", language), language)
    assert "'" in clauses[1], clauses


def test_the_polish_letter_a_is_not_swallowed_by_the_number_after_it() -> None:
    assert _phonemes("Numer A piętnaście", "pl")[0].startswith("n'umER_! a_"), "the known fault"
    assert _phonemes(call_phrase("A015", "3", "pl"), "pl")[1] == "'a_"


def _phonemes(text: str, language: str) -> list[str]:
    voice = {"en": "en-gb"}.get(language, language)
    done = subprocess.run(
        ["espeak-ng", "-q", "-x", "-v", voice, text],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return [clause.strip() for clause in done.stdout.strip().splitlines()]
