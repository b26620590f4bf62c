"""The sample city is whole: every office can be put in force, the numbers are those of Toruń."""

from datetime import time

import pytest

from okienko.demo.sample import OFFICES, office, office_file
from queue_core.domain.office import LANGUAGES, OfficeDocument

TUESDAY = 1


@pytest.fixture(params=OFFICES)
def document(request: pytest.FixtureRequest) -> OfficeDocument:
    return office(request.param)


def test_the_city_has_five_offices_37_counters_and_6_kiosks() -> None:
    city = [office(name) for name in OFFICES]
    assert len(city) == 5
    assert sum(len(each.counters) for each in city) == 37
    assert sum(len(each.kiosks) for each in city) == 6


def test_every_file_is_listed_and_named_by_its_id() -> None:
    files = {path.stem for path in office_file(OFFICES[0]).parent.glob("*.toml")}
    assert files == set(OFFICES) == {office(name).id for name in OFFICES}


def test_the_voice_is_off_in_the_two_shopping_centres_only() -> None:
    silent = {name for name in OFFICES if not any(s.on for s in office(name).speakers)}
    assert silent == {"plaza", "copernicus"}


def test_every_office_says_that_it_is_an_example(document: OfficeDocument) -> None:
    assert document.example
    assert document.eticket_base_url == "https://okienko.example/t/"


def test_booked_people_are_placed_without_signing_in(document: OfficeDocument) -> None:
    assert document.rules.arrival == "not_required"


def test_every_text_is_there_in_three_languages(document: OfficeDocument) -> None:
    texts = [t for s in document.services for t in (s.names, s.descriptions, s.note) if t]
    texts += [group.names for group in document.groups]
    texts += [board.ticker for board in document.boards if board.ticker]
    texts += [t for t in (document.slip.top_text, document.slip.bottom_text) if t]
    for text in texts:
        assert set(text) == set(LANGUAGES), text
        assert all(text.values()), text


def test_every_matter_is_served_by_some_counter(document: OfficeDocument) -> None:
    served = {service for counter in document.counters for service in counter.services}
    assert served == {s.id for s in document.services if not s.information_only}


def test_every_counter_and_every_matter_of_a_counter_has_a_plan(document: OfficeDocument) -> None:
    planned = {id for c in document.counters if c.planned for id in c.services}
    assert planned == {s.id for s in document.services if not s.information_only}


def test_tuesday_is_the_late_day(document: OfficeDocument) -> None:
    until = {hours.weekday: hours.serving_until for hours in document.hours}
    assert until[TUESDAY] == max(until.values())
    assert until[TUESDAY] >= time(17, 30)


def test_every_kiosk_has_a_printer_of_its_own(document: OfficeDocument) -> None:
    printers = [kiosk.printer for kiosk in document.kiosks]
    assert all(printers)
    assert len(set(printers)) == len(printers)


def test_a_tree_and_a_daily_limit_are_shown_somewhere() -> None:
    services = [service for name in OFFICES for service in office(name).services]
    assert any(service.parent for service in services)
    assert any(service.daily_limit for service in services)
