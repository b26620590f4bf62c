"""The end of the day: closing people with a reason, forgotten counters, a clock to vouch for."""

import pytest

from edge_node.office.calling import call_next, came
from edge_node.store.counters import counter_state
from edge_node.store.tickets import open_tickets, ticket
from edge_node.store.unit import Office, fact
from queue_core.clock import FixedClock
from queue_core.domain.tickets import State
from tests.edge_node.panels.desk import pass_minutes, signed_in
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import by, opened, take


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return signed_in(office, "reception", "confirm_clock")


def test_each_person_is_closed_with_a_reason(ewa: PlainBrowser, office: Office) -> None:
    left = take(office)
    ewa.open("/day-end").press("Zamknij A001", reason="")
    assert ticket(office.database.read(), left.id).state is State.WAITING
    ewa.press("Zamknij A001", reason="osoba odeszła")
    assert ticket(office.database.read(), left.id).state is State.UNSERVED
    assert "Nikt już nie czeka" in ewa.text


def test_a_person_at_a_forgotten_counter_is_closed_as_served(
    ewa: PlainBrowser, office: Office
) -> None:
    forgotten = take(office)
    opened(office, "1")
    call_next(office, by("1"), "1")
    came(office, by("1"), "1")
    ewa.open("/day-end").press("Zamknij stanowisko 1")
    assert "ma jeszcze bilet A001" in ewa.text
    ewa.press("Zamknij A001", reason="zapomniano")
    ewa.press("Zamknij stanowisko 1")
    served = ticket(office.database.read(), forgotten.id)
    assert (served.state, served.time_reliable) == (State.DONE, False)
    assert counter_state(office.database.read(), office.document, "1").state == "closed"


def test_everything_is_closed_in_two_steps(ewa: PlainBrowser, office: Office) -> None:
    opened(office, "1", "2")
    for _ in range(3):
        take(office)
    pass_minutes(office, 7 * 60)
    ewa = signed_in(office, "reception")
    assert "3 osoby pozostały" in ewa.open("/day-end/ask").text
    assert "2 stanowiska są otwarte" in ewa.text
    ewa.press("Zamknij wszystko", reason="koniec dnia")
    assert "Zamknięte bilety: 3" in ewa.text
    assert open_tickets(office.database.read(), "2026-11-20") == []


def test_while_serving_hours_last_only_a_manager_closes_everything_and_says_so_twice(
    ewa: PlainBrowser, office: Office
) -> None:
    take(office)
    assert "Zamknij wszystko…" not in ewa.open("/day-end").text
    assert ewa.client.get("/day-end/ask").status_code == 403
    manager = signed_in(office, "manage").open("/day-end/ask")
    assert "Godziny obsługi trwają do 15:30" in manager.text
    assert "Zamknięte bilety" not in manager.press("Zamknij wszystko").text
    assert len(open_tickets(office.database.read(), "2026-11-20")) == 1
    manager.open("/day-end/ask").press("Zamknij wszystko", early="yes")
    assert "Zamknięte bilety: 1" in manager.text


def test_a_form_sent_without_its_page_closes_no_day_either(
    ewa: PlainBrowser, office: Office
) -> None:
    take(office)
    other = ewa.open("/day-end").buttons()["Zamknij A001"]
    ewa.send(other, url="/day-end/all", reason="koniec dnia", early="yes")
    assert "Nie masz uprawnień" in ewa.text
    assert len(open_tickets(office.database.read(), "2026-11-20")) == 1


def test_a_person_vouches_for_the_clock_and_the_new_day_begins(
    ewa: PlainBrowser, office: Office
) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.synced = False
    pass_minutes(office, 24 * 60)
    ewa = signed_in(office, "reception", "confirm_clock")
    assert "sobota, 21 listopada 2026, 09:00" in ewa.open("/day-end").text
    ewa.press("Tak, data i godzina są dobre")
    assert fact(office.database.read(), "day") == "2026-11-21"


def test_a_trusted_clock_asks_nobody(ewa: PlainBrowser) -> None:
    assert "Tak, data" not in ewa.open("/day-end").text
