"""A session that has ended: every page leads to the login and back, and no press is carried out."""

import pytest

from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Office
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser

EVERYTHING = ("call", "reception", "devices", "manage", "reports", "paper_day", "end_alarm")
PAGES = (
    *("/clerk", "/reception", "/status", "/reports/day", "/day-end"),
    *("/paper-day", "/book-visit", "/slip"),
)


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return signed_in(office, *EVERYTHING)


def session_ends(office: Office) -> None:
    pass_minutes(office, office.document.rules.session_hours * 60 + 1)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_the_login_and_back_to_itself(
    ewa: PlainBrowser, office: Office, path: str
) -> None:
    session_ends(office)
    login = ewa.client.get(f"{path}?day=2026-11-20")
    assert login.status_code == 302
    (button,) = ewa.open(login.location).buttons().values()
    ewa.send(button, url=login.location, login="ewa", password="tajne")
    assert ewa.page.request.full_path.startswith(path)


@pytest.mark.parametrize("path", ["/status/now", "/reception/now"])
def test_the_living_part_of_a_page_says_so_and_brings_no_login_page(
    ewa: PlainBrowser, office: Office, path: str
) -> None:
    session_ends(office)
    answer = ewa.client.get(path, headers={"X-Requested-With": "live"})
    assert answer.status_code == 401
    assert "login" not in answer.text


def test_a_press_after_the_end_is_not_carried_out_and_says_so(
    ewa: PlainBrowser, office: Office
) -> None:
    button = ewa.open("/status").buttons()["Wydruk próbny na main"]
    session_ends(office)
    ewa.send(button)
    assert ewa.page.status_code == 401
    assert "Prosimy zalogować się ponownie." in ewa.text
    assert print_jobs(office.database.read()) == []


def test_a_script_can_ask_whether_the_session_is_there(ewa: PlainBrowser, office: Office) -> None:
    assert ewa.client.get("/session").status_code == 204
    session_ends(office)
    asked = ewa.client.get("/session", headers={"X-Requested-With": "live"})
    assert asked.status_code == 401


def test_the_same_person_goes_on_in_the_same_browser(ewa: PlainBrowser, office: Office) -> None:
    def browser() -> str:
        with ewa.client.session_transaction() as session:
            return str(session["browser"])

    before = browser()
    session_ends(office)
    (button,) = ewa.open("/login?next=/status").buttons().values()
    ewa.send(button, url="/login?next=/status", login="ewa", password="tajne")
    assert browser() == before
