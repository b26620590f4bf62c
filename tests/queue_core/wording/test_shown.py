"""Short forms on boards and paper: plural forms by table, ranges, dates, hours."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.errors import Unknown
from queue_core.domain.office import LANGUAGES
from queue_core.domain.wording.shown import (
    hour,
    long_date,
    people,
    people_before,
    wait_range,
    weekday,
)

PEOPLE = [
    ("pl", {1: "osoba", 2: "osoby", 4: "osoby", 22: "osoby", 103: "osoby"}),
    ("pl", {0: "osób", 5: "osób", 12: "osób", 14: "osób", 21: "osób", 112: "osób"}),
    ("en", {0: "people", 1: "person", 2: "people", 21: "people"}),
    ("uk", {1: "особа", 21: "особа", 2: "особи", 24: "особи", 11: "осіб", 5: "осіб", 13: "осіб"}),
]
RANGES = [
    (15, 25, "pl", "około 15–25 min"),
    (0, 5, "pl", "do 5 min"),
    (0, 0, "pl", "do 1 min"),
    (20, 20, "pl", "około 20 min"),
    (None, None, "pl", "czas nieznany"),
    (10, None, "pl", "czas nieznany"),
    (75, 120, "pl", "około 75 min – 2 h"),
    (100, 135, "en", "about 1 h 40 min – 2 h 15 min"),
    (15, 25, "en", "about 15–25 min"),
    (15, 25, "uk", "приблизно 15–25 хв"),
    (None, 5, "uk", "час невідомий"),
]


@pytest.mark.parametrize(("language", "table"), PEOPLE)
def test_people_are_counted_in_the_right_form(language: str, table: dict[int, str]) -> None:
    assert {n: people(n, language) for n in table} == {n: f"{n} {w}" for n, w in table.items()}


@pytest.mark.parametrize(
    ("n", "language", "line"),
    [
        (0, "pl", "Przed Tobą nie ma nikogo"),
        (3, "pl", "Przed Tobą: 3 osoby"),
        (1, "en", "1 person before you"),
        (5, "uk", "Перед вами: 5 осіб"),
    ],
)
def test_people_before_is_a_whole_line(n: int, language: str, line: str) -> None:
    assert people_before(n, language) == line


@pytest.mark.parametrize(("low", "high", "language", "shown"), RANGES)
def test_a_wait_is_shown_as_a_range(
    low: int | None, high: int | None, language: str, shown: str
) -> None:
    assert wait_range(low, high, language) == shown


@given(st.integers(0, 600), st.integers(0, 600), st.sampled_from(LANGUAGES))
def test_a_known_range_never_reads_as_unknown(low: int, more: int, language: str) -> None:
    shown = wait_range(low, low + more, language)
    assert shown != wait_range(None, None, language)
    assert any(character.isdigit() for character in shown)


def test_dates_carry_their_weekday_in_every_language() -> None:
    day = date(2026, 11, 20)
    assert long_date(day, "pl") == "piątek, 20 listopada 2026"
    assert long_date(day, "en") == "Friday, 20 November 2026"
    assert long_date(day, "uk") == "п’ятниця, 20 листопада 2026 р."
    assert weekday(day, "pl") == "piątek"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_has_its_own_date(language: str) -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(365)]
    assert len({long_date(day, language) for day in days}) == 365


def test_hours_are_those_of_the_wall_clock() -> None:
    assert hour(datetime(2026, 11, 20, 9, 5)) == "9:05"  # noqa: DTZ001 - a local wall time


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(Unknown, match="unknown_language"):
        people(1, "de")
