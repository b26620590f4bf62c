"""The day's figures as a page and as a file: equal, with definitions, clerks only for managers."""

import csv
import io
import re

import pytest

from edge_node.office.calling import call_next, came
from edge_node.office.counters import pause, resume
from edge_node.office.serving import finish, serve_without_ticket
from edge_node.store.retention import rename_clerk
from edge_node.store.unit import Office
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.sample import by, opened, take


@pytest.fixture
def worked(office: Office) -> Office:
    """Two people came; one waited four minutes and a second, and was served for ten."""
    opened(office, "1")
    take(office)
    take(office, "residence")
    pass_minutes(office, 4)
    call_next(office, by("1"), "1")
    pass_minutes(office, 1)
    came(office, by("1"), "1")
    pass_minutes(office, 10)
    finish(office, by("1"), "1")
    return office


def test_the_page_names_the_figures_and_their_definitions(worked: Office) -> None:
    text = signed_in(worked, "reports").open("/reports/day").text
    assert "Obsłużeni 1 (50%)" in text
    assert "Średnie oczekiwanie 4:01" in text
    assert "Przy kilku wezwaniach liczy się ostatnie" in text


def test_the_file_equals_the_screen(worked: Office) -> None:
    ewa = signed_in(worked, "reports", "manage")
    page = ewa.open("/reports/day?limit=3").page.text
    on_screen = [
        re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd] ?[^>]*>(.*?)</t[hd]>", page)
    ]
    file = ewa.open("/reports/day.csv?limit=3").page
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    tables = rows[1 + len(re.findall("<dt>.*?</dt><dd>[^<]*</dd></div>", page)) :]
    in_file = [cell for row in tables if len(row) > 1 for cell in row]
    assert in_file == on_screen
    assert ["Czekali ponad 3 min", "1 (100%)"] in rows
    assert "okienko-sample-2026-11-20.csv" in file.headers["Content-Disposition"]


def test_figures_of_clerks_are_for_managers(worked: Office) -> None:
    assert "Według urzędników" not in signed_in(worked, "reports").open("/reports/day").text
    assert "Według urzędników" in signed_in(worked, "manage").open("/reports/day").text


def test_breaks_and_people_without_a_ticket_are_shown_with_words(worked: Office) -> None:
    pause(worked, by("1"), "1", "meeting")
    pass_minutes(worked, 12)
    resume(worked, by("1"), "1")
    serve_without_ticket(worked, by("1"), "1", "id_cards")
    finish(worked, by("1"), "1")
    text = signed_in(worked, "reports").open("/reports/day").text
    assert "Stanowisko 1 Narada 1 12:00" in text
    assert "A Dowody osobiste 2 2 1" in text


def test_a_name_that_was_erased_is_told_as_such(worked: Office) -> None:
    with worked.database.write() as connection:
        rename_clerk(connection, "2026-11-20", "clerk1", "~1")
    text = signed_in(worked, "manage").open("/reports/day").text
    assert "Urzędnik 1 (nazwisko usunięte)" in text


def test_an_empty_day_says_so(office: Office) -> None:
    text = signed_in(office, "reports").open("/reports/day?date=2026-11-19").text
    assert "Bilety i umówione wizyty 0" in text
    assert "Średnie oczekiwanie –" in text


def test_what_is_no_date_is_refused_in_words(office: Office) -> None:
    assert signed_in(office, "reports").open("/reports/day?date=x").page.status_code == 422
    assert signed_in(office, "call").open("/reports/day").page.status_code == 403
