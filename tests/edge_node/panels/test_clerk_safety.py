"""What must not go wrong at a counter: two clerks, power cuts, rights, alarms."""

import re
from pathlib import Path

from edge_node.app import create_app
from edge_node.store.operators import set_operator
from edge_node.store.unit import Command, Office
from queue_core.web.live import Signals
from tests.edge_node.panels.clerk_office import at_counter, browser
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import take


def test_the_same_press_sent_twice_calls_one_person(anna: PlainBrowser, office: Office) -> None:
    take(office)
    take(office)
    button = at_counter(anna).buttons()["Wezwij następny"]
    anna.send(button)
    anna.send(button)
    assert "Wezwano: A001" in anna.text


def test_a_counter_opened_twice_is_noticed_and_can_be_taken_over(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    jan = at_counter(browser(office, "jan")).press("Wezwij następny")
    anna.open("/clerk/2")
    assert "Stanowisko zajęte Otworzył(a): Jan Kowalski" in anna.text
    assert "Wezwij następny" not in anna.buttons()
    anna.open("/clerk/2/ask/take-over").press("Przejmij")
    assert "Wezwano: A001" in anna.text
    jan.press("Przyszedł")
    assert "Przy tym stanowisku pracuje już ktoś inny." in jan.text


def test_after_a_power_cut_one_counter_shows_the_ticket_and_goes_on(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł")
    again = browser(office, "anna").open("/clerk/2")
    assert "Otwarte przez Pana/Panią w innym oknie" in again.text
    again.press("Pracuj w tym oknie")
    assert {"Zakończ", "Zwróć do kolejki", "Odłóż"} <= set(again.buttons())
    assert "A001" not in again.open("/clerk/3").text.split("Oczekujący")[0]


def test_closing_with_a_ticket_is_refused_in_words(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny")
    assert "Zamknij stanowisko" not in anna.buttons()
    button = anna.buttons()["Przyszedł"]
    anna.send(button, url="/clerk/2/close")
    assert "To stanowisko ma jeszcze bilet A001." in anna.text


def test_a_call_for_help_is_seen_and_accepted_at_another_counter(
    anna: PlainBrowser, office: Office
) -> None:
    jan = at_counter(browser(office, "jan"), "3")
    at_counter(anna).press("Wezwij pomoc")
    assert "Stanowisko 2 wzywa pomocy" in jan.open("/clerk/3").text
    jan.press("Idę pomóc przy stanowisku 2")
    assert "Pomoc idzie ze stanowiska 3." in anna.open("/clerk/2").text
    anna.press("Zagrożenie minęło")
    assert "wzywa pomocy" not in jan.open("/clerk/3").text


def test_an_evacuation_stops_calls_until_somebody_with_the_right_ends_it(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna).open("/clerk/2/ask/evacuation").press("Ogłoś ewakuację")
    assert "EWAKUACJA" in anna.text
    assert "Wezwij następny" not in anna.buttons()
    assert "Zakończ ewakuację…" not in anna.text
    anna.open("/clerk/2/ask/end-evacuation").press("Zakończ i zachowaj kolejkę")
    assert "Nie masz uprawnień, aby to zrobić." in anna.text
    set_operator(office, Command(), "jan", "Jan Kowalski", None, ("call", "end_alarm"))
    jan = browser(office, "jan").open("/clerk/3/ask/end-evacuation")
    jan.press("Zakończ i zachowaj kolejkę")
    assert "EWAKUACJA" not in anna.open("/clerk/2").text


def test_unknown_counters_actions_and_questions_are_not_found(anna: PlainBrowser) -> None:
    at_counter(anna)
    assert anna.client.get("/clerk/99").status_code == 404
    assert anna.client.get("/clerk/2/ask/nothing").status_code == 404
    button = anna.buttons()["Wezwij następny"]
    assert anna.send(button, url="/clerk/2/nothing").page.status_code == 404


def test_without_the_right_to_call_there_is_no_panel(anna: PlainBrowser, office: Office) -> None:
    assert anna.open("/clerk/2").page.status_code == 200
    set_operator(office, Command(), "anna", "Anna Nowak", None, ())
    assert anna.open("/clerk/2").page.status_code == 403


def test_without_a_name_the_panel_leads_to_the_login(office: Office) -> None:
    client = create_app(office, Signals()).test_client()
    assert client.get("/clerk/2").headers["Location"].startswith("/login?next=")


def test_no_field_is_named_like_a_property_of_its_form() -> None:
    folder = Path(__file__).resolve().parents[3] / "edge_node/panels/templates"
    for page in folder.glob("clerk*.html"):
        assert not re.search(r'name="(action|method|target|submit|elements)"', page.read_text())
