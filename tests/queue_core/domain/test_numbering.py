"""Which number comes next: in the band, free today, and every one before there is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.numbering import NumberSeries, next_free
from queue_core.domain.office import OfficeDocument
from queue_core.domain.office_check import faults
from tests.edge_node.sample import SAMPLE, SERVICES


@st.composite
def bands(draw: st.DrawFn) -> NumberSeries:
    first = draw(st.integers(1, 50))
    return NumberSeries("hall", "", first, first + draw(st.integers(0, 30)))


@given(bands(), st.integers(0, 100) | st.none(), st.sets(st.integers(0, 100)))
def test_the_next_number_is_in_the_band_and_free(
    band: NumberSeries, latest: int | None, taken: set[int]
) -> None:
    found = next_free(band, latest, taken.__contains__)
    free = set(range(band.first, band.highest + 1)) - taken
    assert found in free if free else found is None


@given(bands(), st.integers(0, 100) | st.none())
def test_every_number_of_a_band_is_given_once_before_there_is_none(
    band: NumberSeries, latest: int | None
) -> None:
    given_out: list[int] = []
    while (number := next_free(band, latest, given_out.__contains__)) is not None:
        given_out.append(number)
        latest = number
    assert sorted(given_out) == list(range(band.first, band.highest + 1))


@given(st.lists(bands(), min_size=2, max_size=2))
def test_bands_overlap_where_they_have_a_number_in_common(two: list[NumberSeries]) -> None:
    one, other = two
    common = set(range(one.first, one.highest + 1)) & set(range(other.first, other.highest + 1))
    assert one.overlaps(other) is bool(common)
    assert not one.overlaps(replace(other, prefix="Z"))


def numbered(*series: NumberSeries, prefix: str = "", uses: str = "hall") -> OfficeDocument:
    shared = replace(SERVICES[0], series=uses, prefix=prefix)
    return replace(SAMPLE, services=(shared, SERVICES[1]), series=series)


HALL = NumberSeries("hall", "", 1, 499)
WRONG: dict[str, tuple[Callable[[], OfficeDocument], str]] = {
    "a series that is not there": (lambda: numbered(HALL, uses="x"), 'there is no series "x"'),
    "another prefix than that of the series": (
        lambda: numbered(HALL, prefix="A"),
        'its prefix must be that of series "hall"',
    ),
    "bands with numbers in common": (
        lambda: numbered(HALL, NumberSeries("late", "", 499, 800)),
        'series "hall" and "late" have numbers in common',
    ),
    "the prefix of a service with numbers of its own": (
        lambda: numbered(HALL, NumberSeries("late", "B", 1, 9)),
        'a service numbers with its prefix "B" too',
    ),
    "numbers in the wrong order": (
        lambda: numbered(replace(HALL, first=500)),
        "first and last must be in order",
    ),
    "a row that runs on without an end": (
        lambda: numbered(replace(HALL, last=None, running=True)),
        "need a last number",
    ),
    "a row shared with other nodes without a band of its own": (
        lambda: numbered(replace(HALL, last=None, in_building=True)),
        "nodes share a row only by bands, each node its own",
    ),
    "a prefix like that of booked visits": (
        lambda: numbered(replace(HALL, prefix="BR"), prefix="BR"),
        'prefix "BR" would clash',
    ),
    "no letter without a series": (lambda: numbered(uses=""), 'prefix "": only letters A to Z'),
}


@pytest.mark.parametrize("what", WRONG)
def test_refused_is(what: str) -> None:
    document, told = WRONG[what]
    assert any(told in fault for fault in faults(document())), faults(document())


def test_three_bands_without_a_letter_make_sense() -> None:
    assert faults(numbered(HALL, NumberSeries("b", "", 500, 799), NumberSeries("c", "", 800))) == []
