"""Tickets put aside, transferred, taken back and chosen on the clerk's panel."""

from edge_node.store.tickets import ticket
from edge_node.store.unit import Office
from queue_core.domain.tickets import State
from tests.edge_node.panels.clerk_office import at_counter, browser, pass_time
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import take


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
