"""Matters that share a row of numbers, and bands of numbers without a letter (B-27, B-29, B-36)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.office.day import open_day
from edge_node.office.issuing import Order, issue_ticket
from edge_node.office.paper_day import PaperEntry, enter_paper_ticket
from edge_node.office.reception import cancel
from edge_node.store.series import skip_after_restore
from edge_node.store.unit import Command, Office, transaction
from edge_node.views.kiosk import kiosk_button
from edge_node.views.queue_state import queue_state
from queue_core.clock import FixedClock
from queue_core.domain.errors import Refused
from queue_core.domain.issuing import Issuing, IssuingState
from queue_core.domain.numbering import NumberSeries
from queue_core.domain.office import OfficeDocument
from queue_core.domain.wording.spoken import call_phrase
from tests.edge_node.sample import MORNING, SAMPLE, SERVICES, build_office, take


def hall(*series: NumberSeries, uses: tuple[str, str] = ("hall", "hall")) -> OfficeDocument:
    """The sample office with both matters in series."""
    prefix = {one.id: one.prefix for one in series}
    services = tuple(
        replace(service, series=used, prefix=prefix[used])
        for service, used in zip(SERVICES, uses, strict=True)
    )
    return replace(SAMPLE, services=services, series=series)


def numbers(office: Office, *services: str) -> list[str]:
    return [take(office, service).number for service in services]


def issuing_of(office: Office, service: str) -> Issuing:
    state = queue_state(office).service(service)
    assert state is not None
    return state.issuing


def next_workday(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.at = MORNING + timedelta(days=3)
    open_day(office, Command())


def test_matters_of_one_hall_share_one_row_of_numbers(tmp_path: Path) -> None:
    office = build_office(tmp_path, hall(NumberSeries("hall", "Z")))
    assert numbers(office, "id_cards", "residence", "id_cards") == ["Z001", "Z002", "Z003"]


def test_each_band_begins_at_its_own_number_and_has_no_letter(tmp_path: Path) -> None:
    bands = (NumberSeries("a", "", 1, 499), NumberSeries("b", "", 500, 799))
    office = build_office(tmp_path, hall(*bands, uses=("a", "b")))
    assert numbers(office, "id_cards", "residence", "residence") == ["001", "500", "501"]


def test_a_full_band_gives_no_ticket_and_no_number_twice(tmp_path: Path) -> None:
    bands = (NumberSeries("a", "", 1, 2), NumberSeries("b", "", 3))
    office = build_office(tmp_path, hall(*bands, uses=("a", "b")))
    cancel(office, Command(), take(office).id)
    assert numbers(office, "id_cards") == ["002"]
    with pytest.raises(Refused, match="limit_reached"):
        issue_ticket(office, Command(), Order("id_cards"))
    assert numbers(office, "residence") == ["003"]
    next_workday(office)
    assert numbers(office, "id_cards") == ["001"]


def test_who_looks_before_the_press_sees_what_the_band_still_has(tmp_path: Path) -> None:
    bands = (NumberSeries("a", "", 8, 10), NumberSeries("b", "B"))
    office = build_office(tmp_path, hall(*bands, uses=("a", "b")))
    numbers(office, "id_cards", "residence", "id_cards")
    assert issuing_of(office, "id_cards") == Issuing(IssuingState.OPEN, 1)
    numbers(office, "id_cards")
    assert issuing_of(office, "id_cards") == Issuing(IssuingState.LIMIT_REACHED, 0)
    assert issuing_of(office, "residence") == Issuing(IssuingState.OPEN)
    assert not kiosk_button(office, "1", "id_cards").open
    next_workday(office)
    assert issuing_of(office, "id_cards").remaining == 3


def test_a_row_that_runs_on_begins_again_after_its_last_number(tmp_path: Path) -> None:
    office = build_office(tmp_path, hall(NumberSeries("hall", "", 1, 5, running=True)))
    assert numbers(office, "id_cards", "residence", "id_cards") == ["001", "002", "003"]
    next_workday(office)
    assert numbers(office, *["id_cards"] * 5) == ["004", "005", "001", "002", "003"]
    with pytest.raises(Refused, match="limit_reached"):
        issue_ticket(office, Command(), Order("residence"))


@settings(max_examples=25, deadline=None)
@given(
    running=st.booleans(),
    size=st.integers(3, 12),
    days=st.lists(st.lists(st.sampled_from(["id_cards", "residence"]), max_size=8), max_size=4),
)
def test_nobody_has_the_number_of_somebody_else_on_one_day(
    running: bool, size: int, days: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    band = NumberSeries("hall", "", 10, 9 + size, running)
    office = build_office(tmp_path_factory.mktemp("hall"), hall(band))
    for week, people in enumerate(days):
        assert isinstance(office.clock, FixedClock)
        office.clock.at = MORNING + timedelta(weeks=week)
        open_day(office, Command())
        given_out = []
        for service in people[:size]:
            given_out.append(int(take(office, service).number))
        assert len(set(given_out)) == len(given_out)
        assert all(band.first <= number <= band.highest for number in given_out)
    office.database.close()


def test_a_number_written_by_hand_must_be_of_the_band(tmp_path: Path) -> None:
    office = build_office(tmp_path, hall(NumberSeries("hall", "", 100, 199)))
    hour = MORNING - timedelta(hours=1)
    with pytest.raises(Refused, match="invalid_fields"):
        enter_paper_ticket(office, Command(), PaperEntry("id_cards", 99, hour))
    enter_paper_ticket(office, Command(), PaperEntry("id_cards", 120, hour))
    assert numbers(office, "residence") == ["121"]


def test_after_a_restore_a_small_band_still_has_numbers(tmp_path: Path) -> None:
    office = build_office(tmp_path, hall(NumberSeries("hall", "", 1, 100)))
    numbers(office, "id_cards", "residence")
    with transaction(office, Command()) as unit:
        skip_after_restore(unit, unit.day, unit.office.services, 500)
    assert numbers(office, "id_cards") == ["076"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "Numer pięćset dwa, stanowisko numer trzy"),
        ("en", "Number five hundred and two, counter number three"),
        ("uk", "Номер п'ятсот два, віконце номер три"),
    ],
)
def test_a_number_without_a_letter_is_said_as_a_number(language: str, said: str) -> None:
    assert call_phrase("502", "3", language) == said


def test_a_small_number_without_a_letter_is_said_without_its_zeros() -> None:
    assert call_phrase("007", "3", "pl") == "Numer siedem, stanowisko numer trzy"
