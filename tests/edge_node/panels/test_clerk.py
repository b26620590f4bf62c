"""The clerk's panel as a person uses it, without scripts: words, buttons, refusals, rights."""

import re
from pathlib import Path

import pytest

from edge_node.app import create_app
from edge_node.office.calling import call_next
from edge_node.office.counters import open_counter
from edge_node.office.reception import set_note
from edge_node.store.operators import set_operator
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command, Office
from queue_core.clock import FixedClock
from queue_core.domain.tickets import State
from queue_core.web.live import Signals
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import at, by, opened, take

CLERK = ("call", "call_chosen")


@pytest.fixture
def anna(office: Office) -> PlainBrowser:
    """Anna, signed in, without a counter; a bystander of the same rights is Jan."""
    set_operator(office, Command(), "anna", "Anna Nowak", "tajne", CLERK)
    set_operator(office, Command(), "jan", "Jan Kowalski", "tajne", ("call",))
    return browser(office, "anna")


def browser(office: Office, login: str) -> PlainBrowser:
    app = create_app(office, Signals())
    app.testing = True
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pl"
    return PlainBrowser(client).sign_in(login, "tajne")


def at_counter(anna: PlainBrowser, counter: str = "2") -> PlainBrowser:
    return anna.open(f"/clerk/{counter}").press("Otwórz stanowisko")


def pass_time(office: Office, **amount: float) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(**amount)


def test_the_list_says_who_sits_where(anna: PlainBrowser, office: Office) -> None:
    open_counter(office, at("1", "jan"), "1")
    assert "Stanowisko 1 otwarte Jan Kowalski" in anna.open("/clerk").text
    assert "Stanowisko 3 pokój 12 zamknięte" in anna.text


def test_the_menu_leads_back_to_the_own_counter(anna: PlainBrowser) -> None:
    at_counter(anna, "3")
    assert anna.open("/clerk").page.request.path == "/clerk/3"
    assert anna.open("/clerk?choose=1").page.request.path == "/clerk"
    assert "otwarte tutaj" in anna.text


def test_next_came_and_finish_are_three_presses_of_one_place(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna)
    for name in ("Wezwij następny", "Przyszedł", "Zakończ"):
        buttons = anna.buttons()
        assert [b.own["id"] for b in buttons.values() if "data-primary" in b.own] == ["primary"]
        assert buttons[name].own["id"] == "primary"
        anna.press(name)
    assert "Do tego stanowiska nikt nie czeka" in anna.text
    assert "zakończenie A001" in anna.text


def test_the_number_waiting_stands_on_the_button(anna: PlainBrowser, office: Office) -> None:
    take(office)
    take(office)
    assert at_counter(anna).buttons()["Wezwij następny"].name == "Wezwij następny 2 F2"


def test_nobody_waiting_is_said_and_is_no_error(anna: PlainBrowser) -> None:
    at_counter(anna).press("Wezwij następny")
    assert anna.page.status_code == 200
    assert "Nikt nie czeka." in anna.text


def test_the_called_person_is_described(anna: PlainBrowser, office: Office) -> None:
    waiting = take(office, need="wheelchair", language="uk", priority=1)
    set_note(office, Command(), waiting.id, "prosi o pomoc", need="wheelchair")
    at_counter(anna)
    pass_time(office, minutes=12)
    text = anna.press("Wezwij następny").text
    for shown in ("A001", "Dowody osobiste", "1/3", "12 min", "pierwszeństwo", "wózek"):
        assert shown in text
    assert "Notatka: prosi o pomoc" in text
    assert "Українська" in text


