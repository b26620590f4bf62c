"""A visit at the counter as the clerk goes through it, without scripts: words and buttons."""

from dataclasses import replace

from edge_node.office.calling import call_next
from edge_node.office.counters import open_counter
from edge_node.office.reception import set_note
from edge_node.store.tickets import ticket
from edge_node.store.unit import Command, Office
from edge_node.views.day_report import day_report
from queue_core.domain.office import Rules
from tests.edge_node.panels.clerk_office import at_counter, decide, pass_time
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import SAMPLE, at, by, opened, take


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


def test_an_office_that_asks_no_arrival_serves_at_once_and_may_still_mark_absence(
    anna: PlainBrowser, office: Office
) -> None:
    decide(office, rules=Rules(confirm_arrival=False))
    take(office)
    at_counter(anna).press("Wezwij następny")
    assert {"Zakończ", "Wezwij ponownie", "Nie zgłosił się"} <= set(anna.buttons())
    assert "Przyszedł" not in anna.buttons()
    anna.press("Nie zgłosił się")
    assert "wezwanie 1 z 3" in anna.text


def test_several_matters_of_one_ticket_are_named_and_served_in_turn(
    anna: PlainBrowser, office: Office
) -> None:
    take(office, more_services=("residence",))
    at_counter(anna).press("Wezwij następny").press("Przyszedł")
    assert "Po tej sprawie bilet przechodzi do: Meldunki" in anna.text
    assert "Wezwano: A001, Meldunki" in anna.press("Zakończ i wezwij").text


def test_what_was_really_done_is_kept(anna: PlainBrowser, office: Office) -> None:
    served = take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł")
    anna.press("Zakończ", services="residence")
    assert ticket(office.database.read(), served.id).served_services == ("residence",)


def test_how_many_copies_is_entered_where_the_matter_is_counted(
    anna: PlainBrowser, office: Office
) -> None:
    cards, residence = SAMPLE.services
    decide(office, services=(replace(cards, counted=True), residence))
    take(office)
    at_counter(anna).press("Wezwij następny").press("Przyszedł")
    assert 'aria-label="Ile: Dowody osobiste"' in anna.page.text
    assert "Ile: Meldunki" not in anna.page.text
    anna.press("Zakończ", services="id_cards", **{"quantity-id_cards": "3"})
    assert day_report(office).figures.dealt["id_cards"].quantity == 3


def test_the_tickets_left_and_the_limit_are_shown_to_staff(
    anna: PlainBrowser, office: Office
) -> None:
    cards, residence = SAMPLE.services
    decide(office, services=(replace(cards, daily_limit=2), residence))
    take(office)
    assert "zostało na dziś: 1" in at_counter(anna).text
    take(office)
    assert "dzienny limit wyczerpany" in anna.open("/clerk/2").text


def test_a_visit_without_a_ticket_is_entered(anna: PlainBrowser) -> None:
    at_counter(anna).press("Obsłuż teraz", service="residence")
    assert "Obsługa: B001, Meldunki" in anna.text


def test_a_break_has_a_reason_and_an_end(anna: PlainBrowser) -> None:
    at_counter(anna).press("Rozpocznij przerwę", reason="meeting")
    assert "Przerwa Narada" in anna.text
    anna.press("Zakończ przerwę").press("Rozpocznij przerwę", own_reason="apteka")
    assert "Przerwa apteka" in anna.text


def test_the_strip_has_the_same_buttons_and_stays_a_strip(
    anna: PlainBrowser, office: Office
) -> None:
    take(office)
    at_counter(anna).open("/clerk/2/strip").press("Wezwij następny").press("Przyszedł")
    assert anna.page.request.path == "/clerk/2/strip"
    assert "Zakończ i wezwij" in anna.buttons()


def test_an_unchanged_part_is_not_sent_again(anna: PlainBrowser, office: Office) -> None:
    at_counter(anna)
    for part in ("now", "lists", "strip/now"):
        first = anna.client.get(f"/clerk/2/{part}")
        again = {"If-None-Match": first.headers["ETag"]}
        assert anna.client.get(f"/clerk/2/{part}", headers=again).status_code == 304
    before = anna.client.get("/clerk/2/now").headers["ETag"]
    take(office)
    assert anna.client.get("/clerk/2/now").headers["ETag"] != before


def test_the_list_names_the_ticket_at_each_counter(anna: PlainBrowser, office: Office) -> None:
    opened(office, "1")
    called = take(office)
    call_next(office, by("1"), "1")
    assert called.number in anna.open("/clerk").text