def test_an_absent_person_is_listed_with_the_calls_used(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny").press("Nie zgłosił się")
    assert "wezwanie 1 z 3, stanowisko 2" in anna.text


def test_finish_and_call_is_one_press(anna: PlainBrowser, office: Office) -> None:
    take(office)
    take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł").press("Zakończ i wezwij")
    assert "Wezwano: A002" in anna.text


def test_a_parked_ticket_is_taken_back_called_back_or_finished(
    anna: PlainBrowser, office: Office
) -> None:
    first = take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł").press("Odłóż")
    assert "stanowisko 2, Anna Nowak" in anna.text
    anna.press("Przywołaj A001").press("Przyszedł").press("Odłóż").press("Weź z powrotem A001")
    assert "Obsługa: A001" in anna.text
    anna.press("Odłóż").press("Zakończ A001")
    assert ticket(office.database.read(), first.id).state is State.DONE


def test_a_ticket_parked_elsewhere_has_no_buttons_here(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł").press("Odłóż")
    jan = at_counter(browser(office, "jan"), "3")
    assert "A001" in jan.text
    assert not [name for name in jan.buttons() if name.endswith("A001")]


def test_a_transfer_carries_place_and_note(anna: PlainBrowser, office: Office) -> None:
    sent = take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł")
    anna.press(
        "Przekieruj A001", service="residence", to_counter="3", place="first", note="zdjęcie"
    )
    now = ticket(office.database.read(), sent.id)
    assert (now.service, now.sent_to_counter, now.first_in_line) == ("residence", "3", True)
    assert now.note == "zdjęcie"
    assert now.number == "A001"


def test_a_transfer_to_nowhere_is_refused_in_words(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny").press("Przekieruj A001")
    assert "Prosimy sprawdzić zaznaczone pola." in anna.text
    assert "Wezwano: A001" in anna.text


def test_a_ticket_goes_back_to_its_queue(anna: PlainBrowser, office: Office) -> None:
    given_back = take(office)
    at_counter(anna).press("Wezwij następny").press("Zwróć do kolejki")
    assert ticket(office.database.read(), given_back.id).state is State.WAITING


def test_a_visit_without_a_ticket_is_entered(anna: PlainBrowser) -> None:
    at_counter(anna).press("Obsłuż teraz", service="residence")
    assert "Obsługa: B001, Meldunki" in anna.text


def test_a_break_has_a_reason_and_an_end(anna: PlainBrowser) -> None:
    at_counter(anna).press("Rozpocznij przerwę", reason="meeting")
    assert "Przerwa Narada" in anna.text
    anna.press("Zakończ przerwę").press("Rozpocznij przerwę", own_reason="apteka")
    assert "Przerwa apteka" in anna.text


def test_closing_with_a_ticket_is_refused_in_words(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny")
    assert "Zamknij stanowisko" not in anna.buttons()
    button = anna.buttons()["Przyszedł"]
    anna.send(button, url="/clerk/2/close")
    assert "To stanowisko ma jeszcze bilet A001." in anna.text


def test_undo_says_what_it_takes_back_and_for_how_long(anna: PlainBrowser, office: Office) -> None:
    back = take(office)
    at_counter(anna).press("Wezwij następny")
    assert "jeszcze" in anna.page.text
    anna.press("Cofnij: wezwanie A001")
    assert ticket(office.database.read(), back.id).state is State.WAITING
    assert not [name for name in anna.buttons() if name.startswith("Cofnij")]


def test_undo_never_takes_back_another_deed_than_it_named(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny")
    stale = anna.buttons()["Cofnij: wezwanie A001"]
    anna.press("Przyszedł")
    anna.send(stale)
    assert "W obecnym stanie nie można tego zrobić." in anna.text
    assert "Obsługa: A001" in anna.text


def test_undo_is_gone_after_two_minutes(anna: PlainBrowser, office: Office) -> None:
    take(office)
    at_counter(anna).press("Wezwij następny")
    pass_time(office, seconds=121)
    anna.open("/clerk/2")
    assert "Cofnij: wezwanie A001" not in anna.buttons()


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


def test_a_chosen_ticket_needs_its_own_right(anna: PlainBrowser, office: Office) -> None:
    take(office)
    chosen = take(office)
    assert "Wezwij A002" in at_counter(anna).buttons()
    jan = at_counter(browser(office, "jan"), "3")
    assert "Wezwij A002" not in jan.buttons()
    button = jan.buttons()["Wezwij następny"]
    jan.send(button, url="/clerk/3/call", ticket=chosen.id)
    assert "Nie masz uprawnień, aby to zrobić." in jan.text
    assert "Wezwano: A002" in anna.press("Wezwij A002").text


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


def test_the_strip_has_the_same_buttons_and_stays_a_strip(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna).open("/clerk/2/strip").press("Wezwij następny").press("Przyszedł")
    assert anna.page.request.path == "/clerk/2/strip"
    assert "Zakończ i wezwij" in anna.buttons()


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


def test_an_unchanged_part_is_not_sent_again(anna: PlainBrowser, office: Office) -> None:
    at_counter(anna)
    for part in ("now", "lists", "strip/now"):
        first = anna.client.get(f"/clerk/2/{part}")
        again = {"If-None-Match": first.headers["ETag"]}
        assert anna.client.get(f"/clerk/2/{part}", headers=again).status_code == 304
    before = anna.client.get("/clerk/2/now").headers["ETag"]
    take(office)
    assert anna.client.get("/clerk/2/now").headers["ETag"] != before


def test_no_field_is_named_like_a_property_of_its_form() -> None:
    folder = Path(__file__).resolve().parents[3] / "edge_node/panels/templates"
    for page in folder.glob("clerk*.html"):
        assert not re.search(r'name="(action|method|target|submit|elements)"', page.read_text())


def test_the_list_names_the_ticket_at_each_counter(anna: PlainBrowser, office: Office) -> None:
    opened(office, "1")
    called = take(office)
    call_next(office, by("1"), "1")
    assert called.number in anna.open("/clerk").text
